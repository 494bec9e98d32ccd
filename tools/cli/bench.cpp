#include <fmt/format.h>

#include <algorithm>
#include <fstream>
#include <memory>
#include <stdexcept>

#include "cli/install.hpp"
#include "cli/verbs.hpp"
#include "support/process.hpp"

namespace tito {
namespace {

// A benchmark is a program: benchmarks/NAME.py with a `usage: tito bench NAME` in its first lines.
std::vector<std::string> benchmarks(const Workspace& workspace) {
  std::vector<std::string> names;
  const fs::path folder = workspace.home() / "benchmarks";
  if (!fs::is_directory(folder))
    throw std::runtime_error(fmt::format(
        "{} does not exist, so there is nothing to measure; run tito bench in a clone of the book's repository", folder.string()));
  for (const auto& entry : fs::directory_iterator(folder)) {
    std::ifstream program(entry.path());
    std::string head(500, '\0');
    program.read(head.data(), static_cast<std::streamsize>(head.size()));
    const std::string name = entry.path().stem().string();
    if (head.find("usage: tito bench " + name) != std::string::npos) names.push_back(name);
  }
  std::sort(names.begin(), names.end());
  return names;
}

// The Python that has the peers of a benchmark; without them, and a word about it, the distribution's.
fs::path python_with_peers(const Workspace& workspace, const std::string& name) {
  const fs::path list = workspace.home() / "benchmarks/peers" / (name + ".txt");
  const fs::path environment = workspace.build() / "peers" / name;
  if (!fs::exists(list)) return "/usr/bin/python3";
  try {
    return ensure_environment(workspace, environment, {list});
  } catch (const std::runtime_error& error) {
    fmt::print(stderr, "{}\nThe peers are not installed, so their rows will be missing.\n", error.what());
    return "/usr/bin/python3";
  }
}

int bench(const Workspace& workspace, const std::string& name, const std::vector<std::string>& options, bool yes) {
  const std::vector<std::string> known = benchmarks(workspace);
  if (name.empty()) {
    fmt::print("{}\n", fmt::join(known, "\n"));
    return 0;
  }
  if (std::find(known.begin(), known.end(), name) == known.end())
    throw std::runtime_error(fmt::format("there is no benchmark {}; there is: {}", name, fmt::join(known, ", ")));
  ensure_packages(workspace, {"build", "book"}, yes);
  ensure_python(workspace);
  Command command{{python_with_peers(workspace, name).string(), (workspace.home() / "benchmarks" / (name + ".py")).string()},
                  {},
                  {{"PYTHONDONTWRITEBYTECODE", "1"}}};
  command.words.insert(command.words.end(), options.begin(), options.end());
  return run_attached(command);
}

}  // namespace

void add_bench(Verb app, const Workspace& workspace) {
  Verb verb = app.add_verb("bench", "Measure against the peers, and print a table.");
  verb.footer(
      "Installs the peers that benchmarks/peers/ lists in an environment of their own. Options after the name are the benchmark's.\n\n"
      "Examples:\n"
      "  tito bench literate           tangling, weaving, pages and print against noweb, Entangled and Sphinx\n"
      "  tito bench literate --help    what can be chosen");
  auto name = std::make_shared<std::string>();
  auto yes = std::make_shared<bool>(false);
  verb.add_flag("--yes", *yes, "install what is missing without asking");
  verb.add_option("name", *name, "the benchmark; without it, all are listed");
  verb.hand_on_the_rest();
  verb.run([&workspace, verb, name, yes] { return bench(workspace, *name, verb.rest(), *yes); });
}

}  // namespace tito
