#include "literate/author/new_chapter.hpp"

#include <fmt/format.h>

#include <memory>

#include "cli/verbs.hpp"
#include "literate/model/chapters.hpp"
#include "literate/read/order.hpp"
#include "support/stage.hpp"
#include "support/tree.hpp"

namespace tito {
namespace {

struct Options {
  literate::NewChapter chapter;
  std::vector<std::string> more_exercises, more_analyses;
};

using Texts = std::map<std::string, std::string>;

/// The files of one folder, with names below it.
Texts below(const Texts& files, const std::string& folder) {
  Texts found;
  for (const auto& [path, text] : files)
    if (path.starts_with(folder)) found[path.substr(folder.size())] = text;
  return found;
}

/// All or none: the bibliography alone changes no book, and goes when the chapter cannot be written.
void write(const Workspace& workspace, const Texts& files) {
  const Texts chapters = below(files, "chapters/"), works = below(files, "book/");
  if (!works.empty()) write_tree(workspace.root() / "book", works, false);
  try {
    write_tree(workspace.root() / "chapters", chapters, false);
  } catch (...) {
    for (const auto& [file, text] : works) fs::remove(workspace.root() / "book" / file);
    throw;
  }
  for (const auto& [path, text] : files) fmt::print("{}\n", path);
}

void say_what_next(const std::string& number) {
  fmt::print("Next: tito tangle && tito test {0}; tito validate {0} lists what is to be written\n", number);
}

void begin(const Workspace& workspace, const Options& options) {
  if (options.chapter.name.empty()) throw UsageError("name: is required for a new chapter, such as tito new 08 clamp");
  if (options.chapter.exercises.empty()) throw UsageError("--exercise: a chapter has two to four; name one at least");
  if (options.chapter.analyses.empty()) throw UsageError("--analysis: a chapter has three; name one at least");
  write(workspace, literate::new_chapter(workspace.root(), options.chapter));
  say_what_next(options.chapter.number);
}

void add(const Workspace& workspace, const Options& options) {
  if (!options.chapter.name.empty() || !options.chapter.exercises.empty() || !options.chapter.analyses.empty())
    throw UsageError("--add-exercise and --add-analysis add to a chapter that exists: give its number or name, and neither NAME, "
                     "--exercise nor --analysis");
  const literate::Book order = literate::read_order(workspace.root());
  const literate::Chapter& chapter = order.chapters[literate::find_chapter(order, options.chapter.number)];
  write(workspace, literate::add_to_chapter(workspace.root(), {chapter.id, options.more_exercises, options.more_analyses}));
  say_what_next(chapter.number);
}

}  // namespace

void add_new(Verb app, const Workspace& workspace) {
  Verb verb = app.add_verb("new", "Begin a chapter, or add an exercise to one.");
  verb.footer(
      "Writes chapters/NN_NAME.nw with all that every chapter has, its entry in chapters/order.toml, and book/references-NN.bib.\n"
      "It tangles and builds as it is; its tests fail because nothing is written, and `tito validate NN` lists what is to be written.\n\n"
      "Examples:\n"
      "  tito new 08 clamp --exercise clamp-slope --analysis clamp-cost\n"
      "  tito new 08 clamp --title \"Clamping\" --exercise clamp-slope --exercise clamp-both --analysis clamp-cost\n"
      "  tito new 08 --add-exercise clamp-both      one more, at the end of Implementation (also: --add-analysis)");
  auto options = std::make_shared<Options>();
  verb.add_option("number", options->chapter.number, "number of the chapter").required();
  verb.add_option("name", options->chapter.name, "its name: small letters, digits and _");
  verb.add_option("--title", options->chapter.title, "its title (default: made from the name)");
  verb.add_option("--exercise", options->chapter.exercises, "id of an exercise (again for another)");
  verb.add_option("--analysis", options->chapter.analyses, "id of an analysis (again for another)");
  verb.add_option("--minutes", options->chapter.minutes, "how long it takes a reader (default: 120)").between(1, 600);
  verb.add_option("--part", options->chapter.part, "number of the part it stands in (default: that of the chapter before)");
  verb.add_option("--part-title", options->chapter.part_title, "title of a part that begins with it");
  verb.add_option("--add-exercise", options->more_exercises, "id of an exercise to add to a chapter that exists");
  verb.add_option("--add-analysis", options->more_analyses, "id of an analysis to add to a chapter that exists");
  verb.run([&workspace, options] {
    workspace.need_chapters("begin a chapter in");
    const bool adding = !options->more_exercises.empty() || !options->more_analyses.empty();
    adding ? add(workspace, *options) : begin(workspace, *options);
  });
}

}  // namespace tito
