// From chunks to files.
#pragma once

#include <limits>

#include "literate/model/book.hpp"

namespace tito::literate {

/// Where one line of a tangled file comes from.
struct Origin {
  std::string chunk;
  Place at;
  int shift = 0;          // columns of indentation that tangling added
  std::size_t index = 0;  // among the lines of the definition
};

/// Lines [begin, end) of a tangled file, counted from 0, that one definition makes with everything used in it.
struct Span {
  Position definition;
  std::size_t begin = 0, end = 0, shift = 0;
};

struct TangledFile {
  std::string text;
  std::vector<Origin> lines;
  std::vector<Span> spans;  // inner ones first; not kept of naked output
};

struct TangleOptions {
  bool naked = false;  // byte for byte what notangle writes: no names, no marks
  bool line = false;   // #line directives in C++ files
  bool source = true;  // every file says which chapter to edit; not for those who have no chapters
  std::size_t through = std::numeric_limits<std::size_t>::max();  // the last chapter, by its place in the book
};

std::map<std::string, TangledFile> tangle(const Book& book, const TangleOptions& options = {});

/// File contents only, for writing.
std::map<std::string, std::string> texts(const std::map<std::string, TangledFile>& files);

/// The one file of `root`.
TangledFile tangle_root(const Book& book, const Chunk& root, const TangleOptions& options = {});

}  // namespace tito::literate
