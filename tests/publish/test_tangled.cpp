// tangled/ and the chapters: which of the two is newer, and whose the files are.
#include "publish/tangled.hpp"

#include <boost/test/unit_test.hpp>
#include <cstdlib>

#include "literate/read/read_book.hpp"
#include "literate/tangle/tangle.hpp"
#include "scratch.hpp"
#include "support/process.hpp"

namespace fs = std::filesystem;

namespace {

// A repository of one chapter, in which tito is run.
class Repository {
 public:
  Repository() {
    write_chapter("int a;");
    setenv("TITO_HOME", scratch_.path().c_str(), 1);
    fs::current_path(scratch_.path());
  }
  ~Repository() { fs::current_path(before_); }
  Repository(const Repository&) = delete;
  Repository& operator=(const Repository&) = delete;

  void write_chapter(const std::string& code) const {
    scratch_.write("chapters/order.toml",
                   "[[part]]\nnumber = \"I\"\ntitle = \"P\"\n[[part.chapter]]\nid = \"00_a\"\ntitle = \"A\"\nminutes = 1\n");
    scratch_.write("chapters/00_a.nw", "Text.\n\n<<src/a.cpp>>=\n" + code + "\n@\n");
  }
  tito::Texts given() const { return tito::literate::texts(tito::literate::tangle(tito::literate::read_book(scratch_.path()))); }
  void tangle(bool discard = false) const { tito::write_tangled(tito::Workspace(), given(), discard); }

  void commit() const {
    for (const std::vector<std::string>& words : std::vector<std::vector<std::string>>{
             {"git", "init", "-q"}, {"git", "add", "."}, {"git", "-c", "user.name=t", "-c", "user.email=t@example.org", "commit", "-qm", "x"}})
      BOOST_TEST_REQUIRE(tito::run({words}).status == 0);
  }
  /// As in a fresh clone: what tito remembered is not there.
  void forget() const { fs::remove_all("build"); }

  const Scratch& scratch() const { return scratch_; }

 private:
  fs::path before_ = fs::current_path();
  Scratch scratch_;
};

template <typename Work>
std::string refusal_of(const Work& work) try {
  work();
  return "";
} catch (const std::runtime_error& error) {
  return error.what();
}

bool has(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

}  // namespace

BOOST_AUTO_TEST_SUITE(tangled_tree)

BOOST_AUTO_TEST_CASE(in_a_fresh_clone_what_was_committed_is_what_was_tangled) {
  const Repository book;
  book.tangle();
  book.commit();
  book.forget();
  book.write_chapter("int b;");
  book.tangle();
  BOOST_TEST(has(read_text("tangled/src/a.cpp"), "int b;"), "a stale file of the last commit is nobody's edit");

  book.forget();
  book.scratch().write("tangled/src/a.cpp", "mine\n");
  book.scratch().write("tangled/src/new: mine.cpp", "mine\n");
  const std::string said = refusal_of([&] { book.tangle(); });
  BOOST_TEST(has(said, "tangled/src/a.cpp, tangled/src/new: mine.cpp"), said);
  BOOST_TEST(read_text("tangled/src/a.cpp") == "mine\n");
  BOOST_TEST(read_text("tangled/src/new: mine.cpp") == "mine\n");
}

BOOST_AUTO_TEST_CASE(where_nothing_is_known_nothing_is_lost) {
  const Repository book;
  book.tangle();
  book.forget();
  BOOST_TEST(refusal_of([&] { book.tangle(); }) == "", "no difference, no question");
  book.forget();
  book.write_chapter("int b;");
  BOOST_TEST(has(refusal_of([&] { book.tangle(); }), "nothing tells which of the two was edited"));
  BOOST_TEST(has(refusal_of([&] { tito::refuse_unknown_history(tito::Workspace(), book.given()); }), "tangled/src/a.cpp"));
  BOOST_TEST(has(read_text("tangled/src/a.cpp"), "int a;"));
  book.tangle(true);
  BOOST_TEST(has(read_text("tangled/src/a.cpp"), "int b;"));
}

BOOST_AUTO_TEST_CASE(a_stale_tree_is_not_tested) {
  const Repository book;
  const auto refused = [] { return refusal_of([] { tito::refuse_stale_tree(tito::Workspace()); }); };
  BOOST_TEST(has(refused(), "tangled/src/a.cpp"), "nothing was tangled");
  book.tangle();
  BOOST_TEST(refused() == "");
  book.scratch().write("tangled/src/a.cpp", "int edited;\n");
  BOOST_TEST(refused() == "", "who edits tangled/ may test that");
  book.write_chapter("int b;");
  BOOST_TEST(has(refused(), "run `tito tangle` first"));
}

BOOST_AUTO_TEST_CASE(a_link_in_tangled_is_refused) {
  const Repository book;
  book.tangle();
  fs::rename("tangled/src", "elsewhere");
  fs::create_directory_symlink(fs::absolute("elsewhere"), "tangled/src");
  book.write_chapter("int b;");
  BOOST_TEST(has(refusal_of([&] { book.tangle(); }), "is a link"));
  BOOST_TEST(has(refusal_of([&] { book.tangle(true); }), "is a link"));
  BOOST_TEST(fs::is_symlink("tangled/src"));
  BOOST_TEST(has(read_text("elsewhere/a.cpp"), "int a;"));
}

BOOST_AUTO_TEST_CASE(a_folder_of_somebodys_choice) {
  const Repository book;
  const tito::Workspace workspace;
  const fs::path out = book.scratch().path() / "out";
  tito::write_elsewhere(workspace, out, {{"README.md", "first\n"}, {"probes/p.cpp", "p\n"}});
  tito::write_elsewhere(workspace, out / "", {{"README.md", "second\n"}});
  BOOST_TEST(read_text(out / "README.md") == "second\n");
  BOOST_TEST(!fs::exists(out / "probes"), "what an earlier run wrote, and this one does not, goes");

  book.scratch().write("out/notes.txt", "mine\n");
  book.scratch().write("out/README.md", "edited\n");
  const auto again = [&](bool discard) {
    return refusal_of([&] { tito::write_elsewhere(workspace, out, {{"README.md", "third\n"}}, discard); });
  };
  BOOST_TEST(has(again(false), "README.md"));
  BOOST_TEST(read_text(out / "README.md") == "edited\n");
  BOOST_TEST(again(true) == "");
  BOOST_TEST(read_text(out / "README.md") == "third\n");
  BOOST_TEST(read_text(out / "notes.txt") == "mine\n");
}

BOOST_AUTO_TEST_CASE(a_folder_of_somebody_else) {
  const Repository book;
  const fs::path out = book.scratch().path() / "home";
  const auto refused = [&] { return refusal_of([&] { tito::write_elsewhere(tito::Workspace(), out, {{"README.md", "tangled\n"}}); }); };
  book.scratch().write("home/README.md", "mine\n");
  BOOST_TEST(has(refused(), "README.md, which tito did not write"));
  fs::rename(out / "README.md", out / "letter.txt");
  BOOST_TEST(has(refused(), "letter.txt, which tito did not write"));
  BOOST_TEST(!fs::exists(out / "README.md"));
}

BOOST_AUTO_TEST_SUITE_END()
