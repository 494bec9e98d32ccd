#include <fmt/format.h>

#include <algorithm>
#include <memory>

#include "cli/verbs.hpp"
#include "framework/snapshot.hpp"
#include "literate/edition/edition_file.hpp"
#include "support/temporary_folder.hpp"
#include "support/tree.hpp"

namespace tito {
namespace {

struct Options {
  std::string chapter, out, edition;
};

/// What is handed to students when no edition says otherwise: everything that they could have written, nothing of the grader's.
literate::Edition solved() {
  literate::Edition edition;
  edition.name = "snapshot";
  edition.solutions = true;
  return edition;
}

/// The rules of the edition called `name`, for a book that ends after one of its chapters.
literate::Edition edition_through(const Workspace& workspace, const std::string& name, const literate::Book& book) {
  literate::Edition edition = literate::find_edition(workspace.editions(), name);
  if (edition.chapters.empty()) return edition;
  const auto is_there = [&](const std::string& id) {
    return std::any_of(book.chapters.begin(), book.chapters.end(), [&](const literate::Chapter& chapter) { return chapter.id == id; });
  };
  const std::vector<std::string>& kept = edition.chapters;
  if (const std::string& last = book.chapters.back().id; std::find(kept.begin(), kept.end(), last) == kept.end())
    throw Failure({edition.file}, fmt::format("this edition has no chapter `{}`; choose one of {}", last, fmt::join(kept, ", ")));
  edition.chapter_places.clear();
  std::erase_if(edition.chapters, [&](const std::string& id) { return !is_there(id); });
  return edition;
}

void snapshot(const Workspace& workspace, const Options& options) {
  workspace.need_chapters("take a snapshot of");
  UnfinishedFolder unfinished(options.out);
  const Snapshot full = read_snapshot(workspace, options.chapter);
  const literate::Edition edition = options.edition.empty() ? solved() : edition_through(workspace, options.edition, full.book);
  const Snapshot shown = in_edition(edition, full);
  write_tree(unfinished.path(), literate::texts(shown.tree), false);
  unfinished.put_in_place();
  const auto with = [](bool kept) { return kept ? "with" : "without"; };
  fmt::print("{}\n{} files: the framework as it stands after chapter {}, {} solutions, {} probes\n", unfinished.place().string(),
             shown.tree.size(), full.book.chapters.back().number, with(edition.solutions), with(edition.probes));
}

}  // namespace

void add_snapshot(Verb app, const Workspace& workspace) {
  Verb verb = app.add_verb("snapshot", "Hand out the framework as it stands after a chapter.");
  verb.footer(
      "For a student who fell behind: a Meson project with every exercise up to that chapter solved, its tests, and nothing of later\n"
      "chapters or of the grader. With --edition it keeps to that edition's rules instead: its chapters, its solutions and its probes.\n"
      "The folder must be new or empty.\n\n"
      "Examples:\n"
      "  tito snapshot 08 --out ~/tinytorch-08\n"
      "  tito snapshot 08 --edition student --out ~/tinytorch-08    exercises unwritten");
  auto options = std::make_shared<Options>();
  verb.add_option("chapter", options->chapter, "last chapter of it (number or name)").required();
  verb.add_option("--out", options->out, "folder to make").required();
  verb.add_option("--edition", options->edition, "edition whose rules it keeps (default: solutions, no probes)");
  verb.run([&workspace, options] { snapshot(workspace, *options); });
}

}  // namespace tito
