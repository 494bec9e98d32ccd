#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <set>

#include "literate/model/text.hpp"
#include "literate/validate/rules.hpp"

namespace tito::literate::rules {
namespace {

constexpr std::size_t widest = 76;  // what a page holds
constexpr int most_lines = 25, many_lines = 15;

int size_of(const Definition& definition) {
  std::size_t lines = definition.lines.size();
  while (lines > 0 && definition.lines[lines - 1].use.empty() && is_blank(definition.lines[lines - 1].text)) --lines;
  return static_cast<int>(lines);
}

// `{"relu", relu, 1.0},` or `1, 2, 3,` or `.add = add,` or `| a | b |`: something listed, nothing done.
bool is_data_row(std::string_view line) {
  line = trim(line);
  if (line.size() < 2) return false;
  const bool designated = line[0] == '.' && line.find(" = ") != line.npos;
  const bool value = std::string_view("{|\"'0123456789").find(line[0]) != line.npos;
  const bool number = (line[0] == '-' || line[0] == '.') && line[1] >= '0' && line[1] <= '9';
  const bool goes_on = line.ends_with(',') || line.ends_with('}') || line.ends_with("};") || line.ends_with('|');
  return (designated || value || number) && goes_on;
}

// At least four of five lines are data.
bool is_table(const Definition& definition) {
  const auto rows = std::count_if(definition.lines.begin(), definition.lines.end(),
                                  [](const Line& line) { return line.use.empty() && is_data_row(line.text); });
  return 5 * rows >= 4 * size_of(definition);
}

// A file that only says where its chunks go: between one use and the next it has at most six lines of its own. Blank lines,
// comments and preprocessor lines do not count.
bool is_skeleton(const Definition& definition) {
  if (classify(definition.name).kind != Kind::root) return false;
  int own = 0, uses = 0;
  for (const Line& line : definition.lines) {
    const std::string_view text = trim(line.text);
    if (!line.use.empty()) {
      ++uses;
      own = 0;
    } else if (!text.empty() && !text.starts_with("//") && !text.starts_with('#') && ++own > 6) {
      return false;
    }
  }
  return uses > 0;
}

struct Range {
  char32_t first, last;
};

// Pictures, and what asks for one. Stars, card suits, notes, check marks and arrows are type, not emoji.
constexpr std::array pictures = {Range{0x20E3, 0x20E3},  Range{0x231A, 0x231B}, Range{0x23E9, 0x23F3}, Range{0x2600, 0x2604},
                                 Range{0x2607, 0x265F},  Range{0x2670, 0x26FF}, Range{0x2700, 0x2712}, Range{0x2714, 0x2716},
                                 Range{0x2719, 0x2767},  Range{0x2795, 0x2797}, Range{0x27B0, 0x27B0}, Range{0x27BF, 0x27BF},
                                 Range{0x2B1B, 0x2B1C},  Range{0x2B50, 0x2B50}, Range{0x2B55, 0x2B55}, Range{0xFE0F, 0xFE0F},
                                 Range{0x1F000, 0x1FAFF}};

// The first picture of a line of valid UTF-8, or nothing.
std::string_view find_picture(std::string_view line) {
  for (std::size_t at = 0; at < line.size();) {
    const auto lead = static_cast<unsigned char>(line[at]);
    const std::size_t length = lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
    char32_t point = length == 1 ? lead : lead & (0xFFU >> (length + 1));
    for (std::size_t i = 1; i < length; ++i) point = point << 6 | (static_cast<unsigned char>(line[at + i]) & 0x3FU);
    if (std::any_of(pictures.begin(), pictures.end(), [&](Range range) { return range.first <= point && point <= range.last; }))
      return line.substr(at, length);
    at += length;
  }
  return {};
}

}  // namespace

void sound(const Manuscript& chapter, Verdict& verdict) { verdict.shortfalls = chapter.problems; }

// A warning only: chapters 00 and 01 bring a whole build and a whole tensor library, whose code alone overruns the aim.
void length(const Manuscript& chapter, Verdict& verdict) {
  const int lines = static_cast<int>(chapter.source.size());
  if (lines < 1000) verdict.warn(chapter.at(lines), fmt::format("the chapter ends after {} lines; write 1000 to 1500", lines));
  if (lines > 1500) verdict.warn(chapter.at(1501), fmt::format("the chapter goes on to line {}; cut to 1500", lines));
}

void minutes(const Manuscript& chapter, Verdict& verdict) {
  const int least = 90, most = chapter.chapter.heavy ? 180 : 150;
  if (chapter.chapter.minutes < least || chapter.chapter.minutes > most)
    verdict.fail(chapter.minutes, fmt::format("{} minutes; plan {} to {}", chapter.chapter.minutes, least, most));
}

void chunk_size(const Manuscript& chapter, Verdict& verdict) {
  for (const Definition* definition : chapter.definitions) {
    const int lines = size_of(*definition);
    if (lines <= many_lines || is_table(*definition) || is_skeleton(*definition)) continue;
    if (lines > most_lines)
      verdict.fail(definition->at, fmt::format("`{}` has {} lines; split it: {} at most, aim at ten", definition->name, lines, most_lines));
    else
      verdict.warn(definition->at, fmt::format("`{}` has {} lines; aim at ten", definition->name, lines));
  }
}

void chunk_names(const Manuscript& chapter, Verdict& verdict) {
  std::set<std::string_view> seen;
  for (const Definition* definition : chapter.definitions) {
    const std::string& name = definition->name;
    if (classify(name).kind != Kind::code || !seen.insert(name).second) continue;
    if (name.front() >= 'A' && name.front() <= 'Z')
      verdict.fail(definition->at, fmt::format("`{}` begins with a capital; write it small", name));
    if (name.back() == '.') verdict.fail(definition->at, fmt::format("`{}` ends in a full stop; leave it out", name));
  }
}

void columns(const Manuscript& chapter, Verdict& verdict) {
  const auto excess = [](std::size_t wide) { return fmt::format("{} columns; break the line before {}", wide, widest + 1); };
  for (const Definition* definition : chapter.definitions)
    for (const Line& line : definition->lines)
      if (const std::size_t wide = width(line.text) + (line.use.empty() ? 0 : width(line.use) + 4); wide > widest)
        verdict.fail(chapter.at(line.number), excess(wide));
  for (const Paragraph& paragraph : chapter.paragraphs)
    for (std::size_t i = 0; paragraph.kind != Paragraph::Kind::text && i < paragraph.lines.size(); ++i)
      if (const std::size_t wide = width(paragraph.lines[i]); wide > widest)
        verdict.warn(chapter.at(paragraph.first + static_cast<int>(i)), excess(wide));
}

void trailing_spaces(const Manuscript& chapter, Verdict& verdict) {
  for (std::size_t i = 0; i < chapter.source.size(); ++i)
    if (chapter.source[i].ends_with(' ')) verdict.fail(chapter.at(static_cast<int>(i + 1)), "spaces at the end of the line; remove them");
}

void emoji(const Manuscript& chapter, Verdict& verdict) {
  for (std::size_t i = 0; i < chapter.source.size(); ++i)
    if (const std::string_view picture = find_picture(chapter.source[i]); !picture.empty())
      verdict.fail(chapter.at(static_cast<int>(i + 1)), fmt::format("emoji `{}`; say it in words, the theme draws the icons", picture));
}

}  // namespace tito::literate::rules
