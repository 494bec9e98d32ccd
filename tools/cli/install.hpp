// Installing what a verb needs: Debian packages by group, and Python packages in environments of their own.
#pragma once

#include <string>
#include <vector>

#include "framework/workspace.hpp"

namespace tito {

/// Installs the missing packages of tools/packages/GROUP.txt; asks first unless `yes`. Throws when they are still missing afterwards.
void ensure_packages(const Workspace& workspace, const std::vector<std::string>& groups, bool yes);

/// Makes the Python environment in folder `environment` hold exactly the pinned packages of `lists`; returns its Python. Throws when
/// they cannot be installed.
fs::path ensure_environment(const Workspace& workspace, const fs::path& environment, const std::vector<fs::path>& lists);

/// Makes build/python hold exactly the pinned packages of book/requirements.txt and tests/requirements.txt.
void ensure_python(const Workspace& workspace);

}  // namespace tito
