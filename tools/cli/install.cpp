#include "cli/install.hpp"

#include <fmt/format.h>

#include <fstream>
#include <stdexcept>

#include "support/files.hpp"
#include "support/process.hpp"
#include "support/progress.hpp"

namespace tito {
namespace {

std::string joined(const std::vector<fs::path>& lists) {
  std::string text;
  for (const fs::path& list : lists) text += read_file(list);
  return text;
}

/// pip's own words on a missing network are long, and say nothing of what to do.
void install_or_throw(const Command& pip, const fs::path& log) try {
  run_or_throw("installing the Python packages", pip, log);
} catch (const std::runtime_error&) {
  const std::string said = read_file(log);
  const bool unreachable = said.find("NewConnectionError") != std::string::npos || said.find("ConnectTimeout") != std::string::npos ||
                           said.find("No matching distribution") != std::string::npos;
  if (!unreachable) throw;
  throw std::runtime_error(fmt::format("the Python packages cannot be had: pip reaches no index that has them; connect to the network, or name "
                                       "a mirror in PIP_INDEX_URL, and run the same command again. What was installed before is untouched; what "
                                       "pip said is in {}", log.string()));
}

/// Programs in an environment begin with the place where it was made, and so do the lines that activate it.
void rename_in_programs(const fs::path& environment, const fs::path& made_in) {
  for (const auto& entry : fs::directory_iterator(environment / "bin")) {
    if (!fs::is_regular_file(entry.symlink_status())) continue;
    std::string text = read_file(entry.path());
    const std::string from = made_in.string(), to = environment.string();
    if (text.find(from) == std::string::npos) continue;
    for (std::size_t at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size())) text.replace(at, from.size(), to);
    std::ofstream(entry.path(), std::ios::binary) << text;
  }
}

/// The old environment serves until the new one stands.
void replace(const fs::path& environment, const fs::path& made) {
  const fs::path old = environment.string() + ".old";
  fs::remove_all(old);
  if (fs::exists(fs::symlink_status(environment))) fs::rename(environment, old);
  fs::rename(made, environment);
  rename_in_programs(environment, made);
  fs::remove_all(old);
}

}  // namespace

void ensure_packages(const Workspace& workspace, const std::vector<std::string>& groups, bool yes) {
  Command command{{(workspace.home() / "tools/packages/ensure").string()}};
  if (yes) command.words.push_back("--yes");
  command.words.insert(command.words.end(), groups.begin(), groups.end());
  if (run_in_terminal(command) != 0) throw std::runtime_error("packages are missing (named above)");
}

fs::path ensure_environment(const Workspace& workspace, const fs::path& environment, const std::vector<fs::path>& lists) {
  const std::string wanted = joined(lists);
  const fs::path stamp = "installed.txt", python = environment / "bin/python";
  if (read_if_exists(environment / stamp) == wanted) return python;

  Step step("Python packages");
  const fs::path log = workspace.build() / "log/python.txt", made = environment.string() + ".new";
  fs::remove_all(made);
  run_or_throw("making the Python environment", {{"/usr/bin/python3", "-m", "venv", made.string()}}, log);
  for (const fs::path& list : lists) {
    Command install{{(made / "bin/python").string(), "-m", "pip", "install", "--disable-pip-version-check", "--only-binary", ":all:", "-r",
                     list.string()}};
    // A peer that comes in several builds, such as PyTorch, has no one hash.
    if (read_file(list).find("--hash=") != std::string::npos) install.words.push_back("--require-hashes");
    install_or_throw(install, log);
  }
  std::ofstream(made / stamp, std::ios::binary) << wanted;
  replace(environment, made);
  step.done(environment.lexically_relative(workspace.root()).string());
  return python;
}

void ensure_python(const Workspace& workspace) {
  ensure_environment(workspace, workspace.build() / "python",
                     {workspace.root() / "book/requirements.txt", workspace.root() / "tests/requirements.txt"});
}

}  // namespace tito
