#include "literate/roundtrip/stitch.hpp"

#include <fmt/format.h>

#include <memory>

#include "cli/verbs.hpp"
#include "literate/edition/edition.hpp"
#include "literate/read/read_book.hpp"
#include "literate/tangle/diff.hpp"
#include "literate/tangle/tangle.hpp"
#include "publish/tangled.hpp"
#include "support/files.hpp"

namespace tito {
namespace {

struct Options {
  std::string from, into;
  bool dry_run = false;
};

/// tangled/ as it was edited becomes what the chapters give, and so what tangling last wrote.
void settle(const Workspace& workspace, const literate::TangledTree& now, const literate::EditedTree& edited) {
  auto files = literate::texts(now);
  for (const auto& [path, lines] : edited) files[path] = literate::text_of(lines);
  write_tangled(workspace, files, true);  // the edits stand in the chapters now
}

void write_chapters(const Workspace& workspace, const std::map<std::string, std::string>& chapters) {
  std::map<std::string, std::string> files;
  for (const auto& [file, text] : chapters) files[fs::path(file).filename().string()] = text;
  write_tree(workspace.root() / "chapters", files, false);
  for (const auto& [file, text] : chapters) fmt::print("{}\n", file);
  fmt::print("{} chapter{} changed\n", chapters.size(), chapters.size() == 1 ? "" : "s");
}

void stitch(const Workspace& workspace, const Options& options) {
  workspace.need_chapters("stitch into");
  const literate::Book book = literate::read_book(workspace.root());
  const literate::TangledTree now = literate::tangle(book);
  literate::EditedTree edited;
  if (options.from.empty()) {
    edited = literate::edited_tree(workspace.framework(), tangled_name, last_tangled(workspace), now);
  } else {
    literate::EditedBodies bodies = literate::edited_bodies(fs::absolute(options.from), now);
    edited = std::move(bodies.tree);
    fmt::print(stderr, "{} exercises: {} written, {} not yet\n", bodies.written + bodies.unwritten, bodies.written, bodies.unwritten);
  }
  const auto chapters = literate::stitch(workspace.root(), book, now, edited, tangled_name, options.into);
  if (options.dry_run) {
    for (const auto& [file, text] : chapters) fmt::print("{}", literate::unified(file, read_file(workspace.root() / file), text));
    return;
  }
  write_chapters(workspace, chapters);
  if (options.from.empty()) settle(workspace, now, edited);
}

}  // namespace

void add_stitch(Verb app, const Workspace& workspace) {
  Verb verb = app.add_verb("stitch", "Bring edits made in tangled/ back into the chapters.");
  verb.footer(
      "Every edited line goes back to the chapter's line it came from. An edit that could belong to more than one chunk is refused,\n"
      "with the chunks' names and places, and nothing is written. Changes of the chapters since the last `tito tangle` are kept.\n\n"
      "Examples:\n"
      "  tito stitch --dry-run             show what would change in the chapters\n"
      "  tito stitch                       change them\n"
      "  tito stitch --into \"sum a row\"    what could belong to several chunks belongs to this one\n"
      "  tito stitch --from ~/tinytorch    take only the bodies of exercises, from a student's tree");
  auto options = std::make_shared<Options>();
  verb.add_option("--from", options->from, "a student's tree: bring back what stands between the marks of its exercises");
  verb.add_option("--into", options->into, "the chunk that has new lines which could belong to it and to others");
  verb.add_flag("--dry-run", options->dry_run, "print the changes as a diff; write nothing");
  verb.run([&workspace, options] { stitch(workspace, *options); });
}

}  // namespace tito
