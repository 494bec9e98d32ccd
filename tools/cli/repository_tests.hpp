// All tests of the repository, in parts.
#pragma once

#include <string>
#include <vector>

#include "framework/counts.hpp"
#include "framework/workspace.hpp"

namespace tito {

/// "tool", "framework", "prefixes", "book": what `--part` chooses from.
const std::vector<std::string>& parts_of_the_repository();

/// Runs these parts (all when empty). Prints a line for each group of tests, and for each part its seconds. Writes into build/test/times.json
/// how long each group took, which `tito bench ci` reads.
Counts test_repository(const Workspace& workspace, const std::vector<std::string>& parts, bool yes);

/// The framework as it stands after each chapter, the last one included.
Counts test_prefixes(const Workspace& workspace, bool yes);

}  // namespace tito
