#include <fcntl.h>
#include <sys/file.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <boost/test/unit_test.hpp>
#include <csignal>

#include "fixture.hpp"
#include "support/stage.hpp"

namespace fs = std::filesystem;

namespace {

std::vector<std::string> names_in(const fs::path& folder) {
  std::vector<std::string> names;
  for (const auto& entry : fs::recursive_directory_iterator(folder)) names.push_back(entry.path().lexically_relative(folder).string());
  std::sort(names.begin(), names.end());
  return names;
}

std::string failure_of(const fs::path& folder, const std::map<std::string, std::string>& files, bool remove_others = false) try {
  tito::write_tree(folder, files, remove_others);
  return "";
} catch (const tito::Failure& failure) {
  BOOST_TEST(failure.problems.size() == 1);
  return failure.what();
}

// Lets no process file grow beyond `bytes`, as a full disk would.
class SmallDisk {
 public:
  explicit SmallDisk(rlim_t bytes) {
    std::signal(SIGXFSZ, SIG_IGN);
    getrlimit(RLIMIT_FSIZE, &before_);
    const rlimit limit{bytes, before_.rlim_max};
    setrlimit(RLIMIT_FSIZE, &limit);
  }
  ~SmallDisk() { setrlimit(RLIMIT_FSIZE, &before_); }
  SmallDisk(const SmallDisk&) = delete;
  SmallDisk& operator=(const SmallDisk&) = delete;

 private:
  rlimit before_{};
};

}  // namespace

BOOST_AUTO_TEST_SUITE(output)

BOOST_AUTO_TEST_CASE(writes_only_what_changed) {
  const Scratch scratch;
  const fs::path folder = scratch.path() / "deep" / "tree";
  const auto first = tito::write_tree(folder, {{"a.txt", "one\n"}, {"b/c.txt", "two\n"}}, false);
  BOOST_TEST(first.written == 2);
  BOOST_TEST(first.unchanged == 0);
  const auto long_ago = fs::file_time_type::clock::now() - std::chrono::hours(1);
  fs::last_write_time(folder / "a.txt", long_ago);
  const auto second = tito::write_tree(folder, {{"a.txt", "one\n"}, {"b/c.txt", "TWO\n"}}, false);
  BOOST_TEST(second.written == 1);
  BOOST_TEST(second.unchanged == 1);
  BOOST_TEST((fs::last_write_time(folder / "a.txt") == long_ago), "an unchanged file must not be touched");
  BOOST_TEST(read_text(folder / "b/c.txt") == "TWO\n");
  BOOST_TEST(
      names_in(scratch.path()) == (std::vector<std::string>{"deep", "deep/tree", "deep/tree/a.txt", "deep/tree/b", "deep/tree/b/c.txt"}),
      boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(removes_others_only_when_asked) {
  const Scratch scratch;
  scratch.write("tree/old/x.txt", "x\n");
  scratch.write("tree/.git/config", "g\n");
  BOOST_TEST(tito::write_tree(scratch.path() / "tree", {{"a.txt", "a\n"}}, false).removed == 0);
  BOOST_TEST(fs::exists(scratch.path() / "tree/old/x.txt"));
  BOOST_TEST(tito::write_tree(scratch.path() / "tree", {{"a.txt", "a\n"}}, true).removed == 1);
  BOOST_TEST(names_in(scratch.path() / "tree") == (std::vector<std::string>{".git", ".git/config", "a.txt"}),
             boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(a_file_makes_room_for_a_folder_that_replaces_it) {
  const Scratch scratch;
  scratch.write("tree/a", "file\n");
  tito::write_tree(scratch.path() / "tree", {{"a/b.txt", "b\n"}}, true);
  BOOST_TEST(read_text(scratch.path() / "tree/a/b.txt") == "b\n");
}

BOOST_AUTO_TEST_CASE(links_are_replaced_and_not_followed) {
  const Scratch scratch;
  scratch.write("outside.txt", "a\n");
  fs::create_directories(scratch.path() / "tree");
  fs::create_symlink(scratch.path() / "outside.txt", scratch.path() / "tree/a.txt");
  tito::write_tree(scratch.path() / "tree", {{"a.txt", "new\n"}}, false);
  BOOST_TEST(read_text(scratch.path() / "outside.txt") == "a\n");
  BOOST_TEST(!fs::is_symlink(scratch.path() / "tree/a.txt"));
}

BOOST_AUTO_TEST_CASE(a_program_may_be_run) {
  const Scratch scratch;
  tito::write_tree(scratch.path() / "tree", {{"run.sh", "#!/bin/sh\n"}, {"a.txt", "a\n"}}, false);
  const auto may_run = [&](const char* name) {
    return (fs::status(scratch.path() / "tree" / name).permissions() & fs::perms::owner_exec) != fs::perms::none;
  };
  BOOST_TEST(may_run("run.sh"));
  BOOST_TEST(!may_run("a.txt"));
}

BOOST_AUTO_TEST_CASE(things_in_the_way_leave_everything_as_it_was) {
  const Scratch scratch;
  const fs::path folder = scratch.path() / "tree";
  scratch.write("tree/a.txt", "old\n");
  scratch.write("tree/b.txt/inner", "x\n");
  scratch.write("tree/c", "file\n");
  BOOST_TEST(failure_of(folder, {{"a.txt", "new\n"}, {"b.txt", "b\n"}}) ==
             (folder / "b.txt").string() + ": is a folder, which is in the way; move it away\n");
  BOOST_TEST(failure_of(folder, {{"a.txt", "new\n"}, {"c/d.txt", "d\n"}}) ==
             (folder / "c").string() + ": is a file, which is in the way; move it away\n");
  BOOST_TEST(read_text(folder / "a.txt") == "old\n");
  BOOST_TEST(names_in(scratch.path()).size() == 5U, "a stage was left behind");
}

BOOST_AUTO_TEST_CASE(unwritable_folders) {
  const Scratch scratch;
  const std::string file = scratch.write("file", "x\n").string();
  BOOST_TEST(failure_of(file, {{"a.txt", "a\n"}}) == file + ": is a file, not a folder; move it away\n");
  BOOST_TEST(failure_of(scratch.path() / "file/tree", {{"a.txt", "a\n"}}) ==
             file + ": cannot be written: Not a directory; see what is in the way, or choose another folder\n");
  const std::string found = failure_of("/proc/tree", {{"a.txt", "a\n"}});
  BOOST_TEST(found.starts_with("/proc: cannot be written: "), found);
}

BOOST_AUTO_TEST_CASE(a_full_disk_leaves_the_old_files) {
  const Scratch scratch;
  const fs::path folder = scratch.path() / "tree";
  scratch.write("tree/a.txt", "old\n");
  scratch.write("tree/z.txt", "old\n");
  const std::map<std::string, std::string> files = {{"a.txt", "new\n"}, {"z.txt", std::string(100'000, 'z')}};
  std::string found;
  {
    const SmallDisk disk(50'000);
    found = failure_of(folder, files, true);
  }
  BOOST_TEST(found == (folder / "z.txt").string() + ": cannot be written: File too large; free some space and run it again\n");
  BOOST_TEST(read_text(folder / "a.txt") == "old\n");
  BOOST_TEST(read_text(folder / "z.txt") == "old\n");
  BOOST_TEST(names_in(scratch.path()).size() == 3U, "a stage was left behind");
  BOOST_TEST(failure_of(folder, files) == "");
}

BOOST_AUTO_TEST_CASE(stages_of_dead_runs_are_removed) {
  const Scratch scratch;
  scratch.write(".tree.stage-dead00/0", "half-writ");
  scratch.write(".tree.stage-alive0/0", "half-writ");
  const int alive = open((scratch.path() / ".tree.stage-alive0").c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  BOOST_REQUIRE(flock(alive, LOCK_EX | LOCK_NB) == 0);
  tito::write_tree(scratch.path() / "tree", {{"a.txt", "a\n"}}, true);
  BOOST_TEST(names_in(scratch.path()) == (std::vector<std::string>{".tree.stage-alive0", ".tree.stage-alive0/0", "tree", "tree/a.txt"}),
             boost::test_tools::per_element());
  close(alive);  // as when that run is killed
  tito::write_tree(scratch.path() / "tree", {{"a.txt", "a\n"}}, true);
  BOOST_TEST(names_in(scratch.path()) == (std::vector<std::string>{"tree", "tree/a.txt"}), boost::test_tools::per_element());
}

// A run that staged changes of `tree` and was killed, after its commit or before.
void stage_and_die(const fs::path& tree, bool committed) {
  tito::write_tree(tree, {{"a.txt", "old\n"}, {"b.txt", "old\n"}, {"gone/c.txt", "old\n"}}, true);
  const pid_t child = fork();
  if (child == 0) {
    tito::Stage stage(tree);
    stage.remove("gone/c.txt");
    for (const std::string path : {"a.txt", "b.txt", "new/d.txt"}) stage.write(path, "new\n");
    if (committed) stage.commit();
    _exit(0);  // no destructor runs
  }
  int status = 1;
  BOOST_REQUIRE(waitpid(child, &status, 0) == child && status == 0);
}

BOOST_AUTO_TEST_CASE(committed_changes_of_a_dead_run_are_carried_out) {
  const Scratch scratch;
  const fs::path tree = scratch.path() / "tree";
  stage_and_die(tree, true);
  scratch.write("tree/b.txt", "by hand\n");
  tito::complete_tree(tree);
  BOOST_TEST(names_in(scratch.path()) == (std::vector<std::string>{"tree", "tree/a.txt", "tree/b.txt", "tree/new", "tree/new/d.txt"}),
             boost::test_tools::per_element());
  BOOST_TEST(read_text(tree / "a.txt") == "new\n");
  BOOST_TEST(read_text(tree / "b.txt") == "by hand\n", "what somebody wrote since is theirs");
  BOOST_TEST(read_text(tree / "new/d.txt") == "new\n");
}

BOOST_AUTO_TEST_CASE(carrying_out_goes_on_where_it_stopped) {
  const Scratch scratch;
  const fs::path tree = scratch.path() / "tree";
  stage_and_die(tree, true);
  for (const auto& entry : fs::directory_iterator(scratch.path()))
    if (entry.path() != tree) fs::rename(entry.path() / "1", tree / "a.txt");
  fs::remove_all(tree / "gone");
  tito::complete_tree(tree);
  BOOST_TEST(names_in(tree) == (std::vector<std::string>{"a.txt", "b.txt", "new", "new/d.txt"}), boost::test_tools::per_element());
  for (const char* file : {"a.txt", "b.txt", "new/d.txt"}) BOOST_TEST(read_text(tree / file) == "new\n");
}

BOOST_AUTO_TEST_CASE(changes_that_were_not_committed_go) {
  const Scratch scratch;
  const fs::path tree = scratch.path() / "tree";
  stage_and_die(tree, false);
  tito::complete_tree(tree);
  BOOST_TEST(names_in(scratch.path()) == (std::vector<std::string>{"tree", "tree/a.txt", "tree/b.txt", "tree/gone", "tree/gone/c.txt"}),
             boost::test_tools::per_element());
  BOOST_TEST(read_text(tree / "a.txt") == "old\n");
}

BOOST_AUTO_TEST_CASE(what_only_looks_like_a_stage_is_kept) {
  const Scratch scratch;
  const fs::path outside = scratch.write("outside/0", "mine\n");
  scratch.write(".other.stage-dead00/0", "of another tree");
  scratch.write(".tree.backup/0", "mine\n");
  scratch.write(".tree.stage-backups/0", "mine\n");
  scratch.write(".tree.stage-a_file", "mine\n");
  fs::create_directory_symlink(outside.parent_path(), scratch.path() / ".tree.stage-a_link");
  const std::size_t before = names_in(scratch.path()).size();
  tito::write_tree(scratch.path() / "tree", {{"a.txt", "a\n"}}, true);
  BOOST_TEST(names_in(scratch.path()).size() == before + 2);
  BOOST_TEST(fs::exists(outside));
}

BOOST_AUTO_TEST_CASE(differing_trees) {
  const Scratch scratch;
  scratch.write("tree/a.txt", "a\n");
  scratch.write("tree/b.txt", "other\n");
  scratch.write("tree/x/y.txt", "y\n");
  const std::map<std::string, std::string> files = {{"a.txt", "a\n"}, {"b.txt", "b\n"}, {"c.txt", "c\n"}};
  BOOST_TEST(tito::differences(scratch.path() / "tree", files) ==
                 (std::vector<std::string>{"b.txt: differs", "c.txt: missing", "x/y.txt: not produced by any chapter"}),
             boost::test_tools::per_element());
  tito::write_tree(scratch.path() / "tree", files, true);
  BOOST_TEST(tito::differences(scratch.path() / "tree", files).empty());
  BOOST_TEST(tito::differences(scratch.path() / "none", files).size() == 3U);
}

BOOST_AUTO_TEST_SUITE_END()
