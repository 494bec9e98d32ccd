#include "literate/edition/edition.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "literate/edition/stub.hpp"
#include "literate/model/directives.hpp"
#include "literate/model/text.hpp"
#include "literate/read/settings.hpp"

namespace tito::literate {
namespace {

bool is_kept(Kept kept, const Edition& edition) {
  return kept == Kept::always || (kept == Kept::with_solutions ? edition.solutions : edition.probes);
}

// Files under probes/ are the probes' own.
bool is_kept(std::string_view name, const Edition& edition) {
  if (!is_kept(facts_of(classify(name).kind).kept, edition)) return false;
  return std::all_of(all_kinds.begin(), all_kinds.end(), [&](const KindFacts& facts) {
    return is_kept(facts.kept, edition) || facts.only_in.empty() || !is_at_home(name, facts.only_in);
  });
}

template <typename Predicate>
void remove_blocks(Book& book, Predicate unwanted) {
  for (Chapter& chapter : book.chapters)
    std::erase_if(chapter.blocks, [&](const Block& block) {
      const Definition* definition = std::get_if<Definition>(&block);
      return definition != nullptr && unwanted(definition->name);
    });
}

// How far the one use of a solution is indented in its file.
std::size_t indentation(const Book& book, std::string_view name) {
  for (const auto& [user, chunk] : book.chunks)
    for (const Position part : chunk.parts)
      for (const Line& line : book.definition(part).lines)
        if (line.use == name) return line.text.size() + (chunk.kind == Kind::root ? 0 : indentation(book, user));
  return 0;
}

std::vector<Line> stub_of(const Book& book, const Chunk& solution) {
  if (const Chunk* stub = book.find(chunk_name(Kind::stub, solution.id))) {
    std::vector<Line> lines;
    for (const Position part : stub->parts)
      for (const Line& line : book.definition(part).lines) lines.push_back(line);
    return lines;
  }
  const Exercise& exercise = *book.exercise(solution.id);
  std::vector<Line> lines;
  for (std::string& text : generated_stub(exercise, indentation(book, solution.name)))
    lines.push_back({exercise.at.line, std::move(text), {}});
  return lines;
}

// What an edition does not keep goes with one of the blank lines around it.
void remove_directives(Prose& prose, const Edition& edition) {
  const std::vector<bool> unwanted = lines_of(prose, [&](const Directive& directive) {
    const DirectiveFacts* facts = find_directive(directive.name);
    return facts != nullptr && !is_kept(facts->kept, edition);
  });
  std::vector<bool> gone = unwanted;
  bool blank_above = true;
  for (std::size_t at = 0; at < unwanted.size(); ++at) {
    if (unwanted[at]) continue;
    const bool blank = is_blank(prose.lines[at].text);
    gone[at] = blank && blank_above && at > 0 && unwanted[at - 1];
    if (!gone[at]) blank_above = blank;
  }
  erase_lines(prose, gone);
}

void remove_directives(Book& book, const Edition& edition) {
  for (Chapter& chapter : book.chapters)
    for (Block& block : chapter.blocks)
      if (Prose* prose = std::get_if<Prose>(&block)) remove_directives(*prose, edition);
}

void replace_solutions(Book& book) {
  std::map<std::string, std::vector<Line>> stubs;
  for (const auto& [name, chunk] : book.chunks)
    if (chunk.kind == Kind::solution) stubs[name] = stub_of(book, chunk);
  for (Chapter& chapter : book.chapters)
    for (Block& block : chapter.blocks)
      if (Definition* definition = std::get_if<Definition>(&block))
        if (const auto stub = stubs.find(definition->name); stub != stubs.end()) definition->lines = std::move(stub->second);
  book.solutions = false;
}

// Chunks that stood in a file of `before` and stand in none now: steps of a solution, helpers of probes.
void remove_left_over(Book& book, const Book& before) {
  const auto stood = roots_of_chunks(before), stand = roots_of_chunks(book);
  remove_blocks(book, [&](std::string_view name) { return stood.contains(name) && !stand.contains(name); });
}

void check_chapters(const Book& book, const Edition& edition, const std::set<std::string>& kept) {
  Problems problems;
  std::vector<std::string_view> known;
  for (const Chapter& chapter : book.chapters) known.push_back(chapter.id);
  for (const std::string& id : kept)
    if (std::find(known.begin(), known.end(), id) == known.end())
      problems.add({edition.file}, fmt::format("`chapters` names `{}`, which is no chapter{}", id, did_you_mean(id, known)));
  for (const Chapter& chapter : book.chapters)
    for (const std::string& need : chapter.needs)
      if (kept.contains(chapter.id) && !kept.contains(need))
        problems.add({edition.file}, fmt::format("chapter `{}` needs `{}`; add it to `chapters`", chapter.id, need));
  problems.throw_if_any();
}

// What belongs to a chapter goes with it, or is told its new number.
template <typename Item>
void renumber(std::vector<Item>& items, const std::map<std::size_t, std::size_t>& moved) {
  std::erase_if(items, [&](const Item& item) { return !moved.contains(item.chapter); });
  for (Item& item : items) item.chapter = moved.at(item.chapter);
}

void keep_chapters(Book& book, const Edition& edition) {
  if (edition.chapters.empty()) return;
  const std::set<std::string> kept(edition.chapters.begin(), edition.chapters.end());
  check_chapters(book, edition, kept);
  std::map<std::size_t, std::size_t> moved;
  std::vector<Chapter> chapters;
  for (std::size_t at = 0; at < book.chapters.size(); ++at) {
    if (!kept.contains(book.chapters[at].id)) continue;
    moved[at] = chapters.size();
    chapters.push_back(std::move(book.chapters[at]));
  }
  book.chapters = std::move(chapters);
  renumber(book.exercises, moved);
  renumber(book.analyses, moved);
  renumber(book.reflections, moved);
}

// A chapter that stayed may use a chunk of one that went without naming it among its needs.
void check_uses(const Book& book, const Edition& edition) {
  Problems problems;
  for (const auto& [name, chunk] : book.chunks)
    for (const Position part : chunk.parts)
      for (const Line& line : book.definition(part).lines)
        if (!line.use.empty() && book.find(line.use) == nullptr)
          problems.add(
              {book.definition(part).at.file, line.number, static_cast<int>(line.text.size() + 1)},
              fmt::format("{} is defined only in chapters that {} leaves out; add the chapter", bracketed(line.use), edition.file));
  problems.throw_if_any();
}

}  // namespace

Edition read_edition(const std::filesystem::path& path) {
  Edition edition;
  edition.name = path.stem().string();
  edition.file = path.string();
  const toml::table table = parse_toml(path, edition.file);
  Problems problems;
  const Settings settings(table, edition.file, problems);
  settings.allow({"title", "solutions", "probes", "chapters", "institution", "colour", "logo", "date", "version"});
  settings.read("title", edition.title);
  settings.read("solutions", edition.solutions);
  settings.read("probes", edition.probes);
  settings.read("chapters", edition.chapters);
  settings.read("institution", edition.institution);
  settings.read("colour", edition.colour);
  settings.read("logo", edition.logo);
  settings.read("date", edition.date);
  settings.read("version", edition.version);
  problems.throw_if_any();
  return edition;
}

Edition find_edition(const std::filesystem::path& folder, const std::string& name) {
  if (name == "full") return {};
  if (name.ends_with(".toml")) return read_edition(name);
  const std::filesystem::path file = folder / (name + ".toml");
  if (std::filesystem::exists(file)) return read_edition(file);
  std::set<std::string> known = {"full"};
  std::error_code no_folder;
  for (const auto& entry : std::filesystem::directory_iterator(folder, no_folder))
    if (entry.path().extension() == ".toml") known.insert(entry.path().stem());
  throw std::runtime_error(fmt::format("there is no edition '{}'; choose one of {}, or give the path of a .toml file", name, fmt::join(known, ", ")));
}

Book apply(const Edition& edition, const Book& book) {
  Book result = book;
  keep_chapters(result, edition);
  index_chunks(result);
  check_uses(result, edition);
  const Book whole = result;
  if (!edition.solutions) replace_solutions(result);
  remove_directives(result, edition);
  remove_blocks(result, [&](std::string_view name) { return !is_kept(name, edition); });
  index_chunks(result);
  remove_left_over(result, whole);
  index_chunks(result);
  if (!result.solutions)
    for (auto& [name, chunk] : result.chunks)
      if (chunk.kind == Kind::solution) chunk.kind = Kind::stub;
  return result;
}

}  // namespace tito::literate
