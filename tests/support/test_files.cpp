#include "support/files.hpp"

#include <sys/stat.h>
#include <unistd.h>

#include <boost/test/unit_test.hpp>
#include <fstream>

#include "scratch.hpp"
#include "support/problem.hpp"
#include "support/temporary_folder.hpp"

namespace fs = std::filesystem;

namespace {

template <typename Work>
std::string failure_of(const Work& work) try {
  work();
  return "";
} catch (const tito::Failure& failure) {
  return failure.what();
}

}  // namespace

BOOST_AUTO_TEST_SUITE(files)

BOOST_AUTO_TEST_CASE(what_cannot_be_read_is_said) {
  const Scratch scratch;
  const fs::path missing = scratch.path() / "missing", fifo = scratch.path() / "fifo", locked = scratch.write("locked", "x\n");
  BOOST_REQUIRE(mkfifo(fifo.c_str(), 0600) == 0);
  fs::permissions(locked, fs::perms::none);
  const auto said = [](const fs::path& file) { return failure_of([&] { tito::read_file(file); }); };
  BOOST_TEST(said(missing) == missing.string() + ": cannot be read: No such file or directory; bring it back\n");
  BOOST_TEST(said(scratch.path()) == scratch.path().string() + ": is a folder, not a file; move it away\n");
  BOOST_TEST(said(fifo) == fifo.string() + ": is a FIFO, not a file; move it away\n", "and nobody waits for somebody to write");
  if (geteuid() != 0) BOOST_TEST(said(locked) == locked.string() + ": cannot be read: Permission denied; check who may read it\n");
}

BOOST_AUTO_TEST_CASE(a_file_that_may_be_missing) {
  const Scratch scratch;
  BOOST_TEST(!tito::read_if_exists(scratch.path() / "missing").has_value());
  BOOST_TEST(tito::read_if_exists(scratch.write("a", "text")).value() == "text");
  BOOST_TEST(failure_of([&] { tito::read_if_exists(scratch.path()); }) != "", "a folder is not a missing file");
}

BOOST_AUTO_TEST_CASE(no_link_leads_out_of_a_tree) {
  const Scratch scratch;
  scratch.write("outside/secret", "secret\n");
  scratch.write("tree/a/b", "b\n");
  fs::create_directory_symlink(scratch.path() / "outside", scratch.path() / "tree/folder");
  fs::create_symlink(scratch.path() / "outside/secret", scratch.path() / "tree/file");
  const fs::path tree = scratch.path() / "tree";
  BOOST_TEST(tito::read_below(tree, "a/b") == "b\n");
  for (const char* path : {"file", "folder/secret"})
    BOOST_TEST(failure_of([&] { tito::read_below(tree, path); }).find("is a link") != std::string::npos, path);
}

BOOST_AUTO_TEST_CASE(a_folder_stands_in_its_place_when_it_is_finished) {
  const Scratch scratch;
  const fs::path place = scratch.path() / "made";
  {
    const tito::UnfinishedFolder abandoned(place);
    std::ofstream(abandoned.path() / "half") << "x";
    BOOST_TEST(failure_of([&] { const tito::UnfinishedFolder second(place); }) ==
               place.string() + ": is being made by another run right now; wait for that, or choose another folder\n");
    BOOST_TEST(!fs::exists(place));
  }
  BOOST_TEST(fs::is_empty(scratch.path()));
  scratch.write(".made.unfinished/left", "by a killed run");
  tito::UnfinishedFolder folder(place);
  BOOST_TEST(fs::is_empty(folder.path()));
  std::ofstream(folder.path() / "a") << "a";
  folder.put_in_place();
  BOOST_TEST(read_text(place / "a") == "a");
  BOOST_TEST(failure_of([&] { const tito::UnfinishedFolder again(place); }).find("is not empty") != std::string::npos);
}

BOOST_AUTO_TEST_SUITE_END()
