#include "milestones.hpp"

#include <nlohmann/json.hpp>
#include <algorithm>
#include <stdexcept>

#include "framework.hpp"
#include "support/progress.hpp"

namespace tito {
namespace {

Build build_of(const Workspace& workspace) { return {workspace.framework(), workspace.build() / "framework", {}}; }

}  // namespace

std::vector<std::string> build_milestones(const Workspace& workspace) {
  const Build build = build_of(workspace);
  {
    Step step("Building the framework");
    compile(build);
    step.done();
  }
  std::vector<std::string> names;
  const auto targets = nlohmann::json::parse(run_or_throw("listing the programs", {{"meson", "introspect", "--targets", build.folder.string()}}));
  for (const auto& target : targets) {
    const std::string place = target["defined_in"], name = target["name"];
    if (target["type"] == "executable" && place.ends_with("/milestones/meson.build") && !name.starts_with("train_")) names.push_back(name);
  }
  if (names.empty()) throw std::runtime_error("no chapter here has a milestone yet; the first comes with chapter 04");
  std::sort(names.begin(), names.end());
  return names;
}

Command milestone_command(const Workspace& workspace, const std::string& name) {
  return {{(build_of(workspace).folder / "milestones" / name).string(), (workspace.root() / "book/assets/pretrained").string()}};
}

}  // namespace tito
