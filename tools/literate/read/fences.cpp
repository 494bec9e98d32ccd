#include "literate/read/fences.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "literate/model/directives.hpp"
#include "literate/model/text.hpp"

namespace tito::literate {
namespace {

constexpr std::size_t deepest = 16;

// The length of a colon fence at the beginning of a line, 0 when there is none.
std::size_t fence_length(std::string_view text) {
  const std::size_t length = leading(text, ':');
  return length < 3 ? 0 : length;
}

bool is_verbatim(std::string_view name) {
  const DirectiveFacts* facts = find_directive(name);
  return facts != nullptr && facts->verbatim;
}

struct Fence {
  char sign = 0;
  std::string_view directive, argument;
  bool behind_mark = false;  // of a quotation or a list
  std::size_t column = 0;
};

// The fence with a directive that opens on this line, wherever Markdown would see one.
Fence fence_of(std::string_view line) {
  const std::size_t begin = std::min(line.find_first_not_of(" >-*+0123456789.)"), line.size());
  const std::string_view text = line.substr(begin);
  if (text.empty() || std::string_view("`~:").find(text[0]) == std::string_view::npos) return {};
  const std::size_t length = leading(text, text[0]);
  const std::string_view info = trim(text.substr(length));
  if (length < 3 || !info.starts_with('{') || info.find('}') == info.npos) return {};
  const std::size_t close = info.find('}');
  return {text[0], trim(info.substr(1, close - 1)), trim(info.substr(close + 1)), begin > leading(line, ' '), begin};
}

// How pages say where the parts of the printed book begin. Their text is searched like any other.
bool is_for_print(const Fence& fence) { return fence.directive == "raw" && fence.argument == "latex"; }

// What is wrong with a directive of a chapter without a mark before it, whoever knows all directives says.
bool is_known_elsewhere(const Fence& fence) { return !fence.behind_mark && (fence.sign == ':' || fence.directive == "answer"); }

}  // namespace

FenceReader::FenceReader(std::string file, int first_line, Problems& problems) : file_(std::move(file)), problems_(problems) {
  prose_.line = first_line;
}

void FenceReader::report(std::size_t line, std::string message) {
  const std::size_t column = leading(prose_.lines[line].text, ' ');
  problems_.add({file_, number(line), static_cast<int>(column + 1)}, std::move(message));
}

int FenceReader::open_line() const {
  if (!code_.empty()) return number(code_begin_);
  return open_.empty() ? 0 : number(prose_.directives[open_.back().directive].first);
}

void FenceReader::read(std::string_view line) {
  prose_.lines.push_back({std::string(line), Mark::text, open_.empty() ? outside : open_.back().directive});
  const std::string_view text = trim(line);
  if (const std::size_t colons = fence_length(text); colons > 0)
    read_colons(text, colons);
  else if (!code_.empty())
    read_text(line);
  else if (!open_.empty() && open_.back().options && read_option(text))
    mark(Mark::option);
  else
    read_text(line);
}

void FenceReader::read_colons(std::string_view text, std::size_t colons) {
  const bool bare = colons == text.size();
  if (closes_directive(bare, colons)) return;
  if (!open_.empty()) open_.back().options = false;
  if (!code_.empty())
    mark(Mark::code);
  else if (!open_.empty() && open_.back().verbatim)
    mark(Mark::drawing);
  else if (!bare)
    open_directive(text, colons);
  else {
    mark(Mark::close);
    report(here(), "a closing fence without an opening one; remove it, or give the fence around it more colons");
  }
}

// MyST closes a directive at the first bare fence that is long enough, whatever stands between. After a fence that should have been
// shorter, fences are counted like parentheses, up to the line that its author meant as the end: one mistake is reported once.
bool FenceReader::closes_directive(bool bare, std::size_t colons) {
  for (std::size_t level = 0; level < open_.size(); ++level) {
    Open& open = open_[level];
    if (open.colons > colons) continue;
    const Directive& directive = prose_.directives[open.directive];
    if (open.misnested > 0) {
      open.misnested += bare ? -1 : 1;
      if (open.misnested == 0) return close(level), true;
    } else if (bare) {
      return close(level), true;
    } else {
      report(here(), fmt::format("a fence opens inside `{}` of line {}; close that first, or give it more colons than this one has",
                                 directive.name, number(directive.first)));
      open.misnested = 2;
    }
  }
  return false;
}

void FenceReader::close(std::size_t level) {
  abandon(level + 1);
  abandon_code();
  const std::size_t directive = open_[level].directive;
  prose_.directives[directive].last = here();
  prose_.lines.back().directive = directive;
  mark(Mark::close);
  open_.pop_back();
}

// What is still open inside ends here without its own end.
void FenceReader::abandon(std::size_t level) {
  for (; open_.size() > level; open_.pop_back()) {
    abandon_code();
    const Open& open = open_.back();
    Directive& directive = prose_.directives[open.directive];
    directive.last = here();
    if (open.misnested == 0)
      report(directive.first, fmt::format("`{}` is not closed; end it with `{}`", directive.name, std::string(open.colons, ':')));
  }
}

void FenceReader::abandon_code() {
  if (!code_.empty()) report(code_begin_, fmt::format("a code fence that is not closed; end it with `{}`", code_));
  code_.clear();
}

void FenceReader::open_directive(std::string_view text, std::size_t colons) {
  if (open_.size() == deepest) {
    report(here(), fmt::format("directives stand {} deep in each other here; {} are allowed: take this one out", deepest + 1, deepest));
    open_.back().verbatim = true;
    return mark(Mark::drawing);
  }
  Directive directive;
  directive.at = {file_, number(here()), static_cast<int>(leading(prose_.lines.back().text, ' ') + 1)};
  directive.first = here();
  directive.body = here() + 1;
  directive.around = prose_.lines.back().directive;
  const std::string_view rest = text.substr(colons);
  const std::size_t end = rest.find('}');
  if (rest.starts_with('{') && end != rest.npos && end != 1) {
    directive.name = trim(rest.substr(1, end - 1));
    directive.argument = trim(rest.substr(end + 1));
  } else {
    report(here(), fmt::format("`{}` opens no directive; write `:::{{name}} argument`", text));
  }
  mark(Mark::open);
  prose_.lines.back().directive = prose_.directives.size();
  open_.push_back({prose_.directives.size(), colons, true, is_verbatim(directive.name), 0});
  prose_.directives.push_back(std::move(directive));
}

// `:key: value`
bool FenceReader::read_option(std::string_view text) {
  const std::size_t end = text.find(':', 1);
  const std::string_view key = text.substr(0, end).substr(text.empty() ? 0 : 1);
  open_.back().options = text.starts_with(':') && end != text.npos && end > 1 && key.find(' ') == key.npos;
  if (!open_.back().options) return false;
  Directive& directive = prose_.directives[open_.back().directive];
  const std::size_t column = leading(prose_.lines.back().text, ' ');
  directive.options.push_back(
      {std::string(key), std::string(trim(text.substr(end + 1))), {file_, number(here()), static_cast<int>(column + 1)}});
  directive.body = here() + 1;
  return true;
}

void FenceReader::read_text(std::string_view line) {
  std::string_view fence;
  if (!code_.empty()) {
    mark(closes_code_fence(line, code_) ? Mark::code_close : Mark::code);
    if (prose_.lines.back().mark == Mark::code_close) code_.clear();
  } else if (!open_.empty() && open_.back().verbatim) {
    mark(Mark::drawing);
  } else if (opens_code_fence(line, fence)) {
    mark(Mark::code_open);
    code_ = fence;
    code_begin_ = here();
  } else if (is_blank(line)) {
    mark(Mark::blank);
  } else if (heading_level(line) > 0) {
    mark(Mark::heading);
  }
}

Prose FenceReader::finish() {
  prose_.lines.emplace_back();  // one behind the last line, where what is open ends
  abandon(0);
  abandon_code();
  prose_.lines.pop_back();
  return std::move(prose_);
}

Prose read_prose(const std::vector<ProseLine>& lines, const std::string& file, int first_line, Problems& problems) {
  FenceReader reader(file, first_line, problems);
  for (const ProseLine& line : lines) reader.read(line.text);
  return reader.finish();
}

Prose read_prose(std::string_view page, const std::string& file, Problems& problems) {
  FenceReader reader(file, 1, problems);
  for (const std::string_view line : split_lines(page)) reader.read(line);
  return reader.finish();
}

void check_fences(const Prose& prose, const std::string& file, Fences which, Problems& problems) {
  for (std::size_t at = 0; at < prose.lines.size(); ++at) {
    const Fence fence = fence_of(prose.lines[at].text);
    if (which == Fences::of_chapter ? is_known_elsewhere(fence) : is_for_print(fence)) continue;
    const Place place{file, prose.line + static_cast<int>(at), static_cast<int>(fence.column) + 1};
    if (hides_text(fence.directive))
      problems.add(place, fmt::format("`{}` could carry text past the editions; take it out", fence.directive));
    else if (fence.directive == "answer" && (fence.sign != ':' || fence.behind_mark))
      problems.add(place, "this `answer` would be printed in every edition; write it as a colon fence, with nothing but spaces before it");
  }
}

}  // namespace tito::literate
