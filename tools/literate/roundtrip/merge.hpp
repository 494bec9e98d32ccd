// Two people changed the same text.
#pragma once

#include "literate/tangle/diff.hpp"

#include <optional>

namespace tito::literate {

struct MergedLine {
  std::string_view text;
  std::size_t theirs = 0;  // the line (from 0) of their text that it is, or stands nearest to
};

struct Merge {
  std::vector<MergedLine> lines;
  std::optional<std::size_t> conflict;  // the first line of theirs where both changed `base`, and not alike
};

Merge merge(const Lines& base, const Lines& ours, const Lines& theirs);

}  // namespace tito::literate
