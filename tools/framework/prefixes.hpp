// The framework as it stands after each chapter.
#pragma once

#include <string>

#include "framework/meson_tests.hpp"
#include "framework/workspace.hpp"

namespace tito {

/// The framework of all chapters, in a build of its own: everything in it compiles without a warning, and its tests pass.
Tested test_framework(const Workspace& workspace);

/// The same of the framework as it stands after `chapter`, unless an identical tree passed before. A file that two trees have alike is
/// compiled once: the trees lie so that the compiler is called with the same words, and ccache serves the second.
Tested test_prefix(const Workspace& workspace, const std::string& chapter);

}  // namespace tito
