// What a tangled file is made of: which line of which definition stands where, and what could stand between.
#pragma once

#include "literate/model/book.hpp"
#include "literate/tangle/tangle.hpp"

namespace tito::literate {

// One place where the text of a definition stands in a file.
struct Instance {
  const Definition* definition = nullptr;
  std::size_t shift = 0;  // columns of indentation that its lines get there
  std::size_t first = 0;  // line of the file (from 0) where it begins
};

// Stands for the line that begins a definition, where a number of one of its lines is expected.
inline constexpr std::size_t heading = std::string::npos;

struct OutlineLine {
  std::size_t instance = 0, index = 0;  // the line of the definition
  bool generated = false;               // a name comment, a mark, the header: comes from this line, but is not its text
};

// Before line `index` of an instance's definition, or after its last one.
struct Slot {
  std::size_t instance = 0, index = 0;
};

struct Outline {
  std::vector<Instance> instances;
  std::vector<OutlineLine> lines;
  // gaps[i]: every slot whose text would stand right before line i. More than one at the edges of chunks.
  std::vector<std::vector<Slot>> gaps;
};

Outline outline_of(const Book& book, const Chunk& root, const TangledFile& file);

// Where line `index` of a definition stands in its chapter.
inline Place chapter_place(const Definition& definition, std::size_t index) {
  return {definition.at.file, definition.at.line + (index == heading ? 0 : 1 + static_cast<int>(index))};
}

}  // namespace tito::literate
