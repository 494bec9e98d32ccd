#include <fmt/format.h>

#include <memory>

#include "cli/verbs.hpp"
#include "literate/edition/edition.hpp"
#include "literate/read/read_book.hpp"
#include "literate/tangle/tangle.hpp"
#include "publish/tangled.hpp"
#include "publish/woven.hpp"
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
    const auto files = woven_files(workspace, literate::apply(chosen, literate::read_book(workspace.root())), chosen);
    const Written written = out->empty() ? write_tree(folder, files, false) : write_elsewhere(workspace, folder, files);
    fmt::print("{} files: {} written, {} unchanged\n", files.size(), written.written, written.unchanged);
  });
}

}  // namespace tito
