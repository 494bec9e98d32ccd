// Which words in C++ code are names that the program itself defines, and what each of them means.
//
// A wrong link is worse than none: a word is left alone when a local name hides it, when the type of the object before it is not known, or
// when several things could be meant.
#pragma once

#include "literate/names/identifiers.hpp"

namespace literate {

struct Occurrence {
  std::size_t line = 0, column = 0;  // from 0, in bytes
  const Identifier* identifier = nullptr;
  const Overload* overload = nullptr;  // the one that is meant, as far as the arguments say
};

class Names {
 public:
  /// From the C++ files of a program, as path → text. The texts must outlive this.
  explicit Names(const std::map<std::string_view, std::string_view>& files);

  const Identifiers& identifiers() const { return identifiers_; }

  /// The words of a file that mean something, in reading order.
  std::vector<Occurrence> occurrences(std::string_view path) const;

  /// The innermost scope with a name around the lines [begin, end): "Tensor::at()", "struct Loop", "namespace tt"; or nothing.
  std::string scope_around(std::string_view path, std::size_t begin, std::size_t end) const;

 private:
  std::map<std::string_view, std::string_view> files_;
  std::vector<Tag> tags_;
  Identifiers identifiers_;
  std::map<std::string_view, std::vector<const Tag*>> tags_of_file_;
};

}  // namespace literate
