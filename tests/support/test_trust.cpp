// Trees and journals that somebody else made.
#include <sys/stat.h>
#include <unistd.h>

#include <boost/test/unit_test.hpp>

#include "scratch.hpp"
#include "support/problem.hpp"
#include "support/stage.hpp"
#include "support/tree.hpp"

namespace fs = std::filesystem;
using namespace std::string_literals;

namespace {

// A tree with a stage beside it, as a run that was killed would have left it.
struct Planted {
  explicit Planted(const std::string& journal) {
    stage = scratch.write(".tree.stage-abcdef/journal", journal).parent_path();
    scratch.write(".tree.stage-abcdef/0", "planted\n");
    fs::permissions(stage, fs::perms::owner_all);
    scratch.write("tree/a.txt", "a\n");
    scratch.write("victim.txt", "victim\n");
  }

  void recover() const { tito::complete_tree(scratch.path() / "tree"); }

  bool is_unharmed() const {
    return read_text(scratch.path() / "tree/a.txt") == "a\n" && read_text(scratch.path() / "victim.txt") == "victim\n" &&
           !fs::exists(scratch.path() / "new.txt") && !fs::exists(scratch.path() / "tree/new.txt");
  }

  Scratch scratch;
  fs::path stage;
};

std::string journal(const std::string& sign, const std::string& path) { return sign + "\0none\0"s + path + "\0end\0"s; }

std::string failure_of(const fs::path& folder, const std::map<std::string, std::string>& files, bool remove_others) try {
  tito::write_tree(folder, files, remove_others);
  return "";
} catch (const tito::Failure& failure) {
  return failure.what();
}

}  // namespace

BOOST_AUTO_TEST_SUITE(trust)

BOOST_AUTO_TEST_CASE(the_control_of_planted_journals) {
  const Planted planted(journal("+", "new.txt"));
  planted.recover();
  BOOST_TEST(read_text(planted.scratch.path() / "tree/new.txt") == "planted\n", "a sound journal of our own is carried out");
  BOOST_TEST(!fs::exists(planted.stage));
}

BOOST_AUTO_TEST_CASE(journals_that_lead_out_of_the_tree) {
  for (const std::string& path : {"../new.txt"s, "../../new.txt"s, "x/../../new.txt"s, "/tmp/tito-planted.txt"s, ""s, "."s, "x/./new.txt"s}) {
    const Planted planted(journal("+", path));
    planted.recover();
    BOOST_TEST(planted.is_unharmed(), path);
    BOOST_TEST(!fs::exists("/tmp/tito-planted.txt"));
  }
}

BOOST_AUTO_TEST_CASE(journals_that_go_through_a_link) {
  const Planted planted(journal("+", "link/new.txt"));
  fs::create_directory_symlink(planted.scratch.path(), planted.scratch.path() / "tree/link");
  planted.recover();
  BOOST_TEST(planted.is_unharmed());
}

BOOST_AUTO_TEST_CASE(a_staged_link_is_not_put_into_the_tree) {
  const Planted planted(journal("+", "new.txt"));
  fs::remove(planted.stage / "0");
  fs::create_symlink(planted.scratch.path() / "victim.txt", planted.stage / "0");
  planted.recover();
  BOOST_TEST(planted.is_unharmed());
}

BOOST_AUTO_TEST_CASE(journals_that_are_not_whole) {
  const std::string whole = journal("+", "new.txt");
  for (std::size_t size = 0; size < whole.size(); ++size) {
    const Planted planted(whole.substr(0, size));
    planted.recover();
    BOOST_TEST(planted.is_unharmed(), size << " bytes of the journal");
  }
  for (const std::string& torn : {"+"s, "\0"s, "*\0none\0new.txt\0end\0"s, "+\0none\0end\0"s}) {
    const Planted planted(torn);
    planted.recover();
    BOOST_TEST(planted.is_unharmed());
  }
}

BOOST_AUTO_TEST_CASE(stages_of_others) {
  const Planted open_to_all(journal("+", "new.txt"));
  fs::permissions(open_to_all.stage, fs::perms::all);
  open_to_all.recover();
  BOOST_TEST(open_to_all.is_unharmed());
  if (geteuid() != 0) return;
  const Planted foreign(journal("+", "new.txt"));
  BOOST_REQUIRE(chown(foreign.stage.c_str(), 4711, 4711) == 0);
  foreign.recover();
  BOOST_TEST(foreign.is_unharmed());
}

BOOST_AUTO_TEST_CASE(nothing_is_written_or_removed_through_a_link) {
  for (const bool remove_others : {false, true}) {
    const Scratch scratch;
    scratch.write("elsewhere/mine.txt", "mine\n");
    scratch.write("tree/a.txt", "a\n");
    fs::create_directory_symlink(scratch.path() / "elsewhere", scratch.path() / "tree/src");
    const std::string said = failure_of(scratch.path() / "tree", {{"a.txt", "new\n"}, {"src/x.cpp", "x\n"}}, remove_others);
    BOOST_TEST(said == (scratch.path() / "tree/src").string() +
                           ": is a link to a folder, and nothing is written through links; put a folder in its place\n");
    BOOST_TEST(fs::is_symlink(scratch.path() / "tree/src"));
    BOOST_TEST(read_text(scratch.path() / "elsewhere/mine.txt") == "mine\n");
    BOOST_TEST(read_text(scratch.path() / "tree/a.txt") == "a\n");
  }
}

BOOST_AUTO_TEST_CASE(a_tree_that_is_a_link) {
  const Scratch scratch;
  scratch.write("elsewhere/mine.txt", "mine\n");
  fs::create_directory_symlink(scratch.path() / "elsewhere", scratch.path() / "tree");
  BOOST_TEST(failure_of(scratch.path() / "tree", {{"a.txt", "a\n"}}, true).find("is a link") != std::string::npos);
  BOOST_TEST(read_text(scratch.path() / "elsewhere/mine.txt") == "mine\n");
}

BOOST_AUTO_TEST_CASE(a_fifo_in_the_way) {
  const Scratch scratch;
  fs::create_directories(scratch.path() / "tree");
  BOOST_REQUIRE(mkfifo((scratch.path() / "tree/a.txt").c_str(), 0600) == 0);
  BOOST_TEST(failure_of(scratch.path() / "tree", {{"a.txt", "a\n"}}, false) ==
             (scratch.path() / "tree/a.txt").string() + ": is a FIFO, which is in the way; move it away\n");
}

BOOST_AUTO_TEST_CASE(side_files_of_editors) {
  const std::vector<std::string> side = {".DS_Store", ".vscode/settings.json", "src/#a.cpp#", "src/.#a.cpp", "src/.a.cpp.swp", "src/a.cpp~"};
  const Scratch scratch;
  for (const std::string& path : side) scratch.write("tree/" + path, "side\n");
  const std::map<std::string, std::string> files = {{"src/a.cpp", "a\n"}};
  tito::write_tree(scratch.path() / "tree", files, true);
  for (const std::string& path : side) BOOST_TEST(read_text(scratch.path() / "tree" / path) == "side\n", path);
  BOOST_TEST(tito::differences(scratch.path() / "tree", files).empty());
  scratch.write("tree/src/mine.cpp", "mine\n");
  BOOST_TEST(tito::differences(scratch.path() / "tree", files).size() == 1U, "the control: other files are seen");
}

BOOST_AUTO_TEST_SUITE_END()
