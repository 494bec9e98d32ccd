#include "literate/read/fences.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "literate/model/text.hpp"

namespace tito::literate {
namespace {

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

bool hides_text(const Fence& fence) {
  return fence.directive == "raw" || fence.directive == "only" || fence.directive == "eval-rst";
}

// How pages say where the parts of the printed book begin. Their text is searched like any other.
bool is_for_print(const Fence& fence) { return fence.directive == "raw" && fence.argument == "latex"; }

// Colon fences and our own directives in code fences: whoever knows all directives says more of them.
bool is_known_elsewhere(const Fence& fence) {
  return !fence.behind_mark && fence.directive != "eval-rst" && (fence.sign == ':' || fence.directive == "answer");
}

}  // namespace

void check_fences(const Prose& prose, const std::string& file, Fences which, Problems& problems) {
  for (std::size_t at = 0; at < prose.lines.size(); ++at) {
    const Fence fence = fence_of(prose.lines[at]);
    if (which == Fences::of_chapter ? is_known_elsewhere(fence) : is_for_print(fence)) continue;
    const Place place{file, prose.line + static_cast<int>(at), static_cast<int>(fence.column) + 1};
    if (hides_text(fence))
      problems.add(place, fmt::format("`{}` could carry text past the editions; take it out", fence.directive));
    else if (fence.directive == "answer" && (fence.sign != ':' || fence.behind_mark))
      problems.add(place, "this `answer` would be printed in every edition; write it as a colon fence, with nothing but spaces before it");
  }
}

}  // namespace tito::literate
