#include "literate/names/tokens.hpp"

#include "support/cpp_tokens.hpp"

namespace tito::literate {
namespace {

bool is_literal(cpp::Kind kind) { return kind == cpp::Kind::string || kind == cpp::Kind::character || kind == cpp::Kind::number; }

// Brackets of templates close one by one, and types end in signs that are operators elsewhere: only what names members stays whole.
void add_mark(std::vector<Token>& tokens, const cpp::Token& token) {
  if (token.text == "::" || token.text == "->") return tokens.push_back({token.text, token.line, token.column, false});
  for (std::size_t at = 0; at < token.text.size(); ++at) tokens.push_back({token.text.substr(at, 1), token.line, token.column + at, false});
}

}  // namespace

std::vector<Token> tokens_of(std::string_view code) {
  std::vector<Token> tokens;
  for (const cpp::Token& token : cpp::tokens_of(code)) {
    if (token.kind == cpp::Kind::comment || token.directive) continue;  // a macro's body means something only where the macro is used
    if (is_literal(token.kind))
      tokens.push_back({{}, token.line, token.column, false});
    else if (token.kind == cpp::Kind::word)
      tokens.push_back({token.text, token.line, token.column, true});
    else
      add_mark(tokens, token);
  }
  return tokens;
}

}  // namespace tito::literate
