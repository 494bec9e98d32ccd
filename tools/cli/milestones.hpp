// The milestones: programs of the framework that show what it can do, each with criteria that can fail.
#pragma once

#include <string>
#include <vector>

#include "support/process.hpp"
#include "workspace.hpp"

namespace tito {

/// Builds the framework. Returns the names of its milestones, in order. Throws std::runtime_error when no chapter so far has one.
std::vector<std::string> build_milestones(const Workspace& workspace);

/// How a milestone is run; its exit status says whether its criteria were met.
Command milestone_command(const Workspace& workspace, const std::string& name);

}  // namespace tito
