#include "literate/roundtrip/escape.hpp"

namespace tito::literate {

std::string escape(std::string_view code) {
  std::string line;
  if (code.starts_with('@')) line += '@';
  for (std::size_t at = 0; at < code.size(); ++at) {
    const std::string_view rest = code.substr(at);
    const bool swallowed = at > 0 && code[at - 1] == '@';
    if (!rest.starts_with("<<") && !(swallowed && rest.starts_with(">>"))) {
      line += code[at];
    } else if (swallowed || rest.find(">>", 2) != rest.npos) {
      line.append("@").append(rest.substr(0, 2));
      ++at;
    } else {
      // A `<<` that no `>>` follows is nothing to noweb, nor is what stands behind it, and reads better without an `@`.
      return line.append(rest);
    }
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

}  // namespace tito::literate
