// Which words in C++ code are names that the program itself defines, and what each of them means.
//
// A wrong link is worse than none: a word is left alone when a local name hides it, when the type of the object before it is not known, or
// when several things could be meant.
#pragma once

#include "literate/names/identifiers.hpp"

namespace tito::literate {

struct Occurrence {
  std::size_t line = 0, column = 0;  // from 0, in bytes
  const Identifier* identifier = nullptr;
  const Overload* overload = nullptr;  // the one that is meant, as far as the arguments say
};

/// The words of a file that mean something, in reading order; `tags` are those of the file.
std::vector<Occurrence> occurrences_in(const Identifiers& identifiers, std::string_view path, std::string_view code,
                                       const std::vector<const Tag*>& tags);

}  // namespace tito::literate
