// The names that a C++ program gives to things, whichever file declares or defines them.
#pragma once

#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "literate/names/ctags.hpp"

namespace tito::literate {

struct CodePlace {
  std::string_view path;
  std::size_t line = 0;  // from 0
  auto operator<=>(const CodePlace&) const = default;
};

/// One of the functions that share a name.
struct Overload {
  std::vector<std::string> parameters;  // their types, without spaces
  std::size_t required = 0;             // how many have no default
  std::vector<CodePlace> declared, defined;
};

/// All overloads of a function are one identifier.
struct Identifier {
  std::string name, qualified, kind;
  std::string_view file;  // the only file that sees it; empty for what a header declares
  std::vector<CodePlace> declared, defined;
  std::vector<Overload> overloads;  // of a function
  std::string type;                 // of a variable, or what a function returns; empty when overloads differ
  std::vector<std::string> bases;
  bool ambiguous = false;  // defined in several files, and not a function

  std::string_view defined_in() const { return defined.empty() ? declared.front().path : defined.front().path; }
  bool is_class() const { return kind == "class" || kind == "struct" || kind == "union"; }
};

class Identifiers {
 public:
  explicit Identifiers(const std::vector<Tag>& tags);

  /// In the order of their qualified names.
  const std::map<std::string, Identifier>& all() const { return all_; }

  /// What `qualified` means in a file: its own name before one from a header.
  const Identifier* find(const std::string& qualified, std::string_view file) const;

  /// Whether anything has this name in any scope.
  bool known(std::string_view name) const { return names_.contains(name); }

  /// The scope of a tag, without scopes that have no name, and with the class instead of an alias of it: `tt::Tensor` for `tt::T`.
  std::string scope_of(const Tag& tag) const;

 private:
  void add(const Tag& tag, std::string_view file, const std::string& qualified);

  std::set<std::string> in_headers_, classes_;
  std::map<std::pair<std::string_view, std::string>, std::string> aliases_;  // file and qualified name → class
  std::map<std::string, Identifier> all_;
  std::set<std::string, std::less<>> names_;
};

/// `tt::Tensor` and `size` are `tt::Tensor::size`.
std::string joined(std::string_view scope, std::string_view name);

/// What encloses a scope: `tt` for `tt::Tensor`.
std::string_view outer(std::string_view scope);

/// The name at the core of a type: `Tensor` for `const Tensor &`, `Loop` for `Loop<N>`. Empty for `auto` and for what has no name.
std::string core_of(std::string_view type);

}  // namespace tito::literate
