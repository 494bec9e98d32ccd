#include "publish/pages.hpp"

#include <fmt/format.h>

#include <stdexcept>

#include "literate/read/read_book.hpp"
#include "literate/tangle/tangle.hpp"
#include "measure/outputs.hpp"
#include "publish/tangled.hpp"
#include "publish/woven.hpp"
#include "support/process.hpp"
#include "support/progress.hpp"
#include "support/tree.hpp"

namespace tito {
namespace {

std::string outcome(const Written& written) {
  return fmt::format("{} files, {} written", written.written + written.unchanged, written.written);
}

}  // namespace

void publish(const Workspace& workspace, const literate::Edition& edition, const Published& out, bool rerun) {
  const literate::Book full = literate::read_book(workspace.root());
  {
    Step step("Tangle");
    step.done(outcome(write_tangled(workspace, literate::texts(literate::tangle(full)))));
  }
  const auto outputs = captured_outputs(workspace, full, rerun ? Measure::all : Measure::changed);

  const fs::path work = workspace.build() / edition.name;
  const literate::Book book = literate::apply(edition, full);
  {
    Step step("Weave");
    write_tree(work / "tree", literate::texts(literate::tangle(book)), true);
    auto files = woven_files(workspace, book, edition);
    files.insert(outputs.begin(), outputs.end());
    step.done(outcome(write_tree(work / "woven", files, true)));
  }
  const int status = run_attached({{workspace.python().string(), (workspace.root() / "book/build.py").string(),
                                    "--woven", (work / "woven").string(), "--tangled", (work / "tree").string(),
                                    "--work", (work / "work").string(), "--html", out.html.string(), "--pdf", out.pdf.string(),
                                    "--epub", out.epub.string()},
                                   {},
                                   {{"PYTHONDONTWRITEBYTECODE", "1"}}});
  if (status != 0) throw std::runtime_error("the book was not made (see above); the one made before is untouched");
}

}  // namespace tito
