#include "measure/analyses.hpp"

#include <fmt/format.h>

#include <set>

#include "framework/build.hpp"
#include "support/files.hpp"
#include "support/process.hpp"
#include "support/progress.hpp"

namespace tito {
namespace {

/// What an analysis depends on: the library, the runner, its own program, and the compiler.
std::string fingerprint(const Files& tree, const std::string& program) {
  std::string all = compiler();
  for (const auto& [path, text] : tree) {
    const bool part = path.starts_with("include/") || path.starts_with("src/") || path.starts_with("analyses/analysis") ||
                      path == "meson.build" || path == program + ".cpp";
    if (part) all += path + '\n' + text;
  }
  return sha256(all);
}

std::string program_of(const literate::Analysis& analysis) { return analysis.file.substr(0, analysis.file.rfind('.')); }

class Runner {
 public:
  Runner(const Workspace& workspace, const Snapshot& full, const literate::Book& shown, Measure which)
      : build_{workspace.framework(), workspace.build() / "framework", {}},
        kept_(workspace),
        which_(which),
        tree_(literate::texts(full.tree)) {
    for (const literate::Analysis& analysis : shown.analyses) programs_.insert(program_of(analysis));
  }

  void run_one(const literate::Analysis& analysis) {
    const std::string program = program_of(analysis), key = fingerprint(tree_, program);
    const bool whole = kept_.has(analysis.id + ".json") && kept_.has(analysis.id + ".csv");
    if (whole && (which_ == Measure::missing || (which_ == Measure::changed && kept_.holds(analysis.id, key)))) return;
    build();
    nlohmann::json facts = facts_of_today(analysis.id, program, key);
    Step step("Measure " + analysis.id);
    const fs::path table = build_.folder / "table.csv";
    fs::remove(table);
    const Result result = run({{(build_.folder / program).string(), analysis.id, "--csv", table.string()}});
    if (result.status != 0)
      throw Failure(analysis.at, fmt::format("analysis `{}` ended with status {}; it printed:\n{}", analysis.id, result.status,
                                                       last_lines(result.output, 30)));
    facts["stdout"] = result.output;
    kept_.keep({{analysis.id + ".csv", read_if_exists(table).value_or("")}});
    kept_.keep(analysis.id, facts);
    step.done();
  }

 private:
  void build() {
    if (built_) return;
    Step step("Build the framework");
    compile(build_, {programs_.begin(), programs_.end()});
    step.done();
    built_ = true;
  }

  Build build_;
  Captured kept_;
  Measure which_;
  Files tree_;
  std::set<std::string> programs_;
  bool built_ = false;
};

}  // namespace

void run_analyses(const Workspace& workspace, const Snapshot& full, const literate::Book& shown, Measure which) {
  Runner runner(workspace, full, shown, which);
  for (const literate::Analysis& analysis : shown.analyses) runner.run_one(analysis);
}

}  // namespace tito
