#include "literate/tangle/diff.hpp"

#include "literate/model/text.hpp"

#include <dtl/dtl.hpp>

#include <algorithm>
#include <sstream>
#include <utility>

namespace tito::literate {
namespace {

using Diff = dtl::Diff<std::string_view, Lines>;

}  // namespace

std::vector<Hunk> hunks_between(const Lines& before, const Lines& after) {
  Diff diff(before, after);
  diff.compose();
  std::vector<Hunk> hunks;
  std::size_t old_line = 0, new_line = 0;
  const dtl::Ses<std::string_view> script = diff.getSes();
  for (const auto& step : script.getSequence()) {
    const bool common = step.second.type == dtl::SES_COMMON;
    if (!common && (hunks.empty() || hunks.back().end != old_line || hunks.back().new_end != new_line))
      hunks.push_back({old_line, old_line, new_line, new_line});
    if (step.second.type != dtl::SES_ADD) ++old_line;
    if (step.second.type != dtl::SES_DELETE) ++new_line;
    if (!common) hunks.back().end = old_line, hunks.back().new_end = new_line;
  }
  return hunks;
}

std::size_t line_before(const std::vector<Hunk>& hunks, std::size_t after) {
  std::size_t old_end = 0, new_end = 0;  // of the last hunk above the line
  for (const Hunk& hunk : hunks) {
    if (hunk.new_begin > after) break;
    if (after < hunk.new_end) {
      const std::size_t at = hunk.begin + (after - hunk.new_begin);
      return hunk.removed() == 0 ? std::max<std::size_t>(hunk.begin, 1) - 1 : std::min(at, hunk.end - 1);
    }
    old_end = hunk.end;
    new_end = hunk.new_end;
  }
  return old_end + (after - new_end);
}

std::vector<Hunk> inverse(std::vector<Hunk> hunks) {
  for (Hunk& hunk : hunks) {
    std::swap(hunk.begin, hunk.new_begin);
    std::swap(hunk.end, hunk.new_end);
  }
  return hunks;
}

std::string unified(const std::string& name, std::string_view before, std::string_view after) {
  Diff diff(split_lines(before), split_lines(after));
  diff.compose();
  diff.composeUnifiedHunks();
  std::ostringstream text;
  text << "--- a/" << name << "\n+++ b/" << name << "\n";
  diff.printUnifiedFormat(text);
  return text.str();
}

}  // namespace tito::literate
