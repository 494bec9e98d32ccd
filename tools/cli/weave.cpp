#include <fmt/format.h>

#include <memory>

#include "editions.hpp"
#include "literate/output.hpp"
#include "verbs.hpp"
#include "woven.hpp"

namespace tito {

void add_weave(CLI::App& app, const Workspace& workspace, int&) {
  CLI::App* verb = app.add_subcommand("weave", "Write the pages' sources (Markdown and JSON), without making pages of them.");
  verb->footer("`tito publish` does this and makes the book.\n\nExample: tito weave --edition student --out woven");
  auto out = std::make_shared<std::string>();
  auto edition = std::make_shared<std::string>("reader");
  verb->add_option("--out", *out, "folder to write to (default: build/EDITION/woven)");
  verb->add_option("--edition", *edition, "edition to weave (default: reader)");
  verb->callback([&workspace, out, edition] {
    workspace.need_chapters("weave");
    const literate::Edition chosen = find_edition(workspace, *edition);
    const fs::path folder = out->empty() ? workspace.build() / chosen.name / "woven" : fs::absolute(*out);
    const auto files = woven_files(workspace, literate::apply(chosen, literate::read_book(workspace.root())), chosen);
    const literate::Written written = literate::write_tree(folder, files, false);
    fmt::print("{} files: {} written, {} unchanged\n", files.size(), written.written, written.unchanged);
  });
}

}  // namespace tito
