// One chapter's tests, or all chapters', in the tree as it is: what an author or a student runs while writing.
#pragma once

#include <string>

#include "framework/counts.hpp"
#include "framework/workspace.hpp"

namespace tito {

/// Builds the framework and runs the tests of `chapter` (a number, a name, or both; all when empty); only cases whose name holds
/// `filter`, when it is not empty. Their output goes straight to the terminal. Throws std::runtime_error when there is no such chapter.
Counts test_chapters(const Workspace& workspace, const std::string& chapter, const std::string& filter);

}  // namespace tito
