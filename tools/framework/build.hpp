// Building a tangled tree with Meson.
#pragma once

#include <string>
#include <vector>

#include "framework/workspace.hpp"

namespace tito {

using Names = std::vector<std::string>;

struct Build {
  fs::path source, folder;           // the Meson project and where it is built
  std::vector<std::string> options;  // as given to `meson setup`
};

/// Runs `meson setup` when the folder is new or the options changed.
void configure(const Build& build);

/// Configures (when new or when the options changed) and compiles `targets`, paths below the build's folder; all that Meson builds
/// unasked when empty. Another tito that builds there is waited for. Throws std::runtime_error with the compiler's last lines.
void compile(const Build& build, const Names& targets = {});

/// As `compile`, but a warning is an error, too. The compiler gets no option for that: objects are then the same ones that other builds
/// have, which ccache serves. A folder that is compiled strictly must only be compiled strictly.
void compile_strictly(const Build& build, const Names& targets = {});

/// The lines of what compilers printed that begin with a warning's; of files whose name begins with `but`, they do not count.
std::string warnings_in(const std::string& compilers_said, const std::string& but = {});

/// Throws std::runtime_error with the warnings of what compiling `what` said, when there are any.
void refuse_warnings(const std::string& compilers_said, const std::string& what, const std::string& but = {});

/// What a build compiles until `done` may have warnings that nobody looked at: because of one of them, of an error elsewhere, or because the
/// run was killed. Then the next run compiles everything, and sees them, again.
class Unchecked {
 public:
  explicit Unchecked(const Build& build);
  void done() const;

 private:
  fs::path mark_;
};

/// What the test called `name` needs to run, as targets; the folder must be configured.
Names targets_of_test(const Build& build, const std::string& name);

/// The chapters that the tree at `source` has tests for ("00_setup", …), in order.
std::vector<std::string> chapters_of(const fs::path& source);

}  // namespace tito
