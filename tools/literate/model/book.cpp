#include "literate/model/book.hpp"

#include <algorithm>
#include <set>

namespace tito::literate {
namespace {

// Adds `chunk` and what its lines use, in the order in which the text stands in the file.
void collect(const Book& book, const Chunk& chunk, std::set<const Chunk*>& seen, std::vector<const Chunk*>& found) {
  if (!seen.insert(&chunk).second) return;
  found.push_back(&chunk);
  for (const Position part : chunk.parts)
    for (const Line& line : book.definition(part).lines)
      if (const Chunk* used = line.use.empty() ? nullptr : book.find(line.use)) collect(book, *used, seen, found);
}

}  // namespace

const Chunk* Book::find(std::string_view name) const {
  const auto found = chunks.find(name);
  return found == chunks.end() ? nullptr : &found->second;
}

const Exercise* Book::exercise(std::string_view id) const {
  const auto found = std::find_if(exercises.begin(), exercises.end(), [&](const Exercise& e) { return e.id == id; });
  return found == exercises.end() ? nullptr : &*found;
}

void index_chunks(Book& book) {
  book.chunks.clear();
  for (std::size_t chapter = 0; chapter < book.chapters.size(); ++chapter) {
    const std::vector<Block>& blocks = book.chapters[chapter].blocks;
    for (std::size_t block = 0; block < blocks.size(); ++block) {
      const Definition* definition = std::get_if<Definition>(&blocks[block]);
      if (definition == nullptr) continue;
      Chunk& chunk = book.chunks[definition->name];
      if (chunk.parts.empty()) {
        const auto [kind, id] = classify(definition->name);
        chunk.name = definition->name;
        chunk.kind = kind;
        chunk.id = id;
      }
      chunk.parts.push_back({chapter, block});
    }
  }
}

std::vector<const Chunk*> chunks_of_root(const Book& book, const Chunk& root) {
  std::set<const Chunk*> seen;
  std::vector<const Chunk*> found;
  collect(book, root, seen, found);
  return found;
}

std::map<std::string_view, std::vector<std::string_view>> roots_of_chunks(const Book& book) {
  std::map<std::string_view, std::vector<std::string_view>> roots;
  for (const auto& [name, root] : book.chunks) {
    if (root.kind != Kind::root) continue;
    for (const Chunk* chunk : chunks_of_root(book, root)) roots[chunk->name].push_back(name);
  }
  return roots;
}

}  // namespace tito::literate
