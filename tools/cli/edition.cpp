#include <fmt/format.h>

#include <memory>
#include <stdexcept>

#include "cli/install.hpp"
#include "cli/verbs.hpp"
#include "course/gate.hpp"
#include "course/manifest.hpp"
#include "literate/edition/edition_file.hpp"
#include "literate/read/order.hpp"
#include "publish/gate.hpp"
#include "publish/pages.hpp"
#include "publish/student_tree.hpp"
#include "support/progress.hpp"
#include "support/temporary_folder.hpp"
#include "support/tree.hpp"

namespace tito {
namespace {

void add_files(const fs::path& folder, const std::map<std::string, std::string>& files) { write_tree(folder, files, false); }

/// What the milestone of chapter 04 loads.
void copy_trained_networks(const Workspace& workspace, const fs::path& folder) {
  const fs::path networks = "book/assets/pretrained";
  if (!fs::is_directory(workspace.root() / networks)) return;
  fs::create_directories(folder / networks.parent_path());
  fs::copy(workspace.root() / networks, folder / networks, fs::copy_options::recursive);
}

/// Builds the edition in `folder`. Returns its hash.
std::string build_in(const Workspace& workspace, const CheckedEdition& checked, const fs::path& folder) {
  const auto tree = literate::texts(checked.shown.tree);
  add_files(folder, tree);
  const Published book = Published::in(folder / "book");
  publish(workspace, checked, book, false);
  add_files(folder, students_program(workspace, checked.shown.book, tree));
  copy_trained_networks(workspace, folder);
  add_files(folder, {{"START.md", start_page(checked.edition, {{"exercises", course::exercises(checked.shown)}})}});

  Step step("Check for solutions");
  if (!checked.edition.solutions) refuse_secrets(checked, folder, book);
  const nlohmann::json manifest = course::manifest(checked.edition, checked.shown, folder);
  add_files(folder, {{"edition.json", manifest.dump(2) + "\n"}});
  step.done(checked.edition.solutions ? "solutions are part of this edition" : "no line of one in any file");
  return manifest["hash"];
}

void build(const Workspace& workspace, const std::string& name, const fs::path& out, bool yes) {
  workspace.need_chapters("build an edition of");
  UnfinishedFolder unfinished(out);
  const CheckedEdition checked = check_edition(workspace, literate::find_edition(workspace.editions(), name));
  ensure_packages(workspace, {"build", "book"}, yes);
  ensure_python(workspace);
  {
    Step step("Check the exercises");
    course::gate(workspace, checked.full.book);
    step.done("solutions have 100 %, stubs 0 %");
  }
  const std::string hash = build_in(workspace, checked, unfinished.path());
  unfinished.put_in_place();
  fmt::print("{}\nedition {}, {}\n", unfinished.place().string(), checked.edition.name, hash.substr(0, 16));
}

std::string counted(std::size_t count, std::string_view what) { return fmt::format("{} {}{}", count, what, count == 1 ? "" : "s"); }

void check(const Workspace& workspace, const std::string& name) {
  workspace.need_chapters("check an edition of");
  const CheckedEdition checked = check_edition(workspace, literate::find_edition(workspace.editions(), name));
  const literate::Book& book = checked.shown.book;
  fmt::print("edition {} is sound: {}, {}, {} solutions, {} probes\n", checked.edition.name, counted(book.chapters.size(), "chapter"),
             counted(book.exercises.size(), "exercise"), checked.edition.solutions ? "with" : "without",
             checked.edition.probes ? "with" : "without");
}

void make_new(const Workspace& workspace, const std::string& name) {
  workspace.need_chapters("make an edition of");
  const fs::path file = fs::absolute(name);
  if (file.extension() != ".toml") throw UsageError(fmt::format("{}: write the name of a .toml file", name));
  if (fs::exists(fs::symlink_status(file))) throw std::runtime_error(fmt::format("{} exists; choose a new name", name));
  add_files(file.parent_path(), {{file.filename().string(), literate::edition_template(literate::read_order(workspace.root()))}});
  fmt::print("{}\nedit it, then: tito edition check {}\n", name, name);
}

void add_build(Verb verb, const Workspace& workspace) {
  Verb builder = verb.add_verb("build", "Make a folder with the tree, the book and a manifest.");
  builder.footer(
      "NAME is a file in book/editions/ without its .toml, or the path of such a file. The folder must be new or empty. An edition\n"
      "without solutions is refused when a line of one remains in any file.\n\nExample: tito edition build student --out ~/tinytorch");
  struct Options {
    std::string name, out;
    bool yes = false;
  };
  auto options = std::make_shared<Options>();
  builder.add_option("name", options->name, "edition: student, reader, instructor, or a .toml file").required();
  builder.add_option("--out", options->out, "folder to make").required();
  builder.add_flag("--yes", options->yes, "install what is missing without asking");
  builder.run([&workspace, options] { build(workspace, options->name, options->out, options->yes); });
}

void add_check(Verb verb, const Workspace& workspace) {
  Verb checker = verb.add_verb("check", "Say whether an edition could be built, in a second or two.");
  checker.footer(
      "Names the line of every mistake: in the edition's file (keys, colour, logo, day, chapters), in hand-written pages, and in chapters\n"
      "where a line of a solution stands in text that students get. `build` and `publish` begin with this.\n\n"
      "Example: tito edition check our-course.toml");
  auto name = std::make_shared<std::string>();
  checker.add_option("name", *name, "edition: student, reader, instructor, or a .toml file").required();
  checker.run([&workspace, name] { check(workspace, *name); });
}

void add_template(Verb verb, const Workspace& workspace) {
  Verb maker = verb.add_verb("new", "Write a file with every setting of an edition, explained, to begin from.");
  maker.footer("Example: tito edition new our-course.toml");
  auto name = std::make_shared<std::string>();
  maker.add_option("file", *name, "the .toml file to write").required();
  maker.run([&workspace, name] { make_new(workspace, *name); });
}

}  // namespace

void add_edition(Verb app, const Workspace& workspace) {
  Verb verb = app.add_verb("edition", "Make, check or build an edition of the book and the framework.");
  verb.require_verb();
  for (auto* add : {add_template, add_check, add_build}) add(verb, workspace);
}

}  // namespace tito
