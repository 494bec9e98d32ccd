#include "publish.hpp"

#include <fmt/format.h>

#include <memory>
#include <stdexcept>

#include "editions.hpp"
#include "install.hpp"
#include "literate/output.hpp"
#include "outputs.hpp"
#include "support/process.hpp"
#include "support/progress.hpp"
#include "tangled.hpp"
#include "verbs.hpp"
#include "woven.hpp"

namespace tito {
namespace {

std::string outcome(const literate::Written& written) {
  return fmt::format("{} files, {} written", written.written + written.unchanged, written.written);
}

}  // namespace

void publish(const Workspace& workspace, const literate::Edition& edition, const Published& out, bool rerun) {
  const literate::Book full = literate::read_book(workspace.root());
  {
    Step step("Tangle");
    step.done(outcome(write_tangled(workspace, texts(literate::tangle(full)))));
  }
  const auto outputs = captured_outputs(workspace, full, rerun ? Measure::all : Measure::changed);

  const fs::path work = workspace.build() / edition.name;
  const literate::Book book = literate::apply(edition, full);
  {
    Step step("Weave");
    literate::write_tree(work / "tree", texts(literate::tangle(book)), true);
    auto files = woven_files(workspace, book, edition);
    files.insert(outputs.begin(), outputs.end());
    step.done(outcome(literate::write_tree(work / "woven", files, true)));
  }
  const int status = run_attached({{workspace.python().string(), (workspace.root() / "book/build.py").string(),
                                    "--woven", (work / "woven").string(), "--tangled", (work / "tree").string(),
                                    "--work", (work / "work").string(), "--html", out.html.string(), "--pdf", out.pdf.string(),
                                    "--epub", out.epub.string()},
                                   {},
                                   {{"PYTHONDONTWRITEBYTECODE", "1"}}});
  if (status != 0) throw std::runtime_error("the book was not made (see above); the one made before is untouched");
}

void add_publish(CLI::App& app, const Workspace& workspace, int&) {
  CLI::App* verb = app.add_subcommand("publish", "Make the book: HTML, PDF and EPUB.");
  verb->footer(
      "Writes build/book/html/index.html, build/book/tinytorch.pdf and build/book/tinytorch.epub. A second run does only what changed.\n\n"
      "Examples:\n"
      "  tito publish --yes      install what is missing without asking\n"
      "  tito publish --rerun    measure every analysis again");
  struct Options {
    std::string edition = "reader";
    bool yes = false, rerun = false;
  };
  auto options = std::make_shared<Options>();
  verb->add_option("--edition", options->edition, "edition to publish (default: reader); others go to build/EDITION/book");
  verb->add_flag("--yes", options->yes, "install what is missing without asking");
  verb->add_flag("--rerun", options->rerun, "run every analysis again");
  verb->callback([&workspace, options] {
    workspace.need_chapters("publish");
    const literate::Edition edition = find_edition(workspace, options->edition);
    ensure_packages(workspace, {"build", "book"}, options->yes);
    ensure_python(workspace);
    const fs::path folder = edition.name == "reader" ? workspace.build() / "book" : workspace.build() / edition.name / "book";
    const Published out = Published::in(folder);
    publish(workspace, edition, out, options->rerun);
    fmt::print("{}\n{}\n{}\n", (out.html / "index.html").string(), out.pdf.string(), out.epub.string());
  });
}

}  // namespace tito
