// Checks the bytes and the lines of a chapter before noweb sees them: what noweb would misread silently is an error here.
#pragma once

#include <string_view>

#include "support/problem.hpp"

namespace tito::literate {

void check_source(const std::string& file, std::string_view text, Problems& problems);

}  // namespace tito::literate
