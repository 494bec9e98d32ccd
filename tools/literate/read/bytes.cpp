#include "literate/read/bytes.hpp"

#include <fmt/format.h>

#include <cstdint>
#include <string>
#include <vector>

#include "literate/model/text.hpp"

namespace tito::literate {
namespace {

// Length of the UTF-8 sequence at the beginning of `text`, 0 when it is malformed.
std::size_t utf8_sequence(std::string_view text) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  const unsigned lead = byte(0);
  const std::size_t length = lead < 0x80 ? 1 : lead < 0xC2 ? 0 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : lead < 0xF5 ? 4 : 0;
  if (length == 0 || length > text.size()) return 0;
  for (std::size_t i = 1; i < length; ++i)
    if ((byte(i) & 0xC0U) != 0x80U) return 0;
  if (length < 3) return length;
  const unsigned second = byte(1);
  const bool overlong = (lead == 0xE0 && second < 0xA0) || (lead == 0xF0 && second < 0x90);
  const bool out_of_range = (lead == 0xED && second > 0x9F) || (lead == 0xF4 && second > 0x8F);
  return overlong || out_of_range ? 0 : length;
}

// The code point of a well-formed sequence.
char32_t decoded(std::string_view sequence) {
  const auto lead = static_cast<unsigned char>(sequence[0]);
  if (sequence.size() == 1) return lead;
  char32_t point = lead & (0xFFU >> (sequence.size() + 1));
  for (const char c : sequence.substr(1)) point = point << 6 | (static_cast<unsigned char>(c) & 0x3FU);
  return point;
}

// What no printer prints: controls of terminals, what breaks lines for some readers only, and what changes the direction of the text around
// it, so that code would not read as it runs. Tabs, carriage returns and NUL have messages of their own.
bool is_control(char32_t point) {
  const bool c0 = point < 0x20 && point != '\t' && point != '\r' && point != 0;
  const bool c1 = point >= 0x7F && point <= 0x9F;
  const bool line = point == 0x2028 || point == 0x2029;
  const bool direction = point == 0x061C || point == 0x200E || point == 0x200F || (point >= 0x202A && point <= 0x202E) ||
                         (point >= 0x2066 && point <= 0x2069);
  return c0 || c1 || line || direction;
}

struct Oddities {
  std::size_t malformed = std::string_view::npos, control = std::string_view::npos;  // where the first of them stands
  char32_t point = 0;                                                                 // the control character
};

Oddities oddities_of(std::string_view line) {
  Oddities found;
  for (std::size_t at = 0; at < line.size();) {
    const std::size_t length = utf8_sequence(line.substr(at));
    if (length == 0) {
      found.malformed = at;
      return found;
    }
    const char32_t point = decoded(line.substr(at, length));
    if (found.control == line.npos && is_control(point)) {
      found.control = at;
      found.point = point;
    }
    at += length;
  }
  return found;
}

// A mistake that usually runs through a whole file is reported once, where it begins.
struct Repeated {
  std::string message;
  Place first;
  int lines = 0;
};

}  // namespace

bool check_bytes(const std::string& file, std::string_view text, Problems& problems) {
  Repeated returns{"carriage return; save the file with LF line ends", {}};
  Repeated nuls{"NUL byte; remove it", {}};
  Repeated encoding{"not UTF-8; save the file as UTF-8", {}};
  Repeated tabs{"tab; indent with spaces", {}};
  Repeated controls{"", {}};
  const std::vector<std::string_view> lines = split_lines(text);
  for (std::size_t i = 0; i < lines.size(); ++i) {
    const auto note = [&](Repeated& mistake, std::size_t at) {
      if (at == lines[i].npos) return;
      if (mistake.lines++ == 0) mistake.first = {file, static_cast<int>(i + 1), static_cast<int>(at + 1)};
    };
    note(returns, lines[i].find('\r'));
    note(nuls, lines[i].find('\0'));
    note(tabs, lines[i].find('\t'));
    const Oddities odd = oddities_of(lines[i]);
    note(encoding, odd.malformed);
    note(controls, odd.control);
    if (controls.lines > 0 && controls.message.empty())
      controls.message = fmt::format("control character U+{:04X}; remove it", static_cast<std::uint32_t>(odd.point));
  }
  const bool marked = text.starts_with("\xEF\xBB\xBF");
  if (marked) problems.add({file, 1, 1}, "byte order mark; save the file as UTF-8 without BOM");
  for (const Repeated& mistake : {returns, nuls, encoding, tabs, controls}) {
    if (mistake.lines == 1) problems.add(mistake.first, mistake.message);
    if (mistake.lines > 1) problems.add(mistake.first, fmt::format("{} (also on {} more lines)", mistake.message, mistake.lines - 1));
  }
  if (text.empty())
    problems.add({file}, "the chapter is empty; write its text, or take it out of chapters/order.toml");
  else if (text.back() != '\n')
    problems.add({file, static_cast<int>(lines.size()), static_cast<int>(lines.back().size() + 1)},
                 "no newline at the end of the file; add one");
  return !marked && returns.lines + nuls.lines + encoding.lines == 0;
}

}  // namespace tito::literate
