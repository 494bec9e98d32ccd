#include <fmt/format.h>

#include <memory>
#include <stdexcept>

#include "cli/verbs.hpp"
#include "framework/build.hpp"
#include "literate/model/chapters.hpp"
#include "literate/read/order.hpp"
#include "support/process.hpp"
#include "support/progress.hpp"

namespace tito {
namespace {

int analyse(const Workspace& workspace, const std::string& chapter, const std::string& id) {
  workspace.need_chapters("measure");
  const literate::Book book = literate::read_order(workspace.root());
  const std::string program = "analyses/" + book.chapters[literate::find_chapter(book, chapter)].id;
  const Build build{workspace.framework(), workspace.build() / "framework", {}};
  {
    Step step("Building " + program);
    compile(build, {program});
    step.done();
  }
  return run_attached({{(build.folder / program).string(), id.empty() ? "--all" : id}});
}

}  // namespace

void add_analysis(Verb app, const Workspace& workspace) {
  Verb verb = app.add_verb("analysis", "Measure: the tables that a chapter shows, on this machine.");
  verb.footer(
      "The book keeps what `tito publish` measured; this prints and keeps nothing.\n\n"
      "Examples:\n"
      "  tito analysis 01                     all analyses of a chapter\n"
      "  tito analysis 01 tensor-walk-order   one of them");
  auto chapter = std::make_shared<std::string>();
  auto id = std::make_shared<std::string>();
  verb.add_option("chapter", *chapter, "number or name of a chapter").required();
  verb.add_option("id", *id, "one analysis (default: all)");
  verb.run([&workspace, chapter, id] { return analyse(workspace, *chapter, *id); });
}

}  // namespace tito
