// The names that a program defines: what they are, where they occur, and what scopes its lines stand in.
#pragma once

#include "literate/names/resolver.hpp"

namespace tito::literate {

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

}  // namespace tito::literate
