#include "literate/edition/edition.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "literate/edition/left_out.hpp"
#include "literate/edition/page.hpp"
#include "literate/edition/stub.hpp"
#include "literate/model/text.hpp"

namespace tito::literate {
namespace {

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

// Where an edition's file names a chapter.
Place place_of(const Edition& edition, const std::string& id) {
  const auto at = static_cast<std::size_t>(std::find(edition.chapters.begin(), edition.chapters.end(), id) - edition.chapters.begin());
  return at < edition.chapter_places.size() ? edition.chapter_places[at] : Place{edition.file};
}

void check_chapters(const Book& book, const Edition& edition, const std::set<std::string>& kept) {
  Problems problems;
  std::vector<std::string_view> known;
  for (const Chapter& chapter : book.chapters) known.push_back(chapter.id);
  for (const std::string& id : kept)
    if (std::find(known.begin(), known.end(), id) == known.end())
      problems.add(place_of(edition, id), fmt::format("`chapters` names `{}`, which is no chapter{}", id, did_you_mean(id, known)));
  for (const Chapter& chapter : book.chapters)
    for (const std::string& need : chapter.needs)
      if (kept.contains(chapter.id) && !kept.contains(need))
        problems.add(place_of(edition, chapter.id), fmt::format("chapter `{}` needs `{}`; add it to `chapters`", chapter.id, need));
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
  std::vector<Chapter> chapters, out;
  for (std::size_t at = 0; at < book.chapters.size(); ++at) {
    const bool stays = kept.contains(book.chapters[at].id);
    if (stays) moved[at] = chapters.size();
    (stays ? chapters : out).push_back(std::move(book.chapters[at]));
  }
  book.chapters = std::move(chapters);
  renumber(book.exercises, moved);
  renumber(book.analyses, moved);
  renumber(book.reflections, moved);
  const auto is_out = [&](const auto& shown) {
    return std::any_of(out.begin(), out.end(), [&](const Chapter& chapter) { return chapter.file == shown.at.file; });
  };
  std::erase_if(book.plots, is_out);
  std::erase_if(book.listings, is_out);
  if (out.empty()) return;
  book.planned = 0;  // a selection is whole
  mark_left_out(book, out);
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

Edition full_edition() {
  Edition edition;
  edition.name = "full";
  edition.solutions = edition.probes = true;
  return edition;
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
