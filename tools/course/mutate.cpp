#include "course/mutate.hpp"

#include <algorithm>
#include <cctype>
#include <map>
#include <string_view>

#include "support/cpp_tokens.hpp"

namespace tito::course {
namespace {

using cpp::Kind;

bool is_whole_number(std::string_view number) {
  return std::all_of(number.begin(), number.end(), [](char c) { return (c >= '0' && c <= '9') || c == '\''; });
}

class Mutator {
 public:
  explicit Mutator(const std::string& body) : body_(body) {
    for (const cpp::Token& token : cpp::tokens_of(body_))
      if (token.kind != Kind::comment) tokens_.push_back(token);
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
    return i < tokens_.size() ? tokens_[i].text : std::string_view();
  }

  void add(std::size_t begin, std::size_t end, const std::string& to) {
    const auto line = std::count(body_.begin(), body_.begin() + static_cast<std::ptrdiff_t>(begin), '\n');
    found_.push_back({static_cast<int>(line), body_.substr(begin, end - begin), to, body_.substr(0, begin) + to + body_.substr(end)});
  }

  void exchange(std::size_t i, const std::string& to) { add(tokens_[i].begin, tokens_[i].end(), to); }

  bool between_spaces(std::size_t i) const {
    const auto is_space = [&](std::size_t at) { return at < body_.size() && std::isspace(static_cast<unsigned char>(body_[at])); };
    return tokens_[i].begin > 0 && is_space(tokens_[i].begin - 1) && is_space(tokens_[i].end());
  }

  void exchange_operator(std::size_t i) {
    static const std::map<std::string_view, std::vector<std::string>> neighbours = {
        {"+", {"-"}},   {"-", {"+"}},   {"*", {"/"}},        {"/", {"*"}},        {"%", {"*"}},   {"<", {"<=", ">"}}, {"<=", {"<"}},
        {">", {">=", "<"}},  {">=", {">"}},  {"==", {"!="}},      {"!=", {"=="}},      {"&&", {"||"}}, {"||", {"&&"}},
        {"+=", {"-=", "="}}, {"-=", {"+=", "="}}, {"*=", {"/=", "="}}, {"/=", {"*=", "="}}};
    if (tokens_[i].kind != Kind::mark) return;
    if (const auto found = neighbours.find(text(i)); found != neighbours.end() && between_spaces(i))
      for (const std::string& to : found->second) exchange(i, to);
    const bool before_operand = i + 1 < tokens_.size() && tokens_[i].end() == tokens_[i + 1].begin;
    if ((text(i) == "!" || text(i) == "-") && before_operand && !between_spaces(i)) exchange(i, "");
  }

  void change_constant(std::size_t i) {
    if (text(i) == "true") exchange(i, "false");
    if (text(i) == "false") exchange(i, "true");
    if (tokens_[i].kind != Kind::number) return;
    const std::string number(text(i));
    exchange(i, "(" + number + (is_whole_number(number) ? " + 1)" : " * 2 + 1)"));
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
        add(tokens_[first_to_drop(begin, i)].begin, tokens_[i].end(), ";");
      if (text(i) == ";" || text(i) == "{" || text(i) == "}") begin = i + 1;
    }
  }

  const std::string body_;
  std::vector<cpp::Token> tokens_;
  std::vector<Mutant> found_;
};

}  // namespace

std::vector<Mutant> mutants(const std::string& body) { return Mutator(body).all(); }

}  // namespace tito::course
