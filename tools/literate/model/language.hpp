// What a file's name says about its language.
#pragma once

#include <string_view>

namespace tito::literate {

struct Language {
  std::string_view name;          // as Pygments calls it
  std::string_view line_comment;  // nothing when the language has none
};

Language language_of(std::string_view path);

}  // namespace tito::literate
