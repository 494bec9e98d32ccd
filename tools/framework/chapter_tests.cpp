#include "framework/chapter_tests.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <stdexcept>

#include "framework/build.hpp"
#include "support/process.hpp"
#include "support/progress.hpp"

namespace tito {
namespace {

/// Runs the test program of `chapter` alone.
Counts run_chapter(const Build& build, const std::string& chapter, const std::string& filter) {
  Command command{{(build.folder / ("tests/test_" + chapter)).string(), "--report_level=short"}};
  if (!::isatty(STDOUT_FILENO)) command.words.push_back("--color_output=no");
  if (!filter.empty()) {
    std::string name = filter;
    std::replace(name.begin(), name.end(), '-', '_');
    for (const char* level : {"", "*/"}) command.words.push_back(fmt::format("--run_test={}*{}*", level, name));
  }
  const Result result = run(command);
  if (result.output.find("no test cases matching filter") != std::string::npos)
    throw std::runtime_error(fmt::format("no test of {} has '{}' in its name or its suite's; tito test {} runs all", chapter, filter, chapter));
  fmt::print("{}", result.output);
  Counts counts = boost_counts(result.output, result.status);
  counts.skipped = 0;  // those that the filter left out
  return counts;
}

}  // namespace

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

}  // namespace tito
