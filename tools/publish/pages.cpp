#include "publish/pages.hpp"

#include <fmt/format.h>

#include <stdexcept>

#include "literate/weave/weave.hpp"
#include "measure/outputs.hpp"
#include "publish/tangled.hpp"
#include "support/process.hpp"
#include "support/progress.hpp"
#include "support/tree.hpp"

namespace tito {
namespace {

std::string outcome(const Written& written) {
  return fmt::format("{} files, {} written", written.written + written.unchanged, written.written);
}

Command maker_of_pages(const Workspace& workspace, const fs::path& work, const Published& out) {
  Command command{{workspace.python().string(), (workspace.root() / "book/build.py").string(), "--woven", (work / "woven").string(),
                   "--tangled", (work / "tree").string(), "--work", (work / "work").string()},
                  {},
                  {{"PYTHONDONTWRITEBYTECODE", "1"}}};
  const std::map<std::string, fs::path> places = {{"--html", out.html}, {"--pdf", out.pdf}, {"--epub", out.epub}};
  for (const auto& [option, place] : places)
    if (!place.empty()) command.words.insert(command.words.end(), {option, place.string()});
  return command;
}

}  // namespace

void publish(const Workspace& workspace, const CheckedEdition& checked, const Published& out, bool rerun) {
  {
    Step step("Tangle");
    step.done(outcome(write_tangled(workspace, literate::texts(checked.full.tree))));
  }
  auto files = captured_outputs(workspace, checked.full, checked.shown.book, rerun ? Measure::all : Measure::changed);

  const fs::path work = workspace.build() / checked.edition.name;
  {
    Step step("Weave");
    // What the pages say of lines holds for files that name their chapter, as the framework's own do.
    write_tree(work / "tree", literate::texts(literate::tangle(checked.shown.book)), true);
    files.merge(literate::weave(checked.shown.book, checked.edition));
    files.insert(checked.pages.begin(), checked.pages.end());
    step.done(outcome(write_tree(work / "woven", files, true)));
  }
  if (run_attached(maker_of_pages(workspace, work, out)) != 0)
    throw std::runtime_error("the book was not made (see above); the one made before is untouched");
}

}  // namespace tito
