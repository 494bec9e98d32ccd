#include <fmt/format.h>

#include <memory>

#include "cli/install.hpp"
#include "cli/verbs.hpp"
#include "publish/pages.hpp"

namespace tito {

void add_publish(Verb app, const Workspace& workspace) {
  Verb verb = app.add_verb("publish", "Make the book: HTML, PDF and EPUB.");
  verb.footer(
      "Writes build/book/html/index.html, build/book/tinytorch.pdf and build/book/tinytorch.epub. A second run does only what changed.\n\n"
      "Examples:\n"
      "  tito publish --yes      install what is missing without asking\n"
      "  tito publish --rerun    measure every analysis again");
  struct Options {
    std::string edition = "reader";
    bool yes = false, rerun = false;
  };
  auto options = std::make_shared<Options>();
  verb.add_option("--edition", options->edition, "edition to publish (default: reader); others go to build/EDITION/book");
  verb.add_flag("--yes", options->yes, "install what is missing without asking");
  verb.add_flag("--rerun", options->rerun, "run every analysis again");
  verb.run([&workspace, options] {
    workspace.need_chapters("publish");
    const literate::Edition edition = literate::find_edition(workspace.editions(), options->edition);
    ensure_packages(workspace, {"build", "book"}, options->yes);
    ensure_python(workspace);
    const fs::path folder = edition.name == "reader" ? workspace.build() / "book" : workspace.build() / edition.name / "book";
    const Published out = Published::in(folder);
    publish(workspace, edition, out, options->rerun);
    fmt::print("{}\n{}\n{}\n", (out.html / "index.html").string(), out.pdf.string(), out.epub.string());
  });
}

}  // namespace tito
