// C++ as words and signs, without comments and strings.
#pragma once

#include <string_view>
#include <vector>

namespace tito::literate {

struct Token {
  std::string_view text;   // an identifier, a keyword, `::`, `->`, or one other sign; empty for a string or a number
  std::size_t line = 0;    // from 0
  std::size_t column = 0;  // from 0, in bytes
  bool word = false;       // an identifier or a keyword
};

/// The tokens of C++ code. Lines of the preprocessor have none.
std::vector<Token> tokens_of(std::string_view code);

}  // namespace tito::literate
