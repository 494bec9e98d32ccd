// To take solutions out and then weave, or to weave and then take them out of the pages, comes to the same: the edition filter works on the
// book, and nothing of what it took away is left in what is woven, nor anything else changed by it.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <boost/test/unit_test.hpp>
#include <nlohmann/json.hpp>
#include <random>
#include <set>

#include "fixture.hpp"
#include "literate/model/text.hpp"

using nlohmann::json;

namespace {

// A sound book whose exercises come in all shapes. Each line that students must not see says `secret`; each other one says `kept`, with a
// number that it has alone.
class Author {
 public:
  explicit Author(unsigned seed) : random_(seed) {}

  std::vector<std::string> write() {
    std::vector<std::string> chapters(static_cast<std::size_t>(pick(1, 3)));
    for (std::size_t chapter = 0; chapter < chapters.size(); ++chapter) {
      chapter_ = static_cast<int>(chapter);
      text_ = fmt::format("# kept {}\n", next_++);
      begin_files();
      for (int exercise = pick(1, 3); exercise > 0; --exercise) write_exercise(fmt::format("e-{}", exercises_++));
      chapters[chapter] = text_;
    }
    return chapters;
  }

 private:
  int pick(int least, int most) { return std::uniform_int_distribution(least, most)(random_); }
  bool maybe() { return pick(0, 1) == 0; }

  void begin_files() {
    paragraph("kept");
    define("src/all.cpp", {});
    if (chapter_ == 0) {
      text_ += "int shared = 0;\n<<what all share>>\n<<functions>>\n";
      define("what all share", {"int many = 0;"});
      define("functions", {});
      define("numbers of the probes", {"secret_number();"});
    }
  }

  void write_exercise(const std::string& id) {
    const std::string inside = maybe() ? ":::{answer} " + id + "\nsecret\n:::\n" : "";
    const std::string around = inside.empty() ? ":::" : "::::";
    text_ +=
        fmt::format("@\n\n{0}{{exercise}} T kept {1}\n:id: {2}\n:points: 1\n:minutes: 1\n:difficulty: 1\nkept {3}\n\n{4}kept {5}\n{0}\n",
                    around, next_, id, next_ + 1, inside, next_ + 2);
    next_ += 3;
    paragraph("kept");
    const std::string name = fmt::format("f{}", next_++);
    define("functions", {fmt::format("int {}(int x) {{", name), fmt::format("  <<solution: {}>>", id), "}",
                         fmt::format("int after_{0} = {0}(1);", name)});
    maybe_stub(id);
    solution(id);
    answers(id);
    define("test: " + id, {fmt::format("check({}(1));", name)});
    define(fmt::format("tests/t{}.cpp", chapter_), {fmt::format("  <<test: {}>>", id)});
    if (maybe()) paragraph("kept");
    define("probe: " + id, {"secret_probe();"});
    define(fmt::format("probes/p{}.cpp", chapter_), {"<<numbers of the probes>>", fmt::format("<<probe: {}>>", id)});
    paragraph("kept");
  }

  void solution(const std::string& id) {
    std::vector<std::string> lines = {"int secret = x;", "  return secret + after_secret();"};
    if (maybe()) lines.emplace_back("<<what all share>>");
    const bool step = maybe();
    if (step) lines.push_back(fmt::format("  <<step of {}>>", id));
    define("solution: " + id, lines);
    if (!step) return;
    define("step of " + id, {"secret_step();", fmt::format("<<smallest step of {}>>", id)});
    define("smallest step of " + id, {});
  }

  // In two parts, perhaps, and with a chunk that stands elsewhere too.
  void maybe_stub(const std::string& id) {
    if (maybe()) return;
    define("stub: " + id, {"shared = 1;"});
    if (maybe()) define("stub: " + id, {"shared = 2;", "", "<<what all share>>"});
  }

  void answers(const std::string& id) {
    for (int answer = pick(0, 2); answer > 0; --answer) {
      text_ += maybe() ? "@\n\n" : "@\n";
      text_ += fmt::format(":::{{answer}} {}\nsecret\n\n- secret\n{}:::\n", id, maybe() ? "```cpp\nsecret\n```\n" : "");
      if (maybe()) text_ += fmt::format("kept {}\n", next_++);
    }
  }

  void paragraph(std::string_view word) {
    static constexpr std::array<std::string_view, 3> around = {"\n", "\n\n\n", "\n:::{insight}\nkept\n:::\n"};
    text_ += fmt::format("@\n{}{} {}\n", around[static_cast<std::size_t>(pick(0, 2))], word, next_++);
    if (maybe()) text_ += "\n\n";
  }

  void define(const std::string& name, const std::vector<std::string>& lines) {
    text_ += fmt::format("<<{}>>=\n", name);
    for (const std::string& line : lines) {
      const bool as_it_is = line.empty() || line.ends_with(">>") || line.find("secret") != line.npos;
      text_ += as_it_is ? line + "\n" : fmt::format("{}  // kept {}\n", line, next_++);
    }
  }

  std::mt19937 random_;
  int chapter_ = 0, exercises_ = 0, next_ = 100;
  std::string text_;
};

// The chapters of a woven book, as far as what they show is the same whoever reads it.
class Woven {
 public:
  explicit Woven(const tito::literate::Book& book) : pages_(tito::literate::weave(book, {})) {
    for (const tito::literate::Chapter& chapter : book.chapters) {
      const json page = json::parse(pages_.at("chapters/" + chapter.id + ".json"));
      for (const auto& [id, chunk] : page.at("chunks").items()) chunks_[id] = chunk;
      for (const auto& [label, at] : page.at("identifiers").items()) labels_[label] = at.at("id");
      prose_[chapter.id] = tito::literate::split_lines(pages_.at("chapters/" + chapter.id + ".md"));
    }
    for (auto& [id, chunk] : chunks_) resolve(chunk);
  }

  // Once stripped, without answers and chunks that went; between paragraphs one blank line is as good as three.
  std::string prose(const std::string& chapter) const {
    std::string text;
    std::size_t answer = 0;
    bool gone = false;
    for (const std::string_view line : prose_.at(chapter)) {
      const std::size_t colons = tito::literate::leading(line, ':');
      if (stripped_ && answer == 0 && colons >= 3 && line.substr(colons).starts_with("{answer}")) answer = colons;
      if (line.starts_with("```{chunk} ")) gone = taken_.contains(std::string(line.substr(11)));
      const bool repeated = tito::literate::is_blank(line) && (text.empty() || text.ends_with("\n\n"));
      if (answer == 0 && !gone && !repeated) text += fmt::format("{}\n", line);
      if (answer > 0 && colons == line.size() && colons >= answer) answer = 0;
      if (line == "```") gone = false;
    }
    return text;
  }

  const std::map<std::string, json>& chunks() const { return chunks_; }

  // Takes solutions, probes and answers out of what was woven with them.
  void strip() {
    stripped_ = true;
    for (const auto& [id, chunk] : chunks_)
      if (chunk.at("kind") == "probe" || chunk.at("kind") == "stub" || (!chunk.at("files").empty() && given(chunk.at("files")).empty()))
        taken_.insert(id);
    while (take_what_only_solutions_use()) {
    }
    std::map<std::string, json> kept;
    for (const auto& [id, chunk] : chunks_)
      if (!taken_.contains(id)) kept[id] = stripped(chunk);
    chunks_ = kept;
  }

 private:
  static json given(json files) {
    files.erase(std::remove_if(files.begin(), files.end(), [](const std::string& file) { return file.starts_with("probes/"); }),
                files.end());
    return files;
  }

  std::string kind(const std::string& id) const { return chunks_.at(id).at("kind"); }

  // Names lead to chunks, but not into what only some readers get; a stub that is not tangled has none.
  void resolve(json& chunk) const {
    for (json& line : chunk.at("lines")) {
      json names = json::array();
      for (const json& name : line.value("names", json::array())) {
        const std::string& to = labels_.at(name.at(2));
        if (chunk.at("kind") != "stub" && kind(to) != "solution" && kind(to) != "stub") names.push_back({name.at(0), name.at(1), to});
      }
      line["names"] = names;
    }
  }

  bool take_what_only_solutions_use() {
    const auto gone = [&](const json& user) {
      return kind(user.at("id")) == "solution" || (taken_.contains(user.at("id")) && kind(user.at("id")) != "stub");
    };
    for (const auto& [id, chunk] : chunks_) {
      const json& users = chunk.at("used_in");
      if (chunk.at("kind") == "code" && !users.empty() && std::all_of(users.begin(), users.end(), gone) && taken_.insert(id).second)
        return true;
    }
    return false;
  }

  json stripped(json chunk) const {
    chunk["files"] = given(chunk.at("files"));
    json users = json::array();
    for (json user : chunk.at("used_in")) {
      if (kind(user.at("id")) == "stub")
        user = link_to_solution(user);
      else if (taken_.contains(user.at("id")) || kind(user.at("id")) == "solution")
        continue;
      if (std::find(users.begin(), users.end(), user) == users.end()) users.push_back(user);
    }
    chunk["used_in"] = users;
    if (chunk.at("kind") == "solution") {
      chunk["kind"] = "stub";
      chunk["folded"] = false;
      chunk["lines"] = stub(chunk.at("exercise"));
    }
    for (json& line : chunk.at("lines"))
      if (line.value("kind", "") == "solution") line["kind"] = "stub";
    return chunk;
  }

  // A stub's lines stand in the place of the solution.
  json link_to_solution(json link) const {
    for (const auto& [id, chunk] : chunks_)
      if (chunk.at("kind") == "solution" && chunk.at("exercise") == chunks_.at(link.at("id")).at("exercise"))
        link["id"] = id, link["name"] = chunk.at("name");
    return link;
  }

  // Its lines as somebody wrote them, or nothing.
  json stub(const std::string& exercise) const {
    json lines = json::array();
    for (const auto& [id, chunk] : chunks_)
      if (chunk.at("kind") == "stub" && chunk.at("exercise") == exercise)
        for (const json& line : chunk.at("lines")) lines.push_back(line);
    return lines;
  }

  std::map<std::string, std::string> pages_;
  std::map<std::string, std::vector<std::string_view>> prose_;
  std::map<std::string, json> chunks_;
  std::map<std::string, std::string> labels_;
  std::set<std::string> taken_;
  bool stripped_ = false;
};

// What surrounds a part is shown up to a solution, and where there is none a little further.
void check_context(json& before_strip, json& after_strip, const std::string& about) {
  for (const char* key : {"before", "after"}) {
    std::vector<std::string> fewer = before_strip.at(key), more = after_strip.at(key);
    if (std::string_view(key) == "before") std::reverse(fewer.begin(), fewer.end()), std::reverse(more.begin(), more.end());
    BOOST_TEST((fewer.size() <= more.size() && std::equal(fewer.begin(), fewer.end(), more.begin())), about << ", " << key);
    before_strip.erase(key);
    after_strip.erase(key);
  }
}

void check_generated(const json& chunk, const std::string& about) {
  const json& lines = chunk.at("lines");
  const std::string exercise = chunk.at("exercise");
  BOOST_REQUIRE(!lines.empty());
  BOOST_TEST(lines.back().at("text") == fmt::format("throw tt::NotImplemented(\"{}\");", exercise), about);
  for (auto line = lines.begin(); line + 1 != lines.end(); ++line) BOOST_TEST(line->at("text").get<std::string>().starts_with("//"), about);
}

// Returns how many chunks were compared.
std::size_t check_commutes(const tito::literate::Book& book, const std::string& about) {
  Woven woven(book);
  woven.strip();
  const Woven students(stripped(book));
  for (const tito::literate::Chapter& chapter : book.chapters) BOOST_TEST(woven.prose(chapter.id) == students.prose(chapter.id), about);
  for (const auto& [id, chunk] : students.chunks()) {
    const std::string where = fmt::format("{}, {}", about, id);
    const auto found = woven.chunks().find(id);
    BOOST_TEST((found != woven.chunks().end()), where << " is shown to students only");
    if (found == woven.chunks().end()) continue;
    json expected = found->second, actual = chunk;
    if (expected.at("lines").empty() && actual.at("kind") == "stub") {
      check_generated(actual, where);
      for (json* one : {&expected, &actual}) one->erase("lines"), one->erase("empty");
    }
    check_context(expected, actual, where);
    BOOST_TEST(expected == actual, where << ": " << json::diff(expected, actual));
  }
  for (const auto& [id, chunk] : woven.chunks()) BOOST_TEST(students.chunks().contains(id), about << ", " << id << " is missing");
  return students.chunks().size();
}

// The text from the character at `column` on.
std::string_view after_characters(std::string_view text, std::size_t column) {
  while (!text.empty() && (column > 0 || tito::literate::width(text.substr(0, 1)) == 0)) {
    column -= tito::literate::width(text.substr(0, 1));
    text.remove_prefix(1);
  }
  return text;
}

// Returns how many of the links stand in stubs.
std::size_t check_names(const tito::literate::Book& book, const std::string& about) {
  std::size_t in_stubs = 0;
  for (const auto& [path, page] : tito::literate::weave(book, {})) {
    if (!path.starts_with("chapters/") || !path.ends_with(".json")) continue;
    const json woven = json::parse(page);
    for (const json& chunk : woven.at("chunks"))
      for (const json& line : chunk.at("lines"))
        for (const json& name : line.value("names", json::array())) {
          const std::string text = line.at("text"), label = name.at(2);
          const std::string word(after_characters(text, name.at(0)).substr(0, name.at(1)));
          const std::string qualified = label.substr(0, label.find(' '));
          BOOST_TEST(("::" + qualified).ends_with("::" + word), about << ": `" << word << "` in `" << text << "` leads to " << label);
          in_stubs += chunk.at("kind") == "stub" ? 1 : 0;
        }
  }
  return in_stubs;
}

std::string everything(const tito::literate::Book& book) {
  std::string text;
  for (const auto& [path, page] : tito::literate::weave(book, {})) text += page;
  for (const auto& [path, file] : tito::literate::tangle(book)) text += file.text;
  return text;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(strip)

BOOST_AUTO_TEST_CASE(stripping_commutes_with_weaving_for_random_books) {
  std::size_t chunks = 0;
  for (unsigned seed = 1; seed <= 40; ++seed) chunks += check_commutes(book_of(Author(seed).write()), fmt::format("seed {}", seed));
  BOOST_TEST(chunks > 500U, "the books are too small to say anything");
}

BOOST_AUTO_TEST_CASE(stripping_commutes_with_weaving_for_the_sample) { check_commutes(sample_book(), "sample"); }

BOOST_AUTO_TEST_CASE(stripping_commutes_with_weaving_for_the_chapters) { check_commutes(tito::literate::read_book(TESTS "/../.."), "chapters"); }

BOOST_AUTO_TEST_CASE(students_get_every_line_but_the_secret_ones) {
  for (unsigned seed = 1; seed <= 40; ++seed) {
    const tito::literate::Book book = book_of(Author(seed).write());
    const std::string full = everything(book), given = everything(stripped(book));
    BOOST_TEST(full.find("secret") != full.npos);
    BOOST_TEST(given.find("secret") == given.npos, "seed " << seed);
    for (std::size_t at = 0; (at = full.find("kept ", at)) != full.npos; at += 8)
      BOOST_TEST(given.find(full.substr(at, 8)) != given.npos, "seed " << seed << ": " << full.substr(at, 8));
  }
}

BOOST_AUTO_TEST_CASE(names_stand_on_their_words_in_every_edition) {
  std::size_t in_stubs = 0;
  for (unsigned seed = 1; seed <= 20; ++seed)
    in_stubs += check_names(stripped(book_of(Author(seed).write())), fmt::format("seed {}", seed));
  BOOST_TEST(in_stubs > 0U, "no stub of a random book names anything");
  const tito::literate::Book chapters = tito::literate::read_book(TESTS "/../..");
  check_names(chapters, "chapters");
  BOOST_TEST(check_names(stripped(chapters), "chapters for students") > 0U, "no generated stub names what it throws");
}

BOOST_AUTO_TEST_SUITE_END()
