// The milestones: programs of the framework that show what it can do, each with criteria that can fail.
#pragma once

#include <string>
#include <vector>

#include "framework/workspace.hpp"

namespace tito {

/// Builds the milestones. Returns their names, in order. Throws std::runtime_error when no chapter so far has one.
std::vector<std::string> build_milestones(const Workspace& workspace);

/// Runs a milestone with our own output. Returns its exit status, which says whether its criteria were met. Its learning curves are drawn
/// into build/milestones/NAME/, and their files listed, where the book's plots can be drawn.
int run_milestone(const Workspace& workspace, const std::string& name);

}  // namespace tito
