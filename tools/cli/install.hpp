// Installing what a verb needs: Debian packages by group, and the book's Python packages in an environment of their own.
#pragma once

#include <string>
#include <vector>

#include "workspace.hpp"

namespace tito {

/// Installs the missing packages of tools/packages/GROUP.txt; asks first unless `yes`. Throws when they are still missing afterwards.
void ensure_packages(const Workspace& workspace, const std::vector<std::string>& groups, bool yes);

/// Makes build/python hold exactly the pinned packages of book/requirements.txt and tests/requirements.txt.
void ensure_python(const Workspace& workspace);

}  // namespace tito
