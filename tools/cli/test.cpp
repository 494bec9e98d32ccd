#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <functional>
#include <memory>
#include <stdexcept>

#include "cli/install.hpp"
#include "cli/verbs.hpp"
#include "course/mutation_test.hpp"
#include "framework/build.hpp"
#include "framework/counts.hpp"
#include "literate/edition/edition.hpp"
#include "literate/read/read_book.hpp"
#include "literate/tangle/tangle.hpp"
#include "support/files.hpp"
#include "support/process.hpp"
#include "support/progress.hpp"
#include "support/tree.hpp"

namespace tito {
namespace {

const std::vector<std::string> strict = {"-Dwerror=true"};
const std::vector<std::string> sanitized = {"-Db_sanitize=address,undefined", "-Db_lundef=false", "-Dcpp_args=-D_GLIBCXX_ASSERTIONS"};

std::vector<std::string> operator+(std::vector<std::string> options, const std::vector<std::string>& more) {
  options.insert(options.end(), more.begin(), more.end());
  return options;
}

/// Prints one line for a group of tests and what its failures printed. A group that cannot run at all is one failure.
Counts group(const std::string& name, const std::function<Tested()>& work) {
  Step step(name);
  Tested tested;
  try {
    tested = work();
  } catch (const std::exception& error) {
    tested = {{0, 1, 0}, error.what()};
  }
  step.done(to_string(tested.counts));
  if (tested.counts.failed > 0) fmt::print("{}\n", tested.failures);
  return tested.counts;
}

Tested test_build(const Build& build) {
  compile(build);
  return run_tests(build);
}

/// Lets ccache take an object that another folder has: what differs is the name of the folder in what a debugger would read.
void share_objects() { ::setenv("CCACHE_NOHASHDIR", "1", 0); }

/// The framework as it stands after `chapter`, in a tree of its own.
Tested prefix_tests(const Workspace& workspace, const std::string& chapter) {
  const fs::path folder = workspace.build() / "test" / ("through_" + chapter);
  write_tree(folder / "tree", literate::texts(literate::tangle(literate::read_book(workspace.root(), chapter))), true);
  return test_build({folder / "tree", folder / "build", strict});
}

/// tests/ of the repository: the tool as a black box, the pages, the editions.
Tested pytest(const Workspace& workspace) {
  const fs::path report = workspace.build() / "test/pytest.xml";
  const Result result = run({{workspace.python().string(), "-m", "pytest", "-q", "--color=no", "-p", "no:cacheprovider", "--durations=5",
                              "--junitxml", report.string(), "tests"},
                             workspace.root(),
                             {{"PYTHONDONTWRITEBYTECODE", "1"}}});
  Tested tested{junit_counts(read_if_exists(report).value_or("")), result.output};
  if (result.status != 0 && tested.counts.failed == 0) tested.counts.failed = 1;
  return tested;
}

/// One line for every chapter but the last: through that one, the framework is tangled/ itself.
Counts test_prefixes_before_the_last(const Workspace& workspace) {
  std::vector<std::string> chapters = chapters_of(workspace.framework());
  if (!chapters.empty()) chapters.pop_back();
  Counts total;
  for (const std::string& chapter : chapters)
    total += group("prefix through " + chapter, [&] { return prefix_tests(workspace, chapter); });
  return total;
}

Counts test_framework(const Workspace& workspace, const std::string& name) {
  return group(name, [&] { return test_build({workspace.framework(), workspace.build() / "test/framework", strict}); });
}

/// The framework as it stands after each chapter, the last one included. A file that two prefixes have alike is compiled once: ccache
/// takes the other from there.
Counts test_prefixes(const Workspace& workspace, bool yes) {
  workspace.need_chapters("test the prefixes of");
  share_objects();
  ensure_packages(workspace, {"build"}, yes);
  Counts total = test_prefixes_before_the_last(workspace);
  total += test_framework(workspace, "whole framework");
  return total;
}

Counts test_repository(const Workspace& workspace, bool yes) {
  share_objects();
  ensure_packages(workspace, {"build", "book", "test"}, yes);
  ensure_python(workspace);
  const fs::path work = workspace.build() / "test";
  const auto test = [&](const std::string& name, const fs::path& source, const std::string& folder, const std::vector<std::string>& options) {
    return group(name, [&] { return test_build({source, work / folder, strict + options}); });
  };
  Counts total = test("tool, sanitizers", workspace.root(), "tool", sanitized);
  total += test_framework(workspace, "framework");
  total += test("framework, real = double", workspace.framework(), "double", {"-Dreal=double"});
  total += test("framework, sanitizers", workspace.framework(), "sanitizers", sanitized);
  for (const std::string real : {"float", "double"})
    total += test("PyTorch's numbers, real = " + real, workspace.root() / "tests/golden", "golden-" + real, {"-Dreal=" + real});
  total += test_prefixes_before_the_last(workspace);
  total += test_mutants(workspace, "");
  total += group("tool, pages, editions", [&] { return pytest(workspace); });
  return total;
}

/// One chapter's tests, or all chapters', in this tree as it is: what an author or a student runs while writing.
Counts test_chapters(const Workspace& workspace, const std::string& chapter, const std::string& filter) {
  const Build build{workspace.framework(), workspace.build() / "framework", {}};
  Counts total;
  bool found = false;
  for (const std::string& name : chapters_of(build.source)) {
    if (!chapter.empty() && name != chapter && !name.starts_with(chapter + "_") && !name.ends_with("_" + chapter)) continue;
    if (!found) {
      Step step("Building the framework");
      compile(build);
      step.done();
    }
    found = true;
    total += run_chapter(build, name, filter);
  }
  if (!found)
    throw std::runtime_error(fmt::format("there is no chapter '{}' here; chapters: {}", chapter,
                                         fmt::join(chapters_of(build.source), ", ")));
  return total;
}

}  // namespace

void add_test(Verb app, const Workspace& workspace) {
  Verb verb = app.add_verb("test", "Run the tests of everything, or of one chapter.");
  verb.footer(
      "The last line is `N passed, N failed`; the exit status is 0 when nothing failed.\n\n"
      "Examples:\n"
      "  tito test --yes            all: tool, framework, every prefix, pages, editions\n"
      "  tito test --prefixes       the framework as it stands after each chapter, warnings as errors\n"
      "  tito test --mutants 01     whether the tests of chapter 01's exercises notice small mistakes in its solutions\n"
      "  tito test 01               the tests of chapter 01 (also by name: tensor)\n"
      "  tito test 01 transpose     only those whose name holds `transpose`");
  struct Options {
    std::string chapter, filter;
    bool prefixes = false, mutants = false, yes = false;
  };
  auto options = std::make_shared<Options>();
  Option chapter = verb.add_option("chapter", options->chapter, "number or name of a chapter");
  verb.add_option("filter", options->filter, "part of a test's name");
  verb.add_flag("--prefixes", options->prefixes, "only build and test the framework as it stands after each chapter").excludes(chapter);
  verb.add_flag("--mutants", options->mutants, "change solutions in small ways, and see whether their tests and probes notice");
  verb.add_flag("--yes", options->yes, "install what is missing without asking");
  verb.run([&workspace, options] {
    const bool everything = options->chapter.empty() && workspace.has_chapters();
    const Counts counts = options->prefixes ? test_prefixes(workspace, options->yes)
                          : options->mutants ? test_mutants(workspace, options->chapter)
                          : everything      ? test_repository(workspace, options->yes)
                                            : test_chapters(workspace, options->chapter, options->filter);
    fmt::print("{}\n", to_string(counts));
    return counts.failed == 0 ? 0 : 1;
  });
}

}  // namespace tito
