// Building and testing a tangled tree with Meson.
#pragma once

#include <string>
#include <vector>

#include "framework/counts.hpp"
#include "framework/workspace.hpp"

namespace tito {

struct Build {
  fs::path source, folder;           // the Meson project and where it is built
  std::vector<std::string> options;  // as given to `meson setup`
};

/// Runs `meson setup` when the folder is new or the options changed.
void configure(const Build& build);

/// Configures (when new or when the options changed) and compiles all, or only `targets`, files below the build folder. Another tito that
/// builds there is waited for. Throws std::runtime_error with the compiler's last lines.
void compile(const Build& build, const std::vector<std::string>& targets = {});

/// What the test called `name` needs to run, as targets; the folder must be configured.
std::vector<std::string> targets_of_test(const Build& build, const std::string& name);

/// The chapters that the tree at `source` has tests for ("00_setup", …), in order.
std::vector<std::string> chapters_of(const fs::path& source);

struct Tested {
  Counts counts;
  std::string failures;  // what the failing programs printed
};

/// Runs every test of a compiled build.
Tested run_tests(const Build& build);

}  // namespace tito
