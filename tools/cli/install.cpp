#include "cli/install.hpp"

#include <fstream>
#include <stdexcept>

#include "support/files.hpp"
#include "support/process.hpp"
#include "support/progress.hpp"

namespace tito {
void ensure_packages(const Workspace& workspace, const std::vector<std::string>& groups, bool yes) {
  Command command{{(workspace.home() / "tools/packages/ensure").string()}};
  if (yes) command.words.push_back("--yes");
  command.words.insert(command.words.end(), groups.begin(), groups.end());
  if (run_attached(command) != 0) throw std::runtime_error("packages are missing (named above)");
}

fs::path ensure_environment(const Workspace& workspace, const fs::path& environment, const std::vector<fs::path>& lists) {
  std::string wanted;
  for (const fs::path& list : lists) wanted += read_file(list);
  const fs::path stamp = environment / "installed.txt", python = environment / "bin/python";
  if (read_file(stamp) == wanted) return python;

  Step step("Python packages");
  const fs::path log = workspace.build() / "log/python.txt";
  fs::remove_all(environment);
  run_or_throw("making the Python environment", {{"/usr/bin/python3", "-m", "venv", environment.string()}}, log);
  for (const fs::path& list : lists) {
    Command install{{python.string(), "-m", "pip", "install", "--disable-pip-version-check", "--only-binary", ":all:", "-r", list.string()}};
    // A peer that comes in several builds, such as PyTorch, has no one hash.
    if (read_file(list).find("--hash=") != std::string::npos) install.words.push_back("--require-hashes");
    run_or_throw("installing the Python packages", install, log);
  }
  std::ofstream(stamp, std::ios::binary) << wanted;
  step.done(environment.lexically_relative(workspace.root()).string());
  return python;
}

void ensure_python(const Workspace& workspace) {
  ensure_environment(workspace, workspace.build() / "python",
                     {workspace.root() / "book/requirements.txt", workspace.root() / "tests/requirements.txt"});
}

}  // namespace tito
