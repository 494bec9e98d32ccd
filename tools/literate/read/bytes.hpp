// Checks that a chapter's bytes are plain UTF-8 text, one line an LF.
#pragma once

#include <string_view>

#include "support/problem.hpp"

namespace tito::literate {

/// Returns whether the text is sound enough to look at its structure.
bool check_bytes(const std::string& file, std::string_view text, Problems& problems);

}  // namespace tito::literate
