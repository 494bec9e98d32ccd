#include <fmt/format.h>

#include <set>

#include "literate/model/text.hpp"
#include "literate/read/check.hpp"
#include "literate/read/fences.hpp"

namespace tito::literate {
namespace {

bool is_taken_out(const Chunk& chunk) { return chunk.kind == Kind::solution || facts_of(chunk.kind).kept != Kept::always; }

// Adds what stands in `chunk`, and in turn in that, up to what an edition may take out.
void collect_given(const Book& book, const Chunk& chunk, std::set<const Chunk*>& given) {
  if (!given.insert(&chunk).second || is_taken_out(chunk)) return;
  for (const Position part : chunk.parts)
    for (const Line& line : book.definition(part).lines)
      if (const Chunk* used = line.use.empty() ? nullptr : book.find(line.use)) collect_given(book, *used, given);
}

// The line that uses a chunk first.
const Definition* user_of(const Book& book, std::string_view name) {
  for (const auto& [other, chunk] : book.chunks)
    for (const Position part : chunk.parts)
      for (const Line& line : book.definition(part).lines)
        if (line.use == name) return &book.definition(part);
  return nullptr;
}

// A solution inside another one, or inside a step of it, would vanish with that one, and its exercise have no place.
void check_solutions(const Book& book, Problems& problems) {
  std::set<const Chunk*> given;
  for (const auto& [name, chunk] : book.chunks)
    if (chunk.kind == Kind::root && !is_at_home(name, facts_of(Kind::probe).only_in)) collect_given(book, chunk, given);
  for (const auto& [name, chunk] : book.chunks) {
    if (chunk.kind != Kind::solution || given.contains(&chunk)) continue;
    if (const Definition* user = user_of(book, name))
      problems.add(book.definition(chunk.parts.front()).at,
                   fmt::format("{} stands in {}, which students are not given; use it in given code", bracketed(name),
                               bracketed(user->name)));
  }
}

}  // namespace

void check_for_editions(const Book& book, bool nested, Problems& problems) {
  if (nested) check_solutions(book, problems);
  for (const Chapter& chapter : book.chapters)
    for (const Block& block : chapter.blocks)
      if (const Prose* prose = std::get_if<Prose>(&block)) check_fences(*prose, chapter.file, Fences::of_chapter, problems);
}

}  // namespace tito::literate
