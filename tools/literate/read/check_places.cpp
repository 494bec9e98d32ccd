#include <fmt/format.h>

#include "literate/model/text.hpp"
#include "literate/read/check.hpp"

namespace tito::literate {
namespace {

// The first line that uses a chunk, or its definition.
Place place_of_use(const Book& book, const Chunk& used) {
  for (const auto& [name, chunk] : book.chunks)
    for (const Position part : chunk.parts)
      for (const Line& line : book.definition(part).lines)
        if (line.use == used.name) return {book.definition(part).at.file, line.number, static_cast<int>(line.text.size() + 1)};
  return book.definition(used.parts.front()).at;
}

}  // namespace

// Probes stay under probes/, an analysis in the one program of its chapter: editions and `tito` rely on both.
void check_places(const Book& book, Problems& problems) {
  const auto roots = roots_of_chunks(book);
  for (const auto& [name, chunk] : book.chunks) {
    const std::string home = home_of(chunk.kind, book.chapters[chunk.parts.front().chapter].id);
    const auto found = roots.find(name);
    if (home.empty() || found == roots.end()) continue;
    for (const std::string_view root : found->second)
      if (!is_at_home(root, home))
        problems.add(place_of_use(book, chunk), fmt::format("{} stands in {}; only {}{} may use it", bracketed(name), root,
                                                            home.ends_with('/') ? "files under " : "", home));
  }
}

}  // namespace tito::literate
