#include "measure/outputs.hpp"

#include "measure/listings.hpp"
#include "measure/plots.hpp"

namespace tito {

Files captured_outputs(const Workspace& workspace, const literate::Book& book, Measure which) {
  run_analyses(workspace, book, which);
  compile_listings(workspace, book, which);
  draw_plots(workspace, book);
  const Captured kept(workspace);
  Files outputs;
  const auto add = [&](const std::string& name) { outputs["outputs/" + name] = kept.read(name); };
  for (const literate::Analysis& analysis : book.analyses) add(analysis.id + ".json");
  for (const literate::Listing& listing : book.listings) add(listing.id + ".json");
  for (const literate::Plot& plot : book.plots)
    for (const char* kind : {".svg", ".pdf"}) add(plot.analysis + kind);
  return outputs;
}

}  // namespace tito
