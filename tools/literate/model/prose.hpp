// Prose as those see it who read it once: what each line is, and the directives.
#pragma once

#include <cstddef>
#include <limits>
#include <string>
#include <string_view>
#include <vector>

#include "support/problem.hpp"

namespace tito::literate {

enum class Mark {
  text,
  blank,
  heading,
  code_open,   // "```cpp"
  code,        // inside a code fence
  code_close,
  open,        // ":::{name} argument"
  option,      // ":key: value", right below
  drawing,     // the body of a directive that is shown as it stands
  close        // ":::"
};

/// The index of no directive.
inline constexpr std::size_t outside = std::numeric_limits<std::size_t>::max();

struct ProseLine {
  std::string text;
  Mark mark = Mark::text;
  std::size_t directive = outside;  // the innermost one that the line belongs to, its fences and options included
};

struct Option {
  std::string key, value;
  Place at;
};

/// `:::{name} argument`, options, body, `:::`.
struct Directive {
  std::string name, argument;  // no name when the fence opens no directive
  std::vector<Option> options;
  std::size_t first = 0, body = 0, last = 0;  // lines of the prose: opening fence, first of the body, closing fence (or one behind the last line)
  std::size_t around = outside;               // the directive that it stands in
  Place at;
};

/// The text between two definitions.
struct Prose {
  int line = 0;  // of the first line
  std::vector<ProseLine> lines;
  std::vector<Directive> directives;  // in the order of their opening fences, so outer ones before those inside them
};

/// For each line whether it belongs to a directive for which `wanted` holds, or to one inside it.
template <typename Predicate>
std::vector<bool> lines_of(const Prose& prose, Predicate wanted) {
  std::vector<bool> lines(prose.lines.size(), false);
  for (const Directive& directive : prose.directives)
    for (std::size_t at = directive.first; wanted(directive) && at <= directive.last && at < lines.size(); ++at) lines[at] = true;
  return lines;
}

/// Takes lines out, and the directives that they open.
void erase_lines(Prose& prose, const std::vector<bool>& unwanted);

}  // namespace tito::literate
