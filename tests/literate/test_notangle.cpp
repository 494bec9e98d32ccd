// Naked output against the real notangle, on documents drawn at random.
#include <fmt/format.h>

#include <boost/test/unit_test.hpp>
#include <random>

#include "fixture.hpp"
#include "support/process.hpp"

namespace {

// A sound book of two or three chapters: chunk k uses only chunks after it, so there are no circles.
class Author {
 public:
  explicit Author(unsigned seed) : random_(seed) {}

  std::vector<std::string> write() {
    std::vector<std::string> chapters(static_cast<std::size_t>(pick(2, 3)));
    const int chunks = pick(2, 8);
    // Everything is defined in the first chapter, and continued anywhere.
    for (int chunk = 0; chunk < chunks; ++chunk) chapters[0] += prose() + definition(chunk, chunks);
    for (std::string& chapter : chapters)
      for (int more = pick(0, 4); more > 0; --more) chapter += prose() + continuation(pick(0, chunks - 1), chunks);
    chapters[0] += "<<out.cpp>>=\n";
    for (int chunk = 0; chunk < chunks; ++chunk) chapters[0] += fmt::format("{}<<chunk {}>>\n", spaces(), chunk);
    for (std::string& chapter : chapters) chapter += "@\nThe end.\n";
    return chapters;
  }

 private:
  int pick(int least, int most) { return std::uniform_int_distribution(least, most)(random_); }
  std::string spaces() { return std::string(static_cast<std::size_t>(pick(0, 2) * 2), ' '); }

  std::string prose() {
    static constexpr std::array texts = {"", "@\n", "@\nText with `@<<` and [[a[0]]] and é.\n", "@\n\n@@ sign\n@param\n",
                                         "@\n```\ncode\n```\n"};
    return texts[static_cast<std::size_t>(pick(0, static_cast<int>(texts.size()) - 1))];
  }

  std::string definition(int chunk, int chunks) { return fmt::format("<<chunk {}>>=\n", chunk) + lines(chunk, chunks); }

  std::string continuation(int chunk, int chunks) {
    return pick(0, 4) == 0 ? "<<other/file.hpp>>=\n" + lines(chunk, chunks) : definition(chunk, chunks);
  }

  std::string lines(int chunk, int chunks) {
    std::string text;
    for (int line = pick(0, 4); line > 0; --line) text += code_line(chunk, chunks);
    return text;
  }

  std::string code_line(int chunk, int chunks) {
    static constexpr std::array texts = {"",        "int a = 1;", "é ┌──┐ \"ü\"", "out @<< v >> w;", "x << y",
                                         "y >> x",  "@@ start",   " @ inner",     "@word",           "[[maybe_unused]] int b;",
                                         "@[[c@]]", "   ",        "// %def a",    "@@@ two",         "a @>> b"};
    if (chunk + 1 < chunks && pick(0, 2) == 0) return fmt::format("{}<<chunk {}>>\n", spaces(), pick(chunk + 1, chunks - 1));
    const std::string text = texts[static_cast<std::size_t>(pick(0, static_cast<int>(texts.size()) - 1))];
    // An `@` means something in column 1 only.
    return (text.starts_with('@') || text.empty() ? "" : spaces()) + text + "\n";
  }

  std::mt19937 random_;
};

std::string notangle(const Scratch& repository, const literate::Book& book, const std::string& root) {
  tito::Command command{{"notangle", "-R" + root}};
  for (const literate::Chapter& chapter : book.chapters) command.words.push_back(repository.path() / chapter.file);
  return tito::run_or_throw("notangle", command);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(notangle_equality)

BOOST_AUTO_TEST_CASE(random_books) {
  std::size_t lines = 0;
  for (unsigned seed = 1; seed <= 150; ++seed) {
    const Scratch repository;
    write_chapters(repository, Author(seed).write());
    const literate::Book book = literate::read_book(repository.path());
    for (const auto& [root, file] : literate::tangle(book, {.naked = true})) {
      BOOST_TEST(file.text == notangle(repository, book, root), "seed " << seed << ", root " << root);
      BOOST_TEST(file.lines.size() == static_cast<std::size_t>(std::count(file.text.begin(), file.text.end(), '\n')));
      lines += file.lines.size();
    }
  }
  BOOST_TEST(lines > 5000U, "the books are too small to say anything");
}

BOOST_AUTO_TEST_CASE(the_sample) {
  const literate::Book& book = sample_book();
  for (const auto& [root, file] : literate::tangle(book, {.naked = true})) {
    tito::Command command{{"notangle", "-R" + root}};
    for (const literate::Chapter& chapter : book.chapters) command.words.push_back(TESTS "/book/" + chapter.file);
    BOOST_TEST(file.text == tito::run_or_throw("notangle", command), root);
  }
}

BOOST_AUTO_TEST_SUITE_END()
