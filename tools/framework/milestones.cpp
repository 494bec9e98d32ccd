#include "framework/milestones.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <fstream>
#include <stdexcept>

#include "framework/build.hpp"
#include "support/files.hpp"
#include "support/json.hpp"
#include "support/process.hpp"
#include "support/progress.hpp"

namespace tito {
namespace {

Build build_of(const Workspace& workspace) { return {workspace.framework(), workspace.build() / "framework", {}}; }

/// A picture beside each table in `folder`. Only where the book is made is there a program for it, and only once it was installed.
void draw_curves(const Workspace& workspace, const fs::path& folder) {
  const fs::path script = workspace.root() / "book/plots.py";
  if (!fs::exists(script) || !fs::exists(workspace.python())) return;
  nlohmann::json plots = nlohmann::json::array();
  for (const auto& entry : fs::directory_iterator(folder))
    plots.push_back({{"id", entry.path().stem().string()}, {"x", "step"}, {"y", {"loss"}}, {"log", ""}, {"place", entry.path().string()}});
  if (plots.empty()) return;
  std::ofstream(folder / "plots.json") << plots.dump(2);
  const int status = run_attached({{workspace.python().string(), script.string(), (folder / "plots.json").string()},
                                   {},
                                   {{"MPLCONFIGDIR", (workspace.build() / "matplotlib").string()}, {"PYTHONDONTWRITEBYTECODE", "1"}}});
  if (status != 0) return;
  for (const auto& plot : plots) fmt::print("learning curve: {}\n", (folder / (plot["id"].get<std::string>() + ".svg")).string());
}

}  // namespace

std::vector<std::string> build_milestones(const Workspace& workspace) {
  const Build build = build_of(workspace);
  configure(build);
  Names names, programs;
  for (const auto& target : nlohmann::json::parse(read_file(build.folder / "meson-info/intro-targets.json"))) {
    const std::string place = target["defined_in"], name = target["name"];
    if (target["type"] != "executable" || !place.ends_with("/milestones/meson.build")) continue;
    programs.push_back("milestones/" + name);
    if (!name.starts_with("train_")) names.push_back(name);
  }
  if (names.empty()) throw std::runtime_error("no chapter here has a milestone yet; the first comes with chapter 04");
  Step step("Building the milestones");
  compile(build, programs);
  step.done();
  std::sort(names.begin(), names.end());
  return names;
}

int run_milestone(const Workspace& workspace, const std::string& name) {
  const fs::path curves = workspace.build() / "milestones" / name;
  fs::remove_all(curves);
  fs::create_directories(curves);
  const int status = run_attached({{(build_of(workspace).folder / "milestones" / name).string(),
                                    (workspace.root() / "book/assets/pretrained").string()},
                                   {},
                                   {{"TINYTORCH_CURVES", curves.string()}}});
  draw_curves(workspace, curves);
  return status;
}

}  // namespace tito
