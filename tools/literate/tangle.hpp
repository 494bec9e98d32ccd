// From chunks to files.
#pragma once

#include "literate/book.hpp"

namespace literate {

/// Where one line of a tangled file comes from.
struct Origin {
  std::string chunk;
  Place at;
  int shift = 0;  // columns of indentation that tangling added
};

struct TangledFile {
  std::string text;
  std::vector<Origin> lines;
};

struct TangleOptions {
  bool naked = false;  // byte for byte what notangle writes: no names, no marks
  bool line = false;   // #line directives in C++ files
};

std::map<std::string, TangledFile> tangle(const Book& book, const TangleOptions& options = {});

}  // namespace literate
