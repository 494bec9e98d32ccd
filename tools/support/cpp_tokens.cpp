#include "support/cpp_tokens.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

namespace tito::cpp {
namespace {

constexpr std::size_t longest_delimiter = 16;  // of a raw string, says the standard

// Longer ones before those that they begin with.
constexpr std::array<std::string_view, 33> marks = {"%:%:", "<<=", ">>=", "<=>", "->*", "...", "::", "->", ".*", "++", "--", "<<", ">>",
                                                    "<=",   ">=",  "==",  "!=",  "&&",  "||",  "+=", "-=", "*=", "/=", "%=", "&=", "|=",
                                                    "^=",   "##",  "<:",  ":>",  "<%",  "%>",  "%:"};

constexpr std::array<std::pair<std::string_view, std::string_view>, 6> digraphs = {
    std::pair{"<:", "["}, {":>", "]"}, {"<%", "{"}, {"%>", "}"}, {"%:", "#"}, {"%:%:", "##"}};

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_space(char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\f' || c == '\v' || c == '\n'; }
bool begins_word(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || static_cast<unsigned char>(c) >= 0x80; }
bool in_word(char c) { return begins_word(c) || is_digit(c); }

// The length of a line splice, a backslash at the end of a line; 0 when `text` begins with something else. GCC overlooks spaces there.
std::size_t splice_at(std::string_view text) {
  if (!text.starts_with('\\')) return 0;
  const std::size_t end = text.find_first_not_of(" \t\r\f\v", 1);
  return end != text.npos && text[end] == '\n' ? end + 1 : 0;
}

std::string without_splices(std::string_view text) {
  std::string plain;
  while (!text.empty()) {
    const std::size_t joined = splice_at(text);
    if (joined == 0) plain += text[0];
    text.remove_prefix(std::max<std::size_t>(joined, 1));
  }
  return plain;
}

class Lexer {
 public:
  explicit Lexer(std::string_view code) : code_(code) {}

  std::vector<Token> run() {
    while (skip_space(), at_ < code_.size()) {
      begin_token();
      const Kind kind = step();
      end_token(kind);
    }
    return std::move(tokens_);
  }

 private:
  char here(std::size_t ahead = 0) const { return at_ + ahead < code_.size() ? code_[at_ + ahead] : '\0'; }

  // How many bytes spell `text` here, splices between its characters included; 0 when something else stands here.
  std::size_t match(std::string_view text) const {
    std::size_t length = 0;
    for (const char c : text) {
      if (length > 0) length = beyond_splices(length);
      if (at_ + length >= code_.size() || here(length) != c) return 0;
      ++length;
    }
    return length;
  }

  std::size_t splice(std::size_t ahead = 0) const { return splice_at(code_.substr(std::min(at_ + ahead, code_.size()))); }

  // Behind the splices at `ahead`: a token may go on there.
  std::size_t beyond_splices(std::size_t ahead) const {
    while (const std::size_t length = splice(ahead)) ahead += length;
    return ahead;
  }

  void skip(std::size_t count) {
    for (; count > 0 && at_ < code_.size(); --count, ++at_) {
      if (code_[at_] == '\n')
        ++line_, column_ = 0;
      else
        ++column_;
    }
  }

  void skip_space() {
    while (at_ < code_.size()) {
      if (const std::size_t joined = splice()) {
        skip(joined);
      } else if (is_space(here())) {
        if (here() == '\n') directive_ = false, first_of_line_ = true;
        skip(1);
      } else {
        return;
      }
    }
  }

  void begin_token() {
    token_ = {};
    token_.begin = at_;
    token_.line = line_;
    token_.column = column_;
    if (first_of_line_ && (here() == '#' || match("%:") > 0)) directive_ = true;
    token_.directive = directive_;
  }

  void end_token(Kind kind) {
    token_.kind = kind;
    token_.text = code_.substr(token_.begin, at_ - token_.begin);
    token_.last = column_ == 0 && line_ > token_.line ? line_ - 1 : line_;
    if (kind != Kind::comment) first_of_line_ = false;
    tokens_.push_back(token_);
  }

  Kind step() {
    const char c = here();
    if (match("//") > 0) return line_comment();
    if (match("/*") > 0) return block_comment();
    if (c == '"' || c == '\'') return quoted();
    if (begins_word(c)) return word();
    if (is_digit(c) || (c == '.' && is_digit(here(1)))) return number();
    if (c == '<' && directive_ && after_include()) return header();
    return mark();
  }

  Kind line_comment() {
    while (at_ < code_.size() && here() != '\n') skip(std::max<std::size_t>(splice(), 1));
    return Kind::comment;
  }

  Kind block_comment() {
    skip(match("/*"));
    for (; at_ < code_.size(); skip(1))
      if (const std::size_t end = here() == '*' ? match("*/") : 0) return skip(end), Kind::comment;
    token_.open = true;
    return Kind::comment;
  }

  Kind word() {
    read_while(in_word);
    const std::string prefix = without_splices(code_.substr(token_.begin, at_ - token_.begin));
    const std::size_t joined = beyond_splices(0);
    const char next = here(joined);
    const bool raw = prefix == "R" || prefix == "u8R" || prefix == "uR" || prefix == "UR" || prefix == "LR";
    const bool encoded = prefix == "u8" || prefix == "u" || prefix == "U" || prefix == "L";
    if (!(raw && next == '"') && !(encoded && (next == '"' || next == '\''))) return Kind::word;
    skip(joined);
    return raw ? raw_string() : quoted();
  }

  // Characters that go on through splices.
  template <typename Predicate>
  void read_while(Predicate goes_on) {
    for (std::size_t joined = beyond_splices(0); at_ + joined < code_.size() && goes_on(here(joined)); joined = beyond_splices(0))
      skip(joined + 1);
  }

  Kind number() {
    char before = here();
    skip(1);
    for (;;) {
      const std::size_t joined = beyond_splices(0);
      const char c = here(joined);
      const bool sign = (c == '+' || c == '-') && (before == 'e' || before == 'E' || before == 'p' || before == 'P');
      const bool separator = c == '\'' && in_word(here(joined + 1));
      if (!in_word(c) && c != '.' && !sign && !separator) return Kind::number;
      before = c;
      skip(joined + 1);
    }
  }

  // Ends on its line: a newline in it is a mistake, and what follows is no part of it.
  Kind quoted() {
    const char quote = here();
    skip(1);
    while (at_ < code_.size() && here() != quote && here() != '\n') skip(here() == '\\' ? std::max<std::size_t>(splice(), 2) : 1);
    token_.open = here() != quote || at_ == code_.size();
    if (!token_.open) {
      skip(1);
      suffix();
    }
    return quote == '"' ? Kind::string : Kind::character;
  }

  Kind raw_string() {
    const std::size_t open = code_.substr(at_ + 1, longest_delimiter + 1).find('(');
    const std::string_view delimiter = code_.substr(at_ + 1, open == code_.npos ? 0 : open);
    if (open == code_.npos || delimiter.find_first_of(" )\\\t\v\f\n\"") != delimiter.npos) return quoted_and_open();
    const std::string close = fmt::format("){}\"", delimiter);
    const std::size_t end = code_.find(close, at_ + 2 + open);
    token_.open = end == code_.npos;
    skip(token_.open ? code_.size() - at_ : end + close.size() - at_);
    if (!token_.open) suffix();
    return Kind::string;
  }

  // No delimiter of a raw string: a compiler stops there.
  Kind quoted_and_open() {
    quoted();
    token_.open = true;
    return Kind::string;
  }

  void suffix() {
    if (begins_word(here(beyond_splices(0)))) read_while(in_word);
  }

  bool after_include() const {
    std::size_t at = tokens_.size();
    while (at > 0 && tokens_[at - 1].kind == Kind::comment) --at;
    if (at < 2 || !tokens_[at - 2].directive) return false;
    const std::string name = plain(tokens_[at - 1]);
    return plain(tokens_[at - 2]) == "#" && (name == "include" || name == "include_next" || name == "embed");
  }

  Kind header() {
    while (at_ < code_.size() && here() != '>' && here() != '\n') skip(1);
    token_.open = here() != '>';
    if (!token_.open) skip(1);
    return Kind::header;
  }

  Kind mark() {
    std::size_t length = 0;
    for (std::size_t i = 0; i < marks.size() && length == 0; ++i) length = match(marks[i]);
    // `<::` is `<` and `::`, as in `vector<::name>`, unless it goes on like a digraph.
    if (const std::size_t colons = match("<::"); colons > 0)
      if (const char after = here(beyond_splices(colons)); after != ':' && after != '>') length = 1;
    const bool single = std::string_view("{}[]()<>;:,.+-*/%^&|~!=#?@`$").find(here()) != std::string_view::npos;
    skip(std::max<std::size_t>(length, 1));
    return length > 0 || single ? Kind::mark : Kind::stray;
  }

  std::string_view code_;
  std::size_t at_ = 0, line_ = 0, column_ = 0;
  bool directive_ = false, first_of_line_ = true;
  Token token_;
  std::vector<Token> tokens_;
};

std::string_view partner_of(char bracket) { return bracket == '(' ? ")" : bracket == '[' ? "]" : "}"; }

std::string_view what_is_open(const Token& token) {
  switch (token.kind) {
    case Kind::comment:
      return "comment without its `*/`; end it";
    case Kind::character:
      return "character without its closing quote; end it on its line";
    case Kind::header:
      return "header's name without its `>`; end it";
    default:
      return is_raw(token) ? "raw string without its end; close it" : "string without its closing quote; end it on its line";
  }
}

}  // namespace

std::vector<Token> tokens_of(std::string_view code) { return Lexer(code).run(); }

bool is_raw(const Token& token) {
  return token.kind == Kind::string && without_splices(token.text.substr(0, token.text.find('"'))).ends_with('R');
}

std::string plain(const Token& token) {
  if (is_raw(token)) return std::string(token.text);
  const std::string text = without_splices(token.text);
  for (const auto& [digraph, meant] : digraphs)
    if (token.kind == Kind::mark && text == digraph) return std::string(meant);
  return text;
}

std::optional<Flaw> find_flaw(const std::vector<Token>& tokens) {
  std::vector<std::pair<std::size_t, char>> open;
  for (std::size_t at = 0; at < tokens.size(); ++at) {
    if (tokens[at].open) return Flaw{at, std::string("a ").append(what_is_open(tokens[at]))};
    if (tokens[at].kind != Kind::mark) continue;
    const std::string text = plain(tokens[at]);
    if (text == "(" || text == "[" || text == "{") {
      open.emplace_back(at, text[0]);
    } else if (text == ")" || text == "]" || text == "}") {
      if (open.empty()) return Flaw{at, fmt::format("`{}` closes nothing; take it out, or open it here", text)};
      if (partner_of(open.back().second) != text)
        return Flaw{at, fmt::format("`{}` closes `{}` of another kind; write `{}`", text, open.back().second, partner_of(open.back().second))};
      open.pop_back();
    }
  }
  if (open.empty()) return std::nullopt;
  return Flaw{open.back().first, fmt::format("`{}` is not closed; add `{}`", open.back().second, partner_of(open.back().second))};
}

}  // namespace tito::cpp
