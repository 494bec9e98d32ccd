#include "literate/author/new_chapter.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <fstream>
#include <set>

#include "literate/author/skeleton.hpp"
#include "literate/model/book.hpp"
#include "literate/model/chapters.hpp"
#include "literate/model/text.hpp"
#include "literate/read/order.hpp"
#include "literate/read/read_book.hpp"
#include "support/files.hpp"
#include "support/temporary_folder.hpp"

namespace tito::literate {
namespace {

namespace fs = std::filesystem;

constexpr const char* order_file = "chapters/order.toml";
constexpr std::array<std::string_view, 3> slots_of_the_book = {"chapters of this tree", "sources of the library",
                                                               "headers of the framework"};

std::string with_underscores(std::string id) {
  std::replace(id.begin(), id.end(), '-', '_');
  return id;
}

/// "conv_nets" and "conv-nets" become "Conv nets".
std::string title_of(std::string words) {
  for (char& c : words)
    if (c == '_' || c == '-') c = ' ';
  if (!words.empty() && words[0] >= 'a' && words[0] <= 'z') words[0] = static_cast<char>(words[0] - 32);
  return words;
}

/// What an id says beyond the name of its chapter: "slope" of "clamp-slope".
std::string without_chapter(const std::string& id, const std::string& name) {
  const std::string prefix = name + "-";
  return id.starts_with(prefix) && id.size() > prefix.size() ? id.substr(prefix.size()) : id;
}

std::string function_of(const std::string& exercise, const std::string& name) {
  return with_underscores(without_chapter(exercise, name)) + "_of";
}

/// The header, as an #include has it, in which `words` stand; all headers when none has them.
std::string header_with(const Book& book, std::string_view words) {
  for (const auto& [path, root] : book.chunks) {
    if (root.kind != Kind::root || !path.starts_with("include/")) continue;
    for (const Chunk* chunk : chunks_of_root(book, root))
      for (const Position part : chunk->parts)
        for (const Line& line : book.definition(part).lines)
          if (line.text.find(words) != std::string::npos) return path.substr(path.find('/') + 1);
  }
  return "tinytorch/tinytorch.hpp";
}

std::string exercises_text(const std::vector<std::string>& ids, const std::string& number, const std::string& name) {
  std::string text;
  for (const std::string& id : ids)
    text += exercise_skeleton({{"number", number},
                               {"name", name},
                               {"exercise", id},
                               {"heading", title_of(without_chapter(id, name))},
                               {"suite", with_underscores(id)},
                               {"function", function_of(id, name)}});
  return text;
}

std::string analyses_text(const std::vector<std::string>& ids, const std::string& number, const std::string& name) {
  std::string text;
  for (const std::string& id : ids)
    text += analysis_skeleton(
        {{"number", number}, {"name", name}, {"analysis", id}, {"heading", "Measuring: " + without_chapter(id, name)}});
  return text;
}

std::string two_digits(const std::string& number) {
  const bool digits = !number.empty() && number.size() <= 2 && number.find_first_not_of("0123456789") == std::string::npos;
  if (!digits) throw Failure({"NUMBER"}, fmt::format("`{}` is no number of a chapter; write one from 00 to 99", number));
  return number.size() == 1 ? "0" + number : number;
}

/// Chapters' names are words of C++ and of paths, too.
void check_name(const std::string& name) {
  const auto fits = [](char c) { return c == '_' || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); };
  const bool word = !name.empty() && name[0] >= 'a' && name[0] <= 'z' && name.back() != '_' && name.find("__") == std::string::npos;
  if (!word || !std::all_of(name.begin(), name.end(), fits))
    throw Failure({"NAME"}, fmt::format("`{}` is no name of a chapter; write small letters, digits and `_`, such as `conv_nets`", name));
}

void check_ids(const std::vector<std::string>& exercises, const std::vector<std::string>& analyses) {
  std::set<std::string_view> seen;
  Problems problems;
  for (const auto* ids : {&exercises, &analyses})
    for (const std::string& id : *ids) {
      if (!is_id(id) || (id[0] >= '0' && id[0] <= '9'))
        problems.add({"ID"}, fmt::format("`{}` is no id; write lower-case words joined by `-`, the first of them a chapter's", id));
      else if (!seen.insert(id).second)
        problems.add({"ID"}, fmt::format("`{}` is given twice; ids are unique in the whole book", id));
    }
  problems.throw_if_any();
}

/// Chapters stand in the order of their numbers.
const Chapter& chapter_before(const Book& order, const NewChapter& wanted) {
  const Chapter* before = nullptr;
  for (const Chapter& chapter : order.chapters) {
    if (chapter.number == wanted.number)
      throw Failure({order_file}, fmt::format("number {} is taken by `{}`; choose another", wanted.number, chapter.id));
    if (chapter.id.substr(3) == wanted.name)
      throw Failure({order_file}, fmt::format("the name `{}` is taken by `{}`; choose another", wanted.name, chapter.id));
    if (chapter.number < wanted.number) before = &chapter;
  }
  if (before == nullptr) throw Failure({order_file}, fmt::format("no chapter comes before {}; choose a larger number", wanted.number));
  return *before;
}

/// "[[part]]" for a new part; nothing when the chapter stands in the part of the one before.
std::string part_text(const Book& order, const Chapter& before, const NewChapter& wanted) {
  if (wanted.part.empty() || wanted.part == order.parts[before.part].number) return "";
  const bool known = std::any_of(order.parts.begin(), order.parts.end(), [&](const Part& part) { return part.number == wanted.part; });
  if (known || &before != &order.chapters.back() || wanted.part_title.empty())
    throw Failure({order_file}, fmt::format("chapter {} follows `{}`, which stands in part {}; leave --part out, or begin a new part after "
                                            "the last chapter, with --part-title",
                                            wanted.number, before.id, order.parts[before.part].number));
  return fmt::format("\n[[part]]\nnumber = \"{}\"\ntitle = \"{}\"\n", wanted.part, wanted.part_title);
}

/// order.toml with the entry of the new chapter behind that of the chapter before.
std::string order_with(const std::string& text, const Book& order, const Chapter& before, const NewChapter& wanted) {
  const std::size_t id = text.find(fmt::format("\"{}\"", before.id));
  std::size_t end = id == text.npos ? id : text.find("\n", id);
  while (end != text.npos && end + 1 < text.size()) {  // to the next table
    const std::size_t line = text.find_first_not_of(' ', end + 1);
    if (line == text.npos || text[line] == '[') break;
    end = text.find('\n', end + 1);
  }
  if (id == text.npos) throw Failure({order_file}, fmt::format("does not name `{}` in quotes; add the chapter by hand", before.id));
  std::string head = text.substr(0, end), tail = end == text.npos ? "" : text.substr(end);
  head.erase(head.find_last_not_of(" \n") + 1);
  tail.erase(0, tail.find_first_not_of('\n'));
  const std::string entry =
      fmt::format("  [[part.chapter]]\n  id = \"{}_{}\"\n  title = \"{}\"\n  needs = [\"{}\"]\n  minutes = {}\n",  //
                  wanted.number, wanted.name, wanted.title, before.id, wanted.minutes);
  return head + "\n" + part_text(order, before, wanted) + "\n" + entry + (tail.empty() ? "" : "\n" + tail);
}

/// The book that the chapters would make with `files`; throws what would be wrong with it.
Book trial(const fs::path& repository, const std::map<std::string, std::string>& files) {
  const TemporaryFolder folder("new");
  fs::create_directories(folder.path() / "chapters");
  for (const auto& entry : fs::directory_iterator(repository / "chapters"))
    if (entry.is_regular_file()) fs::copy(entry.path(), folder.path() / "chapters" / entry.path().filename());
  for (const auto& [path, text] : files)
    if (path.starts_with("chapters/")) std::ofstream(folder.path() / path, std::ios::binary) << text;
  return read_book(folder.path());
}

/// A file or a chunk of another chapter would be continued without a word.
void refuse_taken_names(const Book& before, const Book& after, const std::string& id) {
  Problems problems;
  for (const auto& [name, chunk] : after.chunks) {
    const Position last = chunk.parts.back();
    const bool slot = std::find(slots_of_the_book.begin(), slots_of_the_book.end(), name) != slots_of_the_book.end();
    const Chunk* known = before.find(name);
    if (known == nullptr || slot || after.chapters[last.chapter].id != id) continue;
    problems.add(before.definition(known->parts.front()).at, fmt::format("{} is there already; choose another name", bracketed(name)));
  }
  problems.throw_if_any();
}

}  // namespace

std::map<std::string, std::string> new_chapter(const fs::path& repository, const NewChapter& given) {
  NewChapter wanted = given;
  wanted.number = two_digits(given.number);
  check_name(wanted.name);
  check_ids(wanted.exercises, wanted.analyses);
  if (wanted.title.empty()) wanted.title = title_of(wanted.name);
  if (wanted.title.find_first_of("\"\\\n") != std::string::npos)
    throw Failure({"--title"}, "holds a quotation mark, a backslash or a line end; leave it out");
  const Book book = read_book(repository);
  const Chapter& before = chapter_before(book, wanted);
  const std::string id = wanted.number + "_" + wanted.name, chapter = fmt::format("chapters/{}.nw", id),
                    works = fmt::format("book/references-{}.bib", wanted.number);
  for (const std::string& file : {chapter, works})
    if (fs::exists(repository / file)) throw Failure({file}, "is there already; move it away, or choose another number");
  const std::map<std::string, std::string> files = {
      {order_file, order_with(read_file(repository / order_file), book, before, wanted)},
      {chapter, chapter_skeleton({{"number", wanted.number},
                                  {"id", id},
                                  {"name", wanted.name},
                                  {"title", wanted.title},
                                  {"before", before.number + " " + before.title},
                                  {"function", function_of(wanted.exercises.front(), wanted.name)},
                                  {"exercises", exercises_text(wanted.exercises, wanted.number, wanted.name)},
                                  {"analyses", analyses_text(wanted.analyses, wanted.number, wanted.name)},
                                  {"types", header_with(book, "using real")},
                                  {"error", header_with(book, "class NotImplemented")},
                                  {"timing", header_with(book, "double seconds(const")}})},
      {works, fmt::format("What chapter {} cites. Without works this file is empty of entries.\n", wanted.number)}};
  refuse_taken_names(book, trial(repository, files), id);
  return files;
}

std::map<std::string, std::string> add_to_chapter(const fs::path& repository, const Addition& wanted) {
  check_ids(wanted.exercises, wanted.analyses);
  const Book book = read_book(repository);
  const auto chapter = book.chapters.begin() + static_cast<std::ptrdiff_t>(find_chapter(book, wanted.chapter));
  const std::string name = chapter->id.substr(3);
  for (const std::string slot : {"declarations of ", "definitions of ", "tests of ", "analyses of ", "probes of "})
    if (book.find(slot + name) == nullptr)
      throw Failure({chapter->file}, fmt::format("has no {}, so `tito new` did not begin it; add the exercise by hand, or define and use "
                                                 "the chunks that chapters begun by `tito new` have",
                                                 bracketed(slot + name)));
  std::string text = read_file(repository / chapter->file);
  const std::size_t end = text.find("\n## Integration");
  if (end == text.npos) throw Failure({chapter->file}, "has no part `## Integration`, before which exercises stand; write it");
  text.insert(end + 1, exercises_text(wanted.exercises, chapter->number, name) + analyses_text(wanted.analyses, chapter->number, name));
  const std::map<std::string, std::string> files = {{chapter->file, text}};
  trial(repository, files);
  return files;
}

}  // namespace tito::literate
