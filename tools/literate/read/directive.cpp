#include "literate/read/directive.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "literate/model/text.hpp"

namespace tito::literate {
namespace {

// The length of a colon fence at the beginning of a line, 0 when there is none.
std::size_t fence_length(std::string_view line) {
  const std::size_t length = leading(trim(line), ':');
  return length < 3 ? 0 : length;
}

bool is_bare(std::string_view line) { return leading(trim(line), ':') == trim(line).size(); }

class Parser {
 public:
  Parser(const Prose& prose, const std::string& file, Problems& problems) : prose_(prose), file_(file), problems_(problems) {}

  // The directives among the lines [at, end).
  std::vector<Directive> parse(std::size_t at, std::size_t end) {
    std::vector<Directive> found;
    std::string_view fence;
    while (at < end) {
      const std::string& line = prose_.lines[at];
      if (opens_code_fence(line, fence)) {
        at = after_code(at, end, fence);
      } else if (fence_length(line) == 0) {
        ++at;
      } else if (is_bare(line)) {
        report(at++, "a closing fence without an opening one; remove it, or give the fence around it more colons");
      } else {
        found.push_back(parse_directive(at, end));
        at = found.back().last + 1;
      }
    }
    return found;
  }

 private:
  Place place(std::size_t line) const {
    const std::size_t column = leading(prose_.lines[line], ' ');
    return {file_, prose_.line + static_cast<int>(line), static_cast<int>(column + 1)};
  }

  void report(std::size_t line, std::string message) { problems_.add(place(line), std::move(message)); }

  std::size_t after_code(std::size_t at, std::size_t end, std::string_view fence) {
    for (std::size_t line = at + 1; line < end; ++line)
      if (closes_code_fence(prose_.lines[line], fence)) return line + 1;
    report(at, fmt::format("a code fence that is not closed; end it with `{}`", fence));
    return end;
  }

  Directive parse_directive(std::size_t at, std::size_t end) {
    Directive directive = parse_opening(at);
    directive.first = at;
    directive.last = closing_fence(at, end, directive.name);
    directive.body = parse_options(directive, at + 1);
    if (directive.name != "diagram") directive.children = parse(directive.body, std::min(directive.last, end));
    return directive;
  }

  Directive parse_opening(std::size_t at) {
    const std::string_view line = trim(prose_.lines[at]);
    const std::string_view text = line.substr(fence_length(line));
    Directive directive;
    directive.at = place(at);
    const std::size_t close = text.find('}');
    if (!text.starts_with('{') || close == text.npos || close == 1) {
      report(at, fmt::format("`{}` opens no directive; write `:::{{name}} argument`", line));
      return directive;
    }
    directive.name = trim(text.substr(1, close - 1));
    directive.argument = trim(text.substr(close + 1));
    return directive;
  }

  // MyST closes a directive at the first bare fence that is long enough, whatever stands between.
  std::size_t closing_fence(std::size_t open, std::size_t end, const std::string& name) {
    const std::size_t length = fence_length(prose_.lines[open]);
    for (std::size_t at = open + 1; at < end; ++at) {
      const std::string& line = prose_.lines[at];
      if (fence_length(line) < length) continue;
      if (is_bare(line)) return at;
      report(at, fmt::format("a fence opens inside `{}` of line {}; close that first, or give it more colons than this one has", name,
                             place(open).line));
      return skip_nested(at, end, length);
    }
    report(open, fmt::format("`{}` is not closed; end it with `{}`", name, std::string(length, ':')));
    return end;
  }

  // After a fence that should have been shorter: the line that its author meant as the end, so that one mistake is
  // reported once. Fences are counted like parentheses.
  std::size_t skip_nested(std::size_t at, std::size_t end, std::size_t length) const {
    for (int depth = 1; at < end; ++at) {
      if (fence_length(prose_.lines[at]) < length) continue;
      depth += is_bare(prose_.lines[at]) ? -1 : 1;
      if (depth == 0) return at;
    }
    return end;
  }

  // Reads the `:key: value` lines and returns the line after them.
  std::size_t parse_options(Directive& directive, std::size_t at) {
    for (; at < directive.last && at < prose_.lines.size(); ++at) {
      const std::string_view line = trim(prose_.lines[at]);
      const std::size_t end = line.find(':', 1);
      if (!line.starts_with(':') || end == line.npos || end == 1) break;
      const std::string_view key = line.substr(1, end - 1);
      if (key.find(' ') != key.npos) break;
      directive.options.push_back({std::string(key), std::string(trim(line.substr(end + 1))), place(at)});
    }
    return at;
  }

  const Prose& prose_;
  const std::string& file_;
  Problems& problems_;
};

void add_answers(const std::vector<Directive>& directives, std::set<std::size_t>& lines) {
  for (const Directive& directive : directives) {
    if (directive.name == "answer")
      for (std::size_t line = directive.first; line <= directive.last; ++line) lines.insert(line);
    add_answers(directive.children, lines);
  }
}

}  // namespace

std::vector<Directive> parse_directives(const Prose& prose, const std::string& file, Problems& problems) {
  return Parser(prose, file, problems).parse(0, prose.lines.size());
}

std::set<std::size_t> lines_of_answers(const std::vector<Directive>& directives) {
  std::set<std::size_t> lines;
  add_answers(directives, lines);
  return lines;
}

}  // namespace tito::literate
