#include <fmt/format.h>

#include <memory>

#include "cli/verbs.hpp"
#include "literate/edition/edition.hpp"
#include "literate/read/read_book.hpp"
#include "literate/tangle/tangle.hpp"
#include "support/tree.hpp"

namespace tito {
namespace {

void snapshot(const Workspace& workspace, const std::string& chapter, const std::string& out) {
  workspace.need_chapters("take a snapshot of");
  const fs::path given = fs::absolute(out).lexically_normal(), folder = given.has_filename() ? given : given.parent_path();
  if (fs::exists(folder) && !(fs::is_directory(folder) && fs::is_empty(folder)))
    throw std::runtime_error(
        fmt::format("{} exists and is not empty; a snapshot is never written over another: choose a new folder", folder.string()));
  // It is handed to students: what the grader looks at stays here.
  literate::Edition edition;
  edition.probes = false;
  const auto files = literate::texts(literate::tangle(literate::apply(edition, literate::read_book(workspace.root(), chapter))));
  const fs::path unfinished = folder.parent_path() / fmt::format(".{}.unfinished", folder.filename().string());
  write_tree(unfinished, files, true);
  fs::remove(folder);  // an empty folder
  fs::rename(unfinished, folder);
  fmt::print("{}\n{} files: the framework as it stands after chapter {}\n", folder.string(), files.size(), chapter);
}

}  // namespace

void add_snapshot(Verb app, const Workspace& workspace) {
  Verb verb = app.add_verb("snapshot", "Hand out the framework as it stands after a chapter.");
  verb.footer(
      "For a student who fell behind: a Meson project with every exercise up to that chapter solved, its tests, and nothing of later\n"
      "chapters or of the grader. The folder must be new or empty.\n\nExample: tito snapshot 08 --out ~/tinytorch-08");
  auto chapter = std::make_shared<std::string>();
  auto out = std::make_shared<std::string>();
  verb.add_option("chapter", *chapter, "last chapter of it (number or name)").required();
  verb.add_option("--out", *out, "folder to make").required();
  verb.run([&workspace, chapter, out] { snapshot(workspace, *chapter, *out); });
}

}  // namespace tito
