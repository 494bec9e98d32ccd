#include "framework/chapter_tests.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <stdexcept>

#include "framework/build.hpp"
#include "framework/chapter_lines.hpp"
#include "literate/model/chapters.hpp"
#include "literate/model/text.hpp"
#include "support/process.hpp"
#include "support/progress.hpp"

namespace tito {
namespace {

/// Chapters by the tests that the tree has.
std::vector<std::string> chapters_called(const fs::path& source, const std::string& chapter) {
  const std::vector<std::string> all = chapters_of(source);
  if (chapter.empty() && !all.empty()) return all;
  literate::Book tested;
  for (const std::string& id : all) {
    literate::Chapter& one = tested.chapters.emplace_back();
    one.id = id;
    one.number = id.substr(0, id.find('_'));
  }
  try {
    return {all.at(literate::find_chapter(tested, chapter))};
  } catch (const Failure&) {
    throw std::runtime_error(fmt::format("there are no tests of a chapter '{}' here; chapters: {}", chapter, fmt::join(all, ", ")));
  }
}

/// As --run_test takes a name: what would divide it is left to a wildcard.
std::string as_filter(std::string name) {
  const std::size_t mark = name.find_first_of(",:/!+@");
  return mark == std::string::npos ? name : name.substr(0, mark) + "*";
}

std::string only_with(const std::string& word, const std::string& program, const std::string& chapter) {
  const std::string cases = cases_with(run({{program, "--list_content"}}).output, word);
  if (cases.empty())
    throw std::runtime_error(fmt::format("no test of {0} has '{1}' in its name or its suite's; tito test {0} runs all", chapter, word));
  return "--run_test=" + cases;
}

Counts run_chapter(const Workspace& workspace, const Build& build, const std::string& chapter, const Tests& wanted) {
  Command command{{(build.folder / ("tests/test_" + chapter)).string(), "--report_level=short"}};
  if (!::isatty(STDOUT_FILENO)) command.words.push_back("--color_output=no");
  if (!wanted.word.empty()) command.words.push_back(only_with(wanted.word, command.words[0], chapter));
  const Result result = run(command);
  fmt::print("{}", wanted.raw ? result.output : in_chapter_lines(workspace, result.output));
  Counts counts = boost_counts(result.output, result.status);
  counts.skipped = 0;  // those that the word left out
  return counts;
}

/// Where a terminal shows that something goes on, a line says so to others.
void build_tests(const Workspace& workspace, const Build& build, const std::vector<std::string>& chapters, bool raw) try {
  const std::string what = chapters.size() == 1 ? chapters[0] : fmt::format("{} chapters", chapters.size());
  if (!::isatty(STDOUT_FILENO)) fmt::print("Building the tests of {}\n", what);
  std::fflush(stdout);
  Step step("Building the tests of " + what);
  configure(build);
  std::vector<std::string> targets;
  for (const std::string& chapter : chapters)
    for (std::string& target : targets_of_test(build, chapter)) targets.push_back(std::move(target));
  compile(build, targets);
  step.done();
} catch (const std::runtime_error& error) {
  if (raw) throw;
  throw std::runtime_error(in_chapter_lines(workspace, error.what()));
}

}  // namespace

std::string cases_with(const std::string& listing, const std::string& word) {
  std::string wanted = word;
  std::replace(wanted.begin(), wanted.end(), '-', '_');
  struct Suite {
    std::size_t indent;
    std::string name;
  };
  std::vector<Suite> path;
  std::vector<std::string> found;
  const std::vector<std::string_view> lines = literate::split_lines(listing);
  for (std::size_t at = 0; at < lines.size(); ++at) {
    const std::size_t indent = literate::leading(lines[at], ' ');
    while (!path.empty() && path.back().indent >= indent) path.pop_back();
    std::string_view name = lines[at].substr(indent);
    name = name.substr(0, std::min(name.find('*'), name.find(": ")));  // what runs without being asked for has a star; words may follow
    path.push_back({indent, std::string(name)});
    const bool suite = at + 1 < lines.size() && literate::leading(lines[at + 1], ' ') > indent;
    const auto has_it = [&](const Suite& one) { return one.name.find(wanted) != std::string::npos; };
    if (suite || std::none_of(path.begin(), path.end(), has_it)) continue;
    std::string filter;
    for (const Suite& one : path) filter += (filter.empty() ? "" : "/") + as_filter(one.name);
    found.push_back(filter);
  }
  return fmt::format("{}", fmt::join(found, ":"));
}

Counts test_chapters(const Workspace& workspace, const Tests& wanted) {
  const Build build{workspace.framework(), workspace.build() / "framework", {}};
  const std::vector<std::string> chapters = chapters_called(build.source, wanted.chapter);
  build_tests(workspace, build, chapters, wanted.raw);
  Counts total;
  for (const std::string& chapter : chapters) total += run_chapter(workspace, build, chapter, wanted);
  return total;
}

}  // namespace tito
