#include "literate/names/tokens.hpp"

#include <string>

namespace tito::literate {
namespace {

bool begins_word(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || static_cast<unsigned char>(c) >= 0x80; }
bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_space(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

class Lexer {
 public:
  explicit Lexer(std::string_view code) : code_(code) {}

  std::vector<Token> run() {
    while (at_ < code_.size()) step();
    return std::move(tokens_);
  }

 private:
  bool here(std::string_view text) const { return code_.substr(at_).starts_with(text); }

  void step() {
    const char c = code_[at_];
    if (is_space(c))
      skip(1);
    else if (here("//") || (c == '#' && includes()))
      skip_to("\n", 0);
    else if (here("/*"))
      skip(2), skip_to("*/", 2);
    else if (c == '"' || c == '\'')
      quoted(c);
    else if (begins_word(c))
      word();
    else if (is_digit(c) || (c == '.' && at_ + 1 < code_.size() && is_digit(code_[at_ + 1])))
      number();
    else
      add(here("::") || here("->") ? 2 : 1, false);
  }

  bool includes() const {
    const std::size_t word = code_.find_first_not_of(" #", at_);
    return word != std::string_view::npos && code_.substr(word).starts_with("include");
  }

  void word() {
    std::size_t end = at_;
    while (end < code_.size() && (begins_word(code_[end]) || is_digit(code_[end]))) ++end;
    const std::string_view prefix = code_.substr(at_, end - at_);
    const char next = end < code_.size() ? code_[end] : ' ';
    const bool raw = next == '"' && prefix.ends_with('R');
    if (raw && prefix.size() <= 3)
      skip(end - at_), raw_string();
    else if ((next == '"' || next == '\'') && (prefix == "u8" || prefix == "u" || prefix == "U" || prefix == "L"))
      skip(end - at_), quoted(next);
    else
      add(end - at_, true);
  }

  // With separators of digits, exponents and endings: 1'000, 1e-5f, 0x1p-3.
  void number() {
    std::size_t end = at_;
    while (end < code_.size()) {
      const char c = code_[end], before = end > at_ ? code_[end - 1] : ' ';
      const bool sign = (c == '+' || c == '-') && (before == 'e' || before == 'E' || before == 'p' || before == 'P');
      const bool separator = c == '\'' && end + 1 < code_.size() && (is_digit(code_[end + 1]) || begins_word(code_[end + 1]));
      if (!is_digit(c) && !begins_word(c) && c != '.' && !sign && !separator) break;
      ++end;
    }
    literal();
    skip(end - at_);
  }

  void quoted(char quote) {
    literal();
    skip(1);
    while (at_ < code_.size() && code_[at_] != quote && code_[at_] != '\n') skip(code_[at_] == '\\' ? 2 : 1);
    skip(1);
  }

  void raw_string() {
    literal();
    const std::size_t open = std::min(code_.find('(', at_), code_.size() - 1);
    const std::string close = ")" + std::string(code_.substr(at_ + 1, open - at_ - 1)) + '"';
    skip_to(close, close.size());
  }

  void literal() { tokens_.push_back({{}, line_, column_, false}); }

  void add(std::size_t length, bool word) {
    tokens_.push_back({code_.substr(at_, length), line_, column_, word});
    skip(length);
  }

  void skip_to(std::string_view text, std::size_t beyond) {
    const std::size_t found = code_.find(text, at_);
    skip(found == std::string_view::npos ? code_.size() - at_ : found + beyond - at_);
  }

  void skip(std::size_t count) {
    for (; count > 0 && at_ < code_.size(); --count, ++at_) {
      if (code_[at_] == '\n')
        ++line_, column_ = 0;
      else
        ++column_;
    }
  }

  std::string_view code_;
  std::size_t at_ = 0, line_ = 0, column_ = 0;
  std::vector<Token> tokens_;
};

}  // namespace

std::vector<Token> tokens_of(std::string_view code) { return Lexer(code).run(); }

}  // namespace tito::literate
