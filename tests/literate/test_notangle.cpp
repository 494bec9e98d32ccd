// Naked output against the real notangle, on documents drawn at random.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <boost/test/unit_test.hpp>
#include <random>
#include <span>

#include "fixture.hpp"
#include "literate/model/text.hpp"
#include "literate/roundtrip/escape.hpp"
#include "support/process.hpp"

namespace {

template <std::size_t count>
using Texts = std::array<std::string_view, count>;

// What stock noweb and our format both take for a name, and what neither of them may take for anything else.
bool is_name(std::string_view name) {
  const auto holds = [&](std::string_view marks) { return name.find(marks) != name.npos; };
  return !holds("<<") && !holds(">>") && !holds("[[") && !holds("]]") && !holds("  ") && !name.ends_with('>') && !name.ends_with('@') &&
         name.size() <= 120 && tito::literate::classify(name).kind == tito::literate::Kind::code;
}

// A sound book of two to four chapters: chunk k uses only chunks after it, so there are no circles.
class Author {
 public:
  explicit Author(unsigned seed) : random_(seed) {}

  std::vector<std::string> write() {
    chapters_.resize(static_cast<std::size_t>(pick(2, 4)));
    for (int chunk = pick(2, 9); chunk > 0; --chunk) name_chunk();
    for (std::size_t chapter = 0; chapter < chapters_.size(); ++chapter) {
      text_ = &chapters_[chapter];
      write_chapter(static_cast<int>(chapter));
    }
    return std::move(chapters_);
  }

 private:
  struct Chunk {
    std::string name;
    int chapter;  // that defines it; it may be continued in all that follow
  };

  int pick(int least, int most) { return std::uniform_int_distribution(least, most)(random_); }
  std::string_view pick(std::span<const std::string_view> texts) {
    return texts[static_cast<std::size_t>(pick(0, static_cast<int>(texts.size()) - 1))];
  }
  std::string_view pick_root() {
    static constexpr Texts<7> roots = {"other/file.hpp", "it's.cpp", "é/日本.txt", "a\"b\\n.cpp", "$HOME/`ls`.py", "[x]*.toml", "-L.c"};
    return pick(roots);
  }
  std::string spaces() { return std::string(static_cast<std::size_t>(pick(0, 2) * pick(0, 1) * pick(1, 15)), ' '); }

  // Words of all sorts, with a space between them or none.
  void name_chunk() {
    static const std::string longest(90, 'n');
    static const Texts<42> words = {"chunk", "a",   "é",  "日本", "𝛁",     "\"quoted\"", "'", "it's",    "[",      "]", "a[0]",
                                    "{b}",   "(c)", "\\", "\\n",  "$HOME", "`ls`",       "*", "?",       "%def a", "%", "#",
                                    "~",     "&",   "|",  ";",    ":",     "!",          "-", "-R",      "=",      "<", ">",
                                    "@",     "@ x", "@@", "a.b",  "/",     ",",          "^", "e\u0301", longest};
    std::string name;
    const auto named_alike = [&](const Chunk& chunk) { return chunk.name == name; };
    do {
      name = pick(words);
      for (int more = pick(0, 4); more > 0; --more) name += fmt::format("{}{}", pick(0, 1) == 0 ? " " : "", pick(words));
    } while (!is_name(name) || std::any_of(chunks_.begin(), chunks_.end(), named_alike));
    chunks_.push_back({name, pick(0, static_cast<int>(chapters_.size()) - 1)});
  }

  // What begins here, then what is continued here; the root uses a chunk as soon as there is one.
  void write_chapter(int chapter) {
    for (std::size_t chunk = 0; chunk < chunks_.size(); ++chunk)
      if (chunks_[chunk].chapter == chapter) define(chunks_[chunk].name, chunk, chapter);
    for (int more = pick(0, 5); more > 0; --more) {
      const auto chunk = static_cast<std::size_t>(pick(0, static_cast<int>(chunks_.size()) - 1));
      if (chunks_[chunk].chapter <= chapter) define(pick(0, 4) == 0 ? pick_root() : chunks_[chunk].name, chunk, chapter);
    }
    begin_definition("out.cpp");
    for (const Chunk& chunk : chunks_)
      if (chunk.chapter == chapter) *text_ += fmt::format("{}<<{}>>\n", spaces(), chunk.name);
    *text_ += "@\nThe end.\n";
  }

  void define(std::string_view name, std::size_t chunk, int chapter) {
    begin_definition(name);
    for (int line = pick(0, 4); line > 0; --line) *text_ += code_line(chunk, chapter);
  }

  // The first of a chapter's definitions needs no `@` above it.
  void begin_definition(std::string_view name) {
    static constexpr Texts<9> texts = {"",
                                       "@\n",
                                       "@\nText with `@<<` and `@<<a@>>=` and [[a[0]]] and é.\n",
                                       "@\n\n@@ sign\n@@\n@@@ and @@ inside\n@param\n",
                                       "@\n```\ncode\n@@\nx @<< y\n```\n",
                                       "@\n[[a@<<b]] x]] [[ ]]] and @[[ and @]] and [[]].\n",
                                       "@\n\n\n@\n@\n > quoted\n",
                                       "@\nIts >> and %def and \\ and a] [b.\n",
                                       "@\n [[<]] [[>]] [[@@]]\n @ inner\n"};
    *text_ += fmt::format("{}<<{}>>=\n", pick(texts), name);
  }

  std::string code_line(std::size_t chunk, int chapter) {
    static constexpr Texts<36> texts = {"",
                                        "",
                                        "   ",
                                        "int a = 1;",
                                        "é ┌──┐ \"ü\"",
                                        "out @<< v >> w;",
                                        "out @<< v @>> w;",
                                        "x << y",
                                        "x << y << z",
                                        "y >> x",
                                        ">> a << b",
                                        "a @>> b",
                                        "@<<no use>>",
                                        "@<<no use@>>",
                                        "f(@<<no use>>, @<<nor this>>);",
                                        "x = @<<no definition>>=",
                                        "\"@<<\" @>>",
                                        "@@<< x",
                                        "@@ start",
                                        "@@",
                                        "@@@",
                                        "@@@ two",
                                        "a@@b @@",
                                        " @@ inner",
                                        " @ inner",
                                        "@word",
                                        "@%def a",
                                        "// %def a",
                                        "[[maybe_unused]] int b;",
                                        "@[[c@]]",
                                        "a[[b]] [[@<<]] ]] [[",
                                        "[[x << 1]]",
                                        "'\\n' \"\\\\\" \\t",
                                        "a ] [ } { $x `y`",
                                        "use of nothing: < >",
                                        "= >>="};
    if (pick(0, 2) == 0)
      for (std::size_t used = chunk + 1; used < chunks_.size(); ++used)
        if (chunks_[used].chapter <= chapter && pick(0, 1) == 0) return fmt::format("{}<<{}>>\n", spaces(), chunks_[used].name);
    const std::string_view text = pick(texts);
    // An `@` means something in column 1 only.
    return fmt::format("{}{}\n", text.starts_with('@') || text.empty() ? "" : spaces(), text);
  }

  std::mt19937 random_;
  std::vector<Chunk> chunks_;
  std::vector<std::string> chapters_;
  std::string* text_ = nullptr;
};

// The script puts its arguments between apostrophes and evaluates them.
std::string quoted(std::string text) {
  for (std::size_t at = 0; (at = text.find('\'', at)) != text.npos; at += 4) text.replace(at, 1, "'\\''");
  return text;
}

std::string notangle(const std::filesystem::path& repository, const tito::literate::Book& book, const std::string& root) {
  tito::Command command{{"notangle", "-R" + quoted(root)}};
  for (const tito::literate::Chapter& chapter : book.chapters) command.words.push_back(repository / chapter.file);
  return tito::run_or_throw("notangle", command);
}

// A line of a chapter as noweb passes it on.
std::string unescaped(std::string_view line) {
  std::string text(line.starts_with("@@") ? line.substr(1) : line);
  for (const std::string_view escape : {"@<<", "@>>"})
    for (std::size_t at = 0; (at = text.find(escape, at)) != text.npos; at += 2) text.erase(at, 1);
  return text;
}

// Whether the lines stand where the map of the file says, which needs every line of the prose to be counted.
void check_origins(const tito::literate::TangledFile& file, const std::vector<std::string>& chapters, const tito::literate::Book& book) {
  const std::vector<std::string_view> lines = tito::literate::split_lines(file.text);
  BOOST_REQUIRE(lines.size() == file.lines.size());
  for (std::size_t i = 0; i < lines.size(); ++i) {
    const tito::Place& at = file.lines[i].at;
    const auto chapter = std::find_if(book.chapters.begin(), book.chapters.end(), [&](const auto& one) { return one.file == at.file; });
    const std::string& text = chapters.at(static_cast<std::size_t>(chapter - book.chapters.begin()));
    const std::string_view source = tito::literate::split_lines(text).at(static_cast<std::size_t>(at.line) - 1);
    // Where an empty chunk is used nothing but indentation comes out.
    const bool empty = tito::literate::trim(source).starts_with("<<") && tito::literate::is_blank(lines[i]);
    BOOST_TEST((empty || lines[i].ends_with(unescaped(source))), tito::literate::to_string(at) << " does not give " << lines[i]);
  }
}

}  // namespace

BOOST_AUTO_TEST_SUITE(notangle_equality)

BOOST_AUTO_TEST_CASE(random_books) {
  std::size_t lines = 0;
  for (unsigned seed = 1; seed <= 150; ++seed) {
    const Scratch repository;
    const std::vector<std::string> chapters = Author(seed).write();
    write_chapters(repository, chapters);
    const tito::literate::Book book = tito::literate::read_book(repository.path());
    for (const auto& [root, file] : tito::literate::tangle(book, {.naked = true})) {
      BOOST_TEST(file.text == notangle(repository.path(), book, root), "seed " << seed << ", root " << root);
      check_origins(file, chapters, book);
      lines += file.lines.size();
    }
  }
  BOOST_TEST(lines > 5000U, "the books are too small to say anything");
}

// What `tito stitch` writes into a chapter for a line that somebody wrote into a program.
BOOST_AUTO_TEST_CASE(every_line_of_code_can_be_escaped) {
  static constexpr Texts<12> pieces = {"<", ">", "<<", ">>", "@", "[[", "]]", "=", " ", "x", "é", ">>="};
  std::mt19937 random(1);
  std::vector<std::string> lines(3000);
  std::string chapter = "<<out.cpp>>=\n";
  for (std::string& line : lines) {
    for (auto piece = random() % 10; piece > 0; --piece) line += pieces[random() % pieces.size()];
    chapter += tito::literate::escape(line) + "\n";
  }
  const std::string text = tito::literate::tangle(book_of({chapter + "@\n"}), {.naked = true}).at("out.cpp").text;
  BOOST_TEST(tito::literate::split_lines(text) == lines, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(the_sample) {
  const tito::literate::Book& book = sample_book();
  for (const auto& [root, file] : tito::literate::tangle(book, {.naked = true}))
    BOOST_TEST(file.text == notangle(TESTS "/book", book, root), root);
}

BOOST_AUTO_TEST_SUITE_END()
