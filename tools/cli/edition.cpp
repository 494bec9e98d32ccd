#include <fmt/format.h>

#include <memory>
#include <stdexcept>

#include "cli/install.hpp"
#include "cli/verbs.hpp"
#include "course/leak.hpp"
#include "course/manifest.hpp"
#include "literate/edition/edition.hpp"
#include "literate/edition/secret.hpp"
#include "literate/read/read_book.hpp"
#include "literate/tangle/tangle.hpp"
#include "publish/pages.hpp"
#include "publish/student_tree.hpp"
#include "support/files.hpp"
#include "support/json.hpp"
#include "support/progress.hpp"
#include "support/tree.hpp"

namespace tito {
namespace {

void refuse_leaks(const fs::path& folder, const std::vector<std::string>& secrets) {
  const std::vector<course::Leak> leaks = course::find_leaks(folder, secrets);
  if (leaks.empty()) return;
  std::string message = "this edition would give solutions away, so it was not published:\n";
  for (const course::Leak& leak : leaks) message += fmt::format("  {}: {}\n", leak.file, leak.secret);
  throw std::runtime_error(message + "take these lines out of the prose and the given code of the chapters");
}

void add_files(const fs::path& folder, const std::map<std::string, std::string>& files) { write_tree(folder, files, false); }

/// What the milestone of chapter 04 loads.
void copy_trained_networks(const Workspace& workspace, const fs::path& folder) {
  const fs::path networks = "book/assets/pretrained";
  if (!fs::is_directory(workspace.root() / networks)) return;
  fs::create_directories(folder / networks.parent_path());
  fs::copy(workspace.root() / networks, folder / networks, fs::copy_options::recursive);
}

/// Builds the edition in `folder`, which is temporary; the caller renames it when all went well.
std::string build_edition(const Workspace& workspace, const literate::Edition& edition, const fs::path& folder) {
  const literate::Book full = literate::read_book(workspace.root()), book = literate::apply(edition, full);
  const auto tree = literate::texts(literate::tangle(book));
  add_files(folder, tree);
  publish(workspace, edition, Published::in(folder / "book"), false);
  add_files(folder, students_program(workspace, book, tree));
  copy_trained_networks(workspace, folder);
  add_files(folder, {{"START.md", start_page(edition, course::manifest(edition, book, folder / "book/html"))}});

  Step step("Check for solutions");
  if (!edition.solutions) refuse_leaks(folder, literate::secret_lines(full));
  const nlohmann::json manifest = course::manifest(edition, book, folder);
  add_files(folder, {{"edition.json", manifest.dump(2) + "\n"}});
  step.done(edition.solutions ? "solutions are part of this edition" : "no line of a solution or a probe in any file");
  return manifest["hash"];
}

void build(const Workspace& workspace, const std::string& name, const fs::path& out, bool yes) {
  workspace.need_chapters("build an edition of");
  const literate::Edition edition = literate::find_edition(workspace.editions(), name);
  if (fs::exists(out) && !fs::is_empty(out))
    throw std::runtime_error(fmt::format("{} exists and is not empty; an edition is never built over another: choose a new folder",
                                         out.string()));
  ensure_packages(workspace, {"build", "book"}, yes);
  ensure_python(workspace);
  const fs::path unfinished = out.parent_path() / fmt::format(".{}.unfinished", out.filename().string());
  fs::remove_all(unfinished);
  fs::create_directories(unfinished);
  try {
    const std::string hash = build_edition(workspace, edition, unfinished);
    fs::remove(out);  // an empty folder
    fs::rename(unfinished, out);
    fmt::print("{}\nedition {}, {}\n", out.string(), edition.name, hash.substr(0, 16));
  } catch (...) {
    fs::remove_all(unfinished);
    throw;
  }
}

}  // namespace

void add_edition(Verb app, const Workspace& workspace) {
  Verb verb = app.add_verb("edition", "Build an edition of the book and the framework.");
  verb.require_verb();
  Verb builder = verb.add_verb("build", "Make a folder with the tree, the book and a manifest.");
  builder.footer(
      "NAME is a file in book/editions/ without its .toml, or the path of such a file. The folder must be new or empty. An edition without\n"
      "solutions is refused when a line of one remains in any file.\n\nExample: tito edition build student --out ~/tinytorch");
  struct Options {
    std::string name, out;
    bool yes = false;
  };
  auto options = std::make_shared<Options>();
  builder.add_option("name", options->name, "edition: student, reader, instructor, or a .toml file").required();
  builder.add_option("--out", options->out, "folder to make").required();
  builder.add_flag("--yes", options->yes, "install what is missing without asking");
  builder.run([&workspace, options] {
    const fs::path out = fs::absolute(options->out).lexically_normal();
    build(workspace, options->name, out.has_filename() ? out : out.parent_path(), options->yes);
  });
}

}  // namespace tito
