#include "literate/roundtrip/escape.hpp"

namespace literate {

std::string escape(std::string_view code) {
  std::string line;
  if (code.starts_with('@')) line += '@';
  for (std::size_t at = 0; at < code.size(); ++at) {
    const std::string_view rest = code.substr(at);
    // A `<<` that no `>>` follows is nothing to noweb, and reads better without an `@`.
    const bool opens = rest.starts_with("<<") && rest.find(">>", 2) != rest.npos;
    const bool swallowed = at > 0 && code[at - 1] == '@' && (rest.starts_with("<<") || rest.starts_with(">>"));
    if (opens || swallowed) line += '@';
    line += code[at];
  }
  return line;
}

int escaped_column(std::string_view chapter_line, int column) {
  int escapes = 0;
  for (std::size_t at = 0; at < chapter_line.size() && static_cast<int>(at) - escapes < column; ++at) {
    if (chapter_line[at] != '@') continue;
    const std::string_view next = chapter_line.substr(at + 1);
    if (next.starts_with("<<") || next.starts_with(">>") || (at == 0 && next.starts_with('@'))) ++escapes;
  }
  return column + escapes;
}

}  // namespace literate
