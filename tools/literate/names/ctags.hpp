// What Universal Ctags finds in C++ files.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace tito::literate {

struct Tag {
  std::string name, kind;  // as ctags calls it: function, prototype, member, local, …
  std::string_view path;   // one of the given paths
  std::size_t line = 0;    // from 0
  std::size_t end = 0;     // its last line
  std::string scope;       // "tt::Tensor", with `__anon…` where a scope has no name
  std::string type;        // of a variable, or what a function returns: "const Tensor &"
  std::string bases;       // of a class: "Module,Other"
  std::string signature;   // of a function: "(const Tensor & a,int dim=0) const"
};

/// The tags of C++ files, given as path → text. Throws a Failure when ctags cannot be run.
std::vector<Tag> tags_of(const std::map<std::string_view, std::string_view>& files);

}  // namespace tito::literate
