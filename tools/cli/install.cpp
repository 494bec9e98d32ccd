#include "install.hpp"

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

void ensure_python(const Workspace& workspace) {
  const std::vector<fs::path> lists = {workspace.root() / "book/requirements.txt", workspace.root() / "tests/requirements.txt"};
  std::string wanted;
  for (const fs::path& list : lists) wanted += read_file(list);
  const fs::path environment = workspace.build() / "python", stamp = environment / "installed.txt";
  if (read_file(stamp) == wanted) return;

  Step step("Python packages");
  const fs::path log = workspace.build() / "log/python.txt";
  fs::remove_all(environment);
  run_or_throw("making the Python environment", {{"/usr/bin/python3", "-m", "venv", environment.string()}}, log);
  for (const fs::path& list : lists)
    run_or_throw("installing the Python packages",
                 {{workspace.python().string(), "-m", "pip", "install", "--disable-pip-version-check", "--require-hashes",
                   "--only-binary", ":all:", "-r", list.string()}}, log);
  std::ofstream(stamp, std::ios::binary) << wanted;
  step.done(environment.lexically_relative(workspace.root()).string());
}

}  // namespace tito
