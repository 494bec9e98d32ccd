#include "measure/plots.hpp"

#include <fmt/format.h>

#include <stdexcept>

#include "support/files.hpp"
#include "support/process.hpp"
#include "support/progress.hpp"

namespace tito {
namespace {

nlohmann::json description(const literate::Plot& plot) { return {{"id", plot.analysis}, {"x", plot.x}, {"y", plot.y}, {"log", plot.log}}; }

/// What a plot depends on. What was measured is not asked again when only the description changed.
std::string key_of(const literate::Plot& plot, const Captured& kept, const std::string& program) {
  return sha256(fmt::format("{}\n{}\n{}", description(plot).dump(), kept.read(plot.analysis + ".csv"), program));
}

}  // namespace

void draw_plots(const Workspace& workspace, const literate::Book& book) {
  const Captured kept(workspace);
  const fs::path script = workspace.root() / "book/plots.py";
  const std::string program = read_if_exists(script).value_or("") + read_if_exists(workspace.root() / "book/requirements.txt").value_or("");
  nlohmann::json wanted = nlohmann::json::array();
  Files keys;
  for (const literate::Plot& plot : book.plots) {
    const std::string key = key_of(plot, kept, program), name = plot.analysis + ".plot";
    if (kept.has(plot.analysis + ".svg") && kept.has(plot.analysis + ".pdf") && kept.read(name) == key) continue;
    wanted.push_back(description(plot));
    wanted.back()["place"] = to_string(plot.at);
    keys[name] = key;
  }
  if (wanted.empty()) return;

  Step step("Draw plots");
  kept.keep({{"plots.json", wanted.dump(2) + "\n"}});
  const int status = run_attached({{workspace.python().string(), script.string(), (kept.folder() / "plots.json").string()},
                                   {},
                                   {{"MPLCONFIGDIR", (workspace.build() / "matplotlib").string()}, {"PYTHONDONTWRITEBYTECODE", "1"}}});
  fs::remove(kept.folder() / "plots.json");
  if (status != 0) throw std::runtime_error("the plots were not drawn (see above)");
  kept.keep(keys);
  step.done(fmt::format("{} of {}", wanted.size(), book.plots.size()));
}

}  // namespace tito
