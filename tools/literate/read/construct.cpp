#include "literate/read/construct.hpp"

#include <fmt/format.h>

namespace tito::literate {
namespace {

bool is_word(char c) { return c == '_' || (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z'); }

// 1'000 holds no character literal.
std::size_t after_number(std::string_view line, std::size_t at) {
  while (at < line.size() && (is_word(line[at]) || line[at] == '\'' || line[at] == '.')) ++at;
  return at;
}

std::size_t after_literal(std::string_view line, std::size_t at) {
  const char quote = line[at];
  for (++at; at < line.size() && line[at] != quote; ++at)
    if (line[at] == '\\') ++at;
  return at + 1;
}

}  // namespace

void OpenConstruct::read(std::string_view line) {
  std::size_t at = 0;
  if (!raw_end_.empty()) {
    at = line.find(raw_end_);
    if (at == line.npos) return;
    at += raw_end_.size();
    raw_end_.clear();
  }
  while (at < line.size() && line.compare(at, 2, "//") != 0) at = read_token(line, at);
  continued_ = line.ends_with('\\');
}

const char* OpenConstruct::name() const {
  if (!raw_end_.empty()) return "a raw string";
  if (macro_depth_ > 0) return "a macro's arguments";
  return continued_ ? "a line continued with `\\`" : nullptr;
}

// Reads one token and returns where the next one begins.
std::size_t OpenConstruct::read_token(std::string_view line, std::size_t at) {
  const char c = line[at];
  if (line.compare(at, 2, "R\"") == 0) return read_raw_string(line, at + 2);
  if (c >= '0' && c <= '9') return after_number(line, at);
  if (is_word(c)) return read_word(line, at);
  if (c == '"' || c == '\'') return after_literal(line, at);
  if (c == '(' && macro_depth_ > 0) ++macro_depth_;
  if (c == ')' && macro_depth_ > 0) --macro_depth_;
  return at + 1;
}

std::size_t OpenConstruct::read_raw_string(std::string_view line, std::size_t at) {
  const std::size_t open = line.find('(', at);
  if (open == line.npos) return line.size();
  const std::string end = fmt::format("){}\"", line.substr(at, open - at));
  const std::size_t close = line.find(end, open);
  if (close != line.npos) return close + end.size();
  raw_end_ = end;
  return line.size();
}

// A name in capitals before a parenthesis is a macro.
std::size_t OpenConstruct::read_word(std::string_view line, std::size_t at) {
  std::size_t end = at;
  bool capitals = false, small = false;
  for (; end < line.size() && is_word(line[end]); ++end) {
    capitals |= line[end] >= 'A' && line[end] <= 'Z';
    small |= line[end] >= 'a' && line[end] <= 'z';
  }
  const bool macro = capitals && !small && end < line.size() && line[end] == '(';
  if (!macro || macro_depth_ > 0) return end;
  macro_depth_ = 1;
  return end + 1;
}

}  // namespace tito::literate
