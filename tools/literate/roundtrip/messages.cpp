#include "literate/roundtrip/messages.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

namespace tito::literate {
namespace {

bool in_path(char c) {
  const bool word = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
  return word || static_cast<unsigned char>(c) >= 0x80 || std::string_view("_-./+~@#").find(c) != std::string_view::npos;
}

// The length of the terminal's colour code at the beginning of `text`, or 0.
std::size_t colour_code(std::string_view text) {
  if (!text.starts_with("\x1b[")) return 0;
  const std::size_t end = text.find_first_not_of("0123456789;", 2);
  return end == text.npos ? text.size() : end + 1;
}

// Reads a number in front of `text` and takes it off; 0 when there is none.
int take_number(std::string_view& text) {
  int number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || number < 0) return 0;
  text.remove_prefix(static_cast<std::size_t>(end - text.data()));
  return number;
}

bool before_digit(std::string_view text, char mark) { return text.size() > 1 && text[0] == mark && text[1] >= '0' && text[1] <= '9'; }

// What follows a path: `:12`, `:12:3` or `(12)`.
struct Coordinates {
  int line = 0, column = 0;
  std::size_t length = 0;
  bool in_brackets = false;
};

Coordinates read_coordinates(const std::string_view text) {
  Coordinates found;
  found.in_brackets = before_digit(text, '(');
  if (!found.in_brackets && !before_digit(text, ':')) return {};
  std::string_view rest = text.substr(1);
  found.line = take_number(rest);
  if (found.in_brackets) {
    if (!rest.starts_with(')')) return {};
    rest.remove_prefix(1);
  } else if (before_digit(rest, ':')) {
    // A column of 0, or one beyond all numbers, is none.
    std::string_view after = rest.substr(1);
    found.column = take_number(after);
    if (found.column > 0) rest = after;
  }
  found.length = text.size() - rest.size();
  return found;
}

std::string written_like(const Coordinates& original, const Place& at) {
  if (original.in_brackets) return fmt::format("{}({})", at.file, at.line);
  if (original.column == 0) return fmt::format("{}:{}", at.file, at.line);
  return fmt::format("{}:{}:{}", at.file, at.line, at.column);
}

}  // namespace

std::string rewrite_message(std::string_view line, const Where& where, const Recognise& recognise, std::string_view root) {
  std::string result;
  while (!line.empty()) {
    const std::size_t rooted = line.starts_with(root) ? root.size() : 0;
    const auto end = std::find_if_not(line.begin() + static_cast<std::ptrdiff_t>(rooted), line.end(), in_path);
    const std::string_view path = line.substr(0, static_cast<std::size_t>(end - line.begin()));
    if (path.empty()) {
      const std::size_t other = std::max<std::size_t>(colour_code(line), 1);
      result += line.substr(0, other);
      line.remove_prefix(other);
      continue;
    }
    line.remove_prefix(path.size());
    if (path.starts_with("//") && result.ends_with(':')) {  // what follows `file:`, which a program will open
      result += path;
      continue;
    }
    const Coordinates coordinates = read_coordinates(line);
    const bool link = path.starts_with("//") && result.ends_with(':');  // of file:// or another scheme: a place in it would break it
    const std::optional<std::string> file = coordinates.line > 0 && !link ? recognise(path) : std::nullopt;
    const std::optional<Found> found = file ? where.in_chapters(*file, coordinates.line, coordinates.column) : std::nullopt;
    result += found ? written_like(coordinates, found->at) : std::string(path);
    if (found) line.remove_prefix(coordinates.length);
  }
  return result;
}

}  // namespace tito::literate
