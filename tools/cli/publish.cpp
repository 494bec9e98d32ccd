#include <fmt/format.h>

#include <algorithm>
#include <memory>

#include "cli/install.hpp"
#include "cli/verbs.hpp"
#include "literate/edition/edition_file.hpp"
#include "publish/gate.hpp"

namespace tito {
namespace {

struct Options {
  std::string edition = "reader";
  std::vector<std::string> only;
  bool yes = false, rerun = false;
};

/// What is to be made, in `folder`.
Published wanted(const fs::path& folder, const std::vector<std::string>& only) {
  Published out = Published::in(folder);
  if (only.empty()) return out;
  Published some;
  for (const std::string& name : only) {
    if (name == "html")
      some.html = out.html;
    else if (name == "pdf")
      some.pdf = out.pdf;
    else if (name == "epub")
      some.epub = out.epub;
    else
      throw UsageError(fmt::format("--only {}: write html, pdf or epub", name));
  }
  return some;
}

/// Students could be given what stands in build/: a book with solutions in it must not stay there.
void check_for_secrets(const CheckedEdition& checked, const fs::path& folder, const Published& out) try {
  refuse_secrets(checked, folder, out);
} catch (...) {
  for (const fs::path& made : {out.html, out.pdf, out.epub})
    if (!made.empty()) fs::remove_all(made);
  throw;
}

void publish(const Workspace& workspace, const Options& options) {
  workspace.need_chapters("publish");
  const literate::Edition edition = literate::find_edition(workspace.editions(), options.edition);
  const fs::path folder = edition.name == "reader" ? workspace.build() / "book" : workspace.build() / edition.name / "book";
  const Published out = wanted(folder, options.only);
  const CheckedEdition checked = check_edition(workspace, edition);
  ensure_packages(workspace, {"build", "book"}, options.yes);
  ensure_python(workspace);
  publish(workspace, checked, out, options.rerun);
  if (!edition.solutions) check_for_secrets(checked, folder, out);
  for (const fs::path& made : {out.html.empty() ? out.html : out.html / "index.html", out.pdf, out.epub})
    if (!made.empty()) fmt::print("{}\n", made.string());
}

}  // namespace

void add_publish(Verb app, const Workspace& workspace) {
  Verb verb = app.add_verb("publish", "Make the book: HTML, PDF and EPUB.");
  verb.footer(
      "Writes build/book/html/index.html, build/book/tinytorch.pdf and build/book/tinytorch.epub. A second run does only what changed.\n\n"
      "Examples:\n"
      "  tito publish --yes           install what is missing without asking\n"
      "  tito publish --only html     no PDF and no EPUB\n"
      "  tito publish --rerun         measure every analysis again");
  auto options = std::make_shared<Options>();
  verb.add_option("--edition", options->edition, "edition to publish (default: reader); others go to build/EDITION/book");
  verb.add_option("--only", options->only, "make only html, pdf or epub");
  verb.add_flag("--yes", options->yes, "install what is missing without asking");
  verb.add_flag("--rerun", options->rerun, "run every analysis again");
  verb.run([&workspace, options] { publish(workspace, *options); });
}

}  // namespace tito
