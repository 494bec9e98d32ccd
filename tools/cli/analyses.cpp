#include "analyses.hpp"

#include <fmt/chrono.h>
#include <fmt/format.h>

#include <fstream>
#include <nlohmann/json.hpp>
#include <thread>

#include "editions.hpp"
#include "support/files.hpp"
#include "framework.hpp"
#include "literate/output.hpp"
#include "support/process.hpp"
#include "support/progress.hpp"

namespace tito {
namespace {

std::string machine() {
  std::ifstream info("/proc/cpuinfo");
  std::string model = "unknown processor";
  for (std::string line; std::getline(info, line);)
    if (line.starts_with("model name")) model = line.substr(line.find(':') + 2);
  return fmt::format("{}, {} cores", model, std::thread::hardware_concurrency());
}

std::string compiler() {
  const std::string text = run({{"c++", "--version"}}).output;
  return text.substr(0, text.find('\n'));
}

/// What an analysis depends on: the library, the runner, its own program, and the compiler.
std::string fingerprint(const std::map<std::string, std::string>& tree, const std::string& program) {
  std::string all = compiler();
  for (const auto& [path, text] : tree) {
    const bool part = path.starts_with("include/") || path.starts_with("src/") || path.starts_with("analyses/analysis") ||
                      path == "meson.build" || path == program + ".cpp";
    if (part) all += path + '\n' + text;
  }
  return sha256(all);
}

std::string capture(const fs::path& folder, const std::string& program, const std::string& id) {
  Step step("Measure " + id);
  const Command command{{(folder / program).string(), id}};
  const std::string printed = run_or_throw("analysis " + id, command);
  step.done();
  return printed;
}

}  // namespace

std::map<std::string, std::string> captured_outputs(const Workspace& workspace, const literate::Book& book, bool rerun) {
  const auto tree = texts(literate::tangle(book));
  const Build build{workspace.framework(), workspace.build() / "framework", {}};
  const fs::path kept = workspace.build() / "outputs";
  std::map<std::string, std::string> outputs;
  bool built = false;
  for (const literate::Analysis& analysis : book.analyses) {
    const std::string program = analysis.file.substr(0, analysis.file.rfind('.')), key = fingerprint(tree, program);
    const std::string name = analysis.id + ".json";
    const std::string before = read_file(kept / name);
    if (!rerun && !before.empty() && nlohmann::json::parse(before).value("key", "") == key) {
      outputs["outputs/" + name] = before;
      continue;
    }
    if (!built) {
      Step step("Build the framework");
      compile(build);
      step.done();
    }
    built = true;
    const nlohmann::json output = {{"id", analysis.id}, {"program", program}, {"stdout", capture(build.folder, program, analysis.id)},
                                   {"machine", machine()}, {"compiler", compiler()},
                                   {"date", fmt::format("{:%Y-%m-%d}", fmt::localtime(std::time(nullptr)))}, {"key", key}};
    outputs["outputs/" + name] = output.dump(2) + "\n";
    literate::write_tree(kept, {{name, outputs["outputs/" + name]}}, false);
  }
  return outputs;
}

}  // namespace tito
