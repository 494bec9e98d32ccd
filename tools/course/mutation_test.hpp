// Whether the tests of an exercise notice when its solution is wrong.
#pragma once

#include <string>

#include "framework/counts.hpp"
#include "framework/workspace.hpp"

namespace tito {

/// Changes the solutions of `chapter` (all chapters when empty) in small ways and runs against each mutant the exercise's visible tests,
/// and when they pass, its probe. Prints a line for each exercise and every survivor with its place. An exercise passes when its tests
/// kill 90 % of its mutants, and tests and probe together 95 %. Throws std::runtime_error when there is no exercise to mutate.
Counts test_mutants(const Workspace& workspace, const std::string& chapter, const std::string& word = {});

}  // namespace tito
