// C++ as tokens: the one lexer of the tool. It reads what a compiler would not accept, too, and says so.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tito::cpp {

enum class Kind {
  word,       // an identifier or a keyword
  number,     // as the preprocessor has it: 1'000, 0x1p-3, 1e-5f, also 1.2.3
  string,     // with its prefix and its suffix: u8"a"sv, R"(a)"
  character,  // 'a', L'\n'
  comment,    // of either form, with its signs
  header,     // <vector> after #include
  mark,       // the longest operator or punctuation that fits: <<=, ->, ::, {
  stray       // a character that no token begins with, such as a backslash or a control character
};

struct Token {
  Kind kind = Kind::stray;
  std::string_view text;  // as it stands, with line splices in it
  std::size_t begin = 0;   // offset of its first byte
  std::size_t line = 0;    // of its first byte, from 0
  std::size_t column = 0;  // the same, in bytes, from 0
  std::size_t last = 0;    // the line of its last byte
  bool directive = false;  // it stands on a line of the preprocessor
  bool open = false;       // a literal or a comment without its end

  std::size_t end() const { return begin + text.size(); }
};

/// The tokens of `code`, in order, without white space. Every byte that is no white space belongs to exactly one. Takes time linear in the
/// size, whatever the bytes are.
std::vector<Token> tokens_of(std::string_view code);

/// What a compiler sees in a token: without line splices, and `[` for the digraph `<:`. Raw strings stay as they are.
std::string plain(const Token& token);

/// Whether a token is a raw string.
bool is_raw(const Token& token);

/// What would let a piece of code reach beyond its place: a literal or comment without its end, a bracket without its partner.
struct Flaw {
  std::size_t token = 0;  // its index
  std::string message;    // what is wrong; what to do
};
std::optional<Flaw> find_flaw(const std::vector<Token>& tokens);

}  // namespace tito::cpp
