#include "literate/read/construct.hpp"

#include <algorithm>
#include <cstddef>

#include "literate/model/text.hpp"
#include "support/cpp_tokens.hpp"

namespace tito::literate {
namespace {

using Tokens = std::vector<cpp::Token>;

// A name in capitals before a parenthesis is a macro.
bool is_macro_call(const Tokens& tokens, std::size_t at) {
  if (tokens[at].kind != cpp::Kind::word || at + 1 == tokens.size()) return false;
  const cpp::Token& next = tokens[at + 1];
  if (next.text != "(" || next.begin != tokens[at].end()) return false;
  const auto is_between = [&](char first, char last) {
    return std::any_of(tokens[at].text.begin(), tokens[at].text.end(), [=](char c) { return first <= c && c <= last; });
  };
  return is_between('A', 'Z') && !is_between('a', 'z');
}

// Follows the parentheses of one macro after the other; those inside a macro's arguments need no name.
void note_macros(const Tokens& tokens, std::vector<const char*>& open) {
  int depth = 0;
  std::size_t line = 0;
  for (std::size_t at = 0; at < tokens.size(); ++at) {
    for (; line < tokens[at].line; ++line)
      if (depth > 0) open[line + 1] = "a macro's arguments";
    if (depth == 0 && is_macro_call(tokens, at)) {
      depth = 1;
      ++at;
    } else if (depth > 0 && tokens[at].kind == cpp::Kind::mark) {
      depth += tokens[at].text == "(" ? 1 : tokens[at].text == ")" ? -1 : 0;
    }
  }
  for (; depth > 0 && line + 1 < open.size(); ++line) open[line + 1] = "a macro's arguments";
}

}  // namespace

std::vector<const char*> open_constructs(std::string_view code) {
  const std::vector<std::string_view> lines = split_lines(code);
  std::vector<const char*> open(lines.size(), nullptr);
  for (std::size_t line = 1; line < lines.size(); ++line)
    if (lines[line - 1].ends_with('\\')) open[line] = "a line continued with `\\`";
  const Tokens tokens = cpp::tokens_of(code);
  note_macros(tokens, open);
  for (const cpp::Token& token : tokens)
    if (token.kind == cpp::Kind::string && cpp::is_raw(token))
      for (std::size_t line = token.line + 1; line <= token.last; ++line) open[line] = "a raw string";
  return open;
}

}  // namespace tito::literate
