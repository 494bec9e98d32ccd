#include <fmt/format.h>

#include <memory>

#include "cli/verbs.hpp"
#include "literate/edition/edition_file.hpp"
#include "literate/weave/weave.hpp"
#include "publish/checked.hpp"
#include "publish/tangled.hpp"
#include "support/tree.hpp"

namespace tito {

void add_weave(Verb app, const Workspace& workspace) {
  Verb verb = app.add_verb("weave", "Write the pages' sources (Markdown and JSON), without making pages of them.");
  verb.footer("`tito publish` does this and makes the book.\n\nExample: tito weave --edition student --out woven");
  auto out = std::make_shared<std::string>();
  auto edition = std::make_shared<std::string>("reader");
  verb.add_option("--out", *out, "folder to write to (default: build/EDITION/woven)");
  verb.add_option("--edition", *edition, "edition to weave (default: reader)");
  verb.run([&workspace, out, edition] {
    workspace.need_chapters("weave");
    const literate::Edition chosen = literate::find_edition(workspace.editions(), *edition);
    const fs::path folder = out->empty() ? workspace.build() / chosen.name / "woven" : fs::absolute(*out);
    CheckedEdition checked = check_edition(workspace, chosen);
    auto files = literate::weave(checked.shown.book, chosen);
    files.merge(checked.pages);
    const Written written = out->empty() ? write_tree(folder, files, false) : write_elsewhere(workspace, folder, files);
    fmt::print("{} files: {} written, {} unchanged\n", files.size(), written.written, written.unchanged);
  });
}

}  // namespace tito
