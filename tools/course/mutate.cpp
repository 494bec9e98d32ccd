#include "course/mutate.hpp"

#include <algorithm>
#include <cctype>
#include <map>
#include <string_view>

namespace tito::course {
namespace {

enum class Kind { space, comment, text, number, word, mark };

struct Token {
  Kind kind;
  std::size_t begin, end;
};

bool starts_word(char c) { return std::isalpha(static_cast<unsigned char>(c)) || c == '_'; }
bool in_word(char c) { return std::isalnum(static_cast<unsigned char>(c)) || c == '_'; }

/// Where the literal that opens with the quote at `begin` ends.
std::size_t end_of_literal(std::string_view body, std::size_t begin) {
  std::size_t end = begin + 1;
  while (end < body.size() && body[end] != body[begin]) end += body[end] == '\\' ? 2 : 1;
  return std::min(end + 1, body.size());
}

std::size_t end_of_mark(std::string_view body, std::size_t begin) {
  for (const std::string_view mark : {"<<=", ">>=", "<=>", "->", "++", "--", "<<", ">>", "<=", ">=", "==", "!=", "&&", "||", "+=", "-=",
                                      "*=", "/=", "%=", "&=", "|=", "^=", "::"})
    if (body.substr(begin).starts_with(mark)) return begin + mark.size();
  return begin + 1;
}

Token token_at(std::string_view body, std::size_t begin) {
  const auto until = [&](auto goes_on) {
    std::size_t end = begin + 1;
    while (end < body.size() && goes_on(end)) ++end;
    return end;
  };
  const char c = body[begin];
  if (std::isspace(static_cast<unsigned char>(c)))
    return {Kind::space, begin, until([&](std::size_t i) { return std::isspace(static_cast<unsigned char>(body[i])); })};
  if (body.substr(begin).starts_with("//")) return {Kind::comment, begin, until([&](std::size_t i) { return body[i] != '\n'; })};
  if (c == '"' || c == '\'') return {Kind::text, begin, end_of_literal(body, begin)};
  if (starts_word(c)) return {Kind::word, begin, until([&](std::size_t i) { return in_word(body[i]); })};
  if (std::isdigit(static_cast<unsigned char>(c)))
    return {Kind::number, begin, until([&](std::size_t i) {
              const bool exponent = (body[i] == '-' || body[i] == '+') && (body[i - 1] == 'e' || body[i - 1] == 'E');
              return in_word(body[i]) || body[i] == '.' || exponent;
            })};
  return {Kind::mark, begin, end_of_mark(body, begin)};
}

std::vector<Token> tokens_of(std::string_view body) {
  std::vector<Token> tokens;
  for (std::size_t at = 0; at < body.size(); at = tokens.back().end) tokens.push_back(token_at(body, at));
  return tokens;
}

class Mutator {
 public:
  explicit Mutator(const std::string& body) : body_(body) {
    for (const Token& token : tokens_of(body_))
      if (token.kind != Kind::space && token.kind != Kind::comment) tokens_.push_back(token);
  }

  std::vector<Mutant> all() {
    for (std::size_t i = 0; i < tokens_.size(); ++i) {
      exchange_operator(i);
      change_constant(i);
      move_index(i);
      negate_condition(i);
    }
    drop_statements();
    return std::move(found_);
  }

 private:
  std::string_view text(std::size_t i) const {
    return i < tokens_.size() ? std::string_view(body_).substr(tokens_[i].begin, tokens_[i].end - tokens_[i].begin) : std::string_view();
  }

  void add(std::size_t begin, std::size_t end, const std::string& to) {
    const auto line = std::count(body_.begin(), body_.begin() + static_cast<std::ptrdiff_t>(begin), '\n');
    found_.push_back({static_cast<int>(line), body_.substr(begin, end - begin), to, body_.substr(0, begin) + to + body_.substr(end)});
  }

  void exchange(std::size_t i, const std::string& to) { add(tokens_[i].begin, tokens_[i].end, to); }

  bool between_spaces(std::size_t i) const {
    const auto is_space = [&](std::size_t at) { return at < body_.size() && std::isspace(static_cast<unsigned char>(body_[at])); };
    return tokens_[i].begin > 0 && is_space(tokens_[i].begin - 1) && is_space(tokens_[i].end);
  }

  void exchange_operator(std::size_t i) {
    static const std::map<std::string_view, std::vector<std::string>> neighbours = {
        {"+", {"-"}},   {"-", {"+"}},   {"*", {"/"}},        {"/", {"*"}},        {"%", {"*"}},   {"<", {"<=", ">"}}, {"<=", {"<"}},
        {">", {">=", "<"}},  {">=", {">"}},  {"==", {"!="}},      {"!=", {"=="}},      {"&&", {"||"}}, {"||", {"&&"}},
        {"+=", {"-=", "="}}, {"-=", {"+=", "="}}, {"*=", {"/=", "="}}, {"/=", {"*=", "="}}};
    if (tokens_[i].kind != Kind::mark) return;
    if (const auto found = neighbours.find(text(i)); found != neighbours.end() && between_spaces(i))
      for (const std::string& to : found->second) exchange(i, to);
    const bool before_operand = i + 1 < tokens_.size() && tokens_[i].end == tokens_[i + 1].begin;
    if ((text(i) == "!" || text(i) == "-") && before_operand && !between_spaces(i)) exchange(i, "");
  }

  void change_constant(std::size_t i) {
    if (text(i) == "true") exchange(i, "false");
    if (text(i) == "false") exchange(i, "true");
    if (tokens_[i].kind != Kind::number) return;
    const std::string number(text(i));
    const bool whole = std::all_of(number.begin(), number.end(), [](char c) { return std::isdigit(static_cast<unsigned char>(c)); });
    exchange(i, "(" + number + (whole ? " + 1)" : " * 2 + 1)"));
  }

  /// The token that closes the bracket at `open`.
  std::size_t closing(std::size_t open) const {
    int depth = 0;
    for (std::size_t i = open; i < tokens_.size(); ++i) {
      if (text(i) == "(" || text(i) == "[" || text(i) == "{") ++depth;
      if ((text(i) == ")" || text(i) == "]" || text(i) == "}") && --depth == 0) return i;
    }
    return tokens_.size();
  }

  void move_index(std::size_t i) {
    const bool subscript = text(i) == "[" && i > 0 && (tokens_[i - 1].kind == Kind::word || text(i - 1) == "]" || text(i - 1) == ")");
    if (!subscript || text(i - 1) == "return" || text(i - 1) == "auto") return;  // a list, or names that are bound
    const std::size_t end = closing(i);
    const bool constant = end == i + 2 && tokens_[i + 1].kind == Kind::number;  // changed as such
    if (end < tokens_.size() && end > i + 1 && !constant) add(tokens_[end].begin, tokens_[end].begin, " + 1");
  }

  /// The condition of `if (…)`, `if constexpr (…)`, `while (…)`; what stands before a semicolon declares a name for it.
  void negate_condition(std::size_t i) {
    if (text(i) != "if" && text(i) != "while") return;
    const std::size_t open = text(i + 1) == "(" ? i + 1 : i + 2, end = closing(open);
    if (end >= tokens_.size()) return;
    std::size_t first = open + 1;
    for (std::size_t k = first; k < end; ++k)
      if (text(k) == ";") first = k + 1;
    const std::string condition = body_.substr(tokens_[first].begin, tokens_[end].begin - tokens_[first].begin);
    add(tokens_[first].begin, tokens_[end].begin, "!(" + condition + ")");
  }

  /// Of an `if` that has an `else`, what stands behind the condition; else the whole statement.
  std::size_t first_to_drop(std::size_t begin, std::size_t semicolon) const {
    return text(begin) == "if" && text(semicolon + 1) == "else" ? closing(begin + 1) + 1 : begin;
  }

  /// A statement runs to a semicolon that stands in no parentheses. The last return stays: without it the body is no function's.
  void drop_statements() {
    std::size_t begin = 0;
    int depth = 0;
    for (std::size_t i = 0; i < tokens_.size(); ++i) {
      if (text(i) == "(" || text(i) == "[") ++depth;
      if (text(i) == ")" || text(i) == "]") --depth;
      if (depth > 0) continue;
      if (text(i) == ";" && i > begin && !(text(begin) == "return" && i + 1 == tokens_.size()))
        add(tokens_[first_to_drop(begin, i)].begin, tokens_[i].end, ";");
      if (text(i) == ";" || text(i) == "{" || text(i) == "}") begin = i + 1;
    }
  }

  const std::string body_;
  std::vector<Token> tokens_;
  std::vector<Mutant> found_;
};

}  // namespace

std::vector<Mutant> mutants(const std::string& body) { return Mutator(body).all(); }

}  // namespace tito::course
