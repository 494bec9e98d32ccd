#include "literate/tangle/history.hpp"

#include <algorithm>
#include <set>

namespace tito::literate {

// A file changes only in chapters that define a part of a chunk that stands in it.
History::History(const Book& book) {
  for (const auto& [path, root] : book.chunks) {
    if (root.kind != Kind::root) continue;
    std::set<std::size_t> chapters;
    for (const Chunk* chunk : chunks_of_root(book, root))
      for (const Position part : chunk->parts) chapters.insert(part.chapter);
    std::vector<Version>& versions = files_[path];
    for (const std::size_t chapter : chapters) {
      if (chapter < root.parts.front().chapter) continue;
      TangledFile file = tangle_root(book, root, {.through = chapter});
      versions.push_back({chapter, std::move(file)});
    }
  }
}

const TangledFile* History::after(std::size_t chapter, std::string_view path) const {
  const auto found = files_.find(path);
  if (found == files_.end()) return nullptr;
  const TangledFile* file = nullptr;
  for (const Version& version : found->second)
    if (version.chapter <= chapter) file = &version.file;
  return file;
}

std::vector<const Span*> owners(const TangledFile& file) {
  // The lines above the first span are those that tangling put at the top of the file.
  const auto first =
      std::min_element(file.spans.rbegin(), file.spans.rend(), [](const Span& a, const Span& b) { return a.begin < b.begin; });
  std::vector<const Span*> found(file.lines.size(), first == file.spans.rend() ? nullptr : &*first);
  for (auto span = file.spans.rbegin(); span != file.spans.rend(); ++span)
    std::fill(found.begin() + static_cast<std::ptrdiff_t>(span->begin), found.begin() + static_cast<std::ptrdiff_t>(span->end), &*span);
  return found;
}

const Span* first_span(const TangledFile& file, Position definition) {
  const auto found = std::find_if(file.spans.begin(), file.spans.end(), [&](const Span& span) { return span.definition == definition; });
  return found == file.spans.end() ? nullptr : &*found;
}

}  // namespace tito::literate
