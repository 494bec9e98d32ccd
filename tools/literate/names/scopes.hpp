// What ctags says about one file: which scope each line stands in, and where local names are valid.
#pragma once

#include "literate/names/identifiers.hpp"

namespace tito::literate {

struct Local {
  std::size_t begin = 0, end = 0;  // lines [begin, end): the whole function, which is more than it needs to be
  std::string type;
};

class Scopes {
 public:
  Scopes(const Identifiers& identifiers, const std::vector<const Tag*>& tags, std::size_t lines);

  /// The qualified name of the innermost scope of a line.
  const std::string& at(std::size_t line) const { return names_[scope_at_.at(line)]; }

  bool in_function(std::size_t line) const { return function_at_.at(line) != nullptr; }

  /// Makes `name` local to the function around `line`.
  void hide(std::string_view name, std::size_t line, const std::string& type);

  /// The local names that hide `name` on a line.
  std::vector<const Local*> hiding(std::string_view name, std::size_t line) const;

 private:
  std::vector<std::string> names_;
  std::vector<std::size_t> scope_at_;
  std::vector<const Tag*> function_at_;
  std::map<std::string, std::vector<Local>, std::less<>> locals_;
};

}  // namespace tito::literate
