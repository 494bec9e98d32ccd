#include "literate/roundtrip/stitch.hpp"

#include <fmt/format.h>

#include <memory>
#include <nlohmann/json.hpp>

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
  std::string from, into, unwritten;
  bool dry_run = false, discard = false;
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

/// The exercises that an edition was built with, and their files; none of a tree that is no edition.
std::map<std::string, std::string> exercises_of(const fs::path& tree) try {
  std::map<std::string, std::string> files;
  if (!fs::exists(tree / "edition.json")) return files;
  const nlohmann::json edition = nlohmann::json::parse(read_below(tree, "edition.json"));
  for (const auto& exercise : edition.at("exercises"))
    files[exercise.at("id").get<std::string>()] = exercise.at("file").get<std::string>();
  return files;
} catch (const nlohmann::json::exception&) {
  throw Failure({(tree / "edition.json").string()}, "is damaged; take the file of the edition that this tree was");
}

/// Nobody shall take a solution of the chapters for a student's.
void report(const fs::path& tree, const literate::EditedBodies& bodies, const std::string& unwritten) {
  for (const std::string& id : bodies.written) fmt::print(stderr, "{}: taken\n", id);
  for (const std::string& id : bodies.unwritten)
    fmt::print(stderr, "{}: not written; {}\n", id, unwritten == "drop" ? "its stub is taken" : "the chapters keep their own solution");
  fmt::print(stderr, "{} exercises: {} written, {} not yet\n", bodies.written.size() + bodies.unwritten.size(), bodies.written.size(),
             bodies.unwritten.size());
  if (!bodies.unwritten.empty() && unwritten.empty())
    throw Failure({tree.string()}, "some exercises are not written; `--unwritten drop` takes their stubs, `--unwritten keep` leaves the "
                                   "chapters' solutions, which are then not the student's");
}

literate::EditedTree students_bodies(const fs::path& tree, const literate::TangledTree& now, const std::string& unwritten) {
  literate::EditedBodies bodies = literate::edited_bodies(tree, now, exercises_of(tree),
                                                          unwritten == "drop" ? literate::Unwritten::drop : literate::Unwritten::keep);
  report(tree, bodies, unwritten);
  return std::move(bodies.tree);
}

literate::EditedTree own_edits(const Workspace& workspace, const literate::TangledTree& now, bool discard) {
  const Texts last = last_tangled(workspace);
  if (last.empty() && !discard) refuse_unknown_history(workspace, literate::texts(now));
  return literate::edited_tree(workspace.framework(), tangled_name, last, now);
}

void stitch(const Workspace& workspace, const Options& options) {
  workspace.need_chapters("stitch into");
  if (!options.unwritten.empty() && options.unwritten != "keep" && options.unwritten != "drop")
    throw UsageError(fmt::format("--unwritten: `{}` is neither `keep` nor `drop`", options.unwritten));
  const literate::Book book = literate::read_book(workspace.root());
  const literate::TangledTree now = literate::tangle(book);
  const literate::EditedTree edited = options.from.empty() ? own_edits(workspace, now, options.discard)
                                                           : students_bodies(fs::absolute(options.from), now, options.unwritten);
  const auto chapters = literate::stitch(workspace.root(), book, now, edited, tangled_name, options.into);
  if (options.dry_run) {
    for (const auto& [file, text] : chapters) fmt::print("{}", literate::unified(file, read_file(workspace.root() / file), text));
    return;
  }
  write_chapters(workspace, chapters);
  if (options.from.empty()) settle(workspace, now, edited);
  else if (!chapters.empty()) fmt::print("tangled/ is still what it was; run `tito tangle` before the tests\n");
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
      "  tito stitch --from ~/tinytorch --unwritten drop    take only the bodies of exercises, from a student's tree");
  auto options = std::make_shared<Options>();
  verb.add_option("--from", options->from, "a student's tree: bring back what stands between the marks of its exercises");
  verb.add_option("--into", options->into, "the chunk that has new lines which could belong to it and to others");
  verb.add_option("--unwritten", options->unwritten,
                  "with --from, of an exercise that is not written: `drop` the chapters' solution for its stub, or `keep` it");
  verb.add_flag("--discard", options->discard,
                "where nothing tells which of tangled/ and the chapters is newer: tangled/, and what the chapters say otherwise goes");
  verb.add_flag("--dry-run", options->dry_run, "print the changes as a diff; write nothing");
  verb.run([&workspace, options] { stitch(workspace, *options); });
}

}  // namespace tito
