#include "literate/model/text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <numeric>
#include <utility>

namespace tito::literate {
namespace {

// Levenshtein distance.
std::size_t distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> row(b.size() + 1);
  std::iota(row.begin(), row.end(), std::size_t{0});
  for (std::size_t i = 0; i < a.size(); ++i) {
    std::size_t diagonal = std::exchange(row[0], i + 1);
    for (std::size_t j = 0; j < b.size(); ++j) {
      const std::size_t replaced = diagonal + (a[i] == b[j] ? 0 : 1);
      diagonal = std::exchange(row[j + 1], std::min({replaced, row[j] + 1, row[j + 1] + 1}));
    }
  }
  return row.back();
}

std::string_view unindented(std::string_view line) { return line.substr(std::min(leading(line, ' '), line.size())); }

}  // namespace

bool is_blank(std::string_view line) { return line.find_first_not_of(' ') == line.npos; }

std::string_view trim(std::string_view text) {
  const std::size_t first = text.find_first_not_of(' ');
  if (first == text.npos) return {};
  return text.substr(first, text.find_last_not_of(' ') - first + 1);
}

std::vector<std::string_view> split_lines(std::string_view text) {
  std::vector<std::string_view> lines;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    lines.push_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return lines;
}

std::size_t width(std::string_view utf8) {
  const auto continues = [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) == 0x80U; };
  return utf8.size() - static_cast<std::size_t>(std::count_if(utf8.begin(), utf8.end(), continues));
}

std::size_t leading(std::string_view line, char c) { return std::min(line.find_first_not_of(c), line.size()); }

std::string_view nearest(std::string_view word, const std::vector<std::string_view>& candidates) {
  std::string_view best;
  // A third of the letters may differ: more than that is another word, not a slip.
  std::size_t allowed = std::max<std::size_t>(1, word.size() / 3);
  for (const std::string_view candidate : candidates) {
    const std::size_t longer = std::max(word.size(), candidate.size());
    if (longer - std::min(word.size(), candidate.size()) > allowed) continue;
    const std::size_t differing = distance(word, candidate);
    if (differing > allowed || differing == longer || (differing == allowed && !best.empty())) continue;
    best = candidate;
    allowed = differing;
  }
  return best;
}

std::string did_you_mean(std::string_view word, const std::vector<std::string_view>& candidates, std::string_view otherwise) {
  const std::string_view best = nearest(word, candidates);
  return best.empty() ? fmt::format("; {}", otherwise) : fmt::format("; did you mean `{}`?", best);
}

std::string bracketed(std::string_view name) { return fmt::format("<<{}>>", name); }

bool is_id(std::string_view text) {
  const auto word = [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); };
  char before = '-';
  for (const char c : text) {
    if (!word(c) && (c != '-' || before == '-')) return false;
    before = c;
  }
  return before != '-';
}

std::size_t heading_level(std::string_view line) {
  const std::size_t level = leading(line, '#');
  return level <= 6 && line.substr(level).starts_with(' ') ? level : 0;
}

bool opens_code_fence(std::string_view line, std::string_view& fence) {
  line = unindented(line);
  if (line.empty() || (line[0] != '`' && line[0] != '~')) return false;
  const std::size_t length = leading(line, line[0]);
  // A backtick after the run means inline code, not a fence.
  if (length < 3 || (line[0] == '`' && line.find('`', length) != line.npos)) return false;
  fence = line.substr(0, length);
  return true;
}

bool closes_code_fence(std::string_view line, std::string_view fence) {
  line = trim(line);
  return line.size() >= fence.size() && leading(line, fence[0]) == line.size();
}

}  // namespace tito::literate
