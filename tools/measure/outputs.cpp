#include "measure/outputs.hpp"

#include "measure/listings.hpp"
#include "measure/plots.hpp"

namespace tito {

Files captured_outputs(const Workspace& workspace, const Snapshot& full, const literate::Book& shown, Measure which) {
  run_analyses(workspace, full, shown, which);
  compile_listings(workspace, full, shown, which);
  draw_plots(workspace, shown);
  const Captured kept(workspace);
  Files outputs;
  const auto add = [&](const std::string& name) { outputs["outputs/" + name] = kept.read(name); };
  for (const literate::Analysis& analysis : shown.analyses) add(analysis.id + ".json");
  for (const literate::Listing& listing : shown.listings) add(listing.id + ".json");
  for (const literate::Plot& plot : shown.plots)
    for (const char* kind : {".svg", ".pdf"}) add(plot.analysis + kind);
  return outputs;
}

}  // namespace tito
