#include "framework/build.hpp"
#include "support/json.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <fstream>
#include <sstream>
#include <stdexcept>

#include "support/files.hpp"
#include "support/process.hpp"

namespace tito {
namespace {

fs::path log_of(const Build& build) { return build.folder / "tito-log.txt"; }

}  // namespace

void configure(const Build& build) {
  const fs::path stamp = build.folder / "tito-options.txt";
  const std::string wanted = fmt::format("{}\n{}\n", build.source.string(), fmt::join(build.options, "\n"));
  if (read_file(stamp) != wanted) {
    fs::remove_all(build.folder);
    Command setup{{"meson", "setup", build.folder.string(), build.source.string()}};
    setup.words.insert(setup.words.end(), build.options.begin(), build.options.end());
    run_or_throw("configuring " + build.source.string(), setup, log_of(build));
    std::ofstream(stamp) << wanted;
  }
}

void compile(const Build& build) {
  configure(build);
  run_or_throw("compiling " + build.source.string(), {{"ninja", "-C", build.folder.string()}}, log_of(build));
}

std::vector<std::string> chapters_of(const fs::path& source) {
  std::vector<std::string> chapters;
  for (const auto& entry : fs::directory_iterator(source / "tests")) {
    const std::string stem = entry.path().stem().string();
    if (entry.path().extension() == ".cpp" && stem.starts_with("test_")) chapters.push_back(stem.substr(5));
  }
  std::sort(chapters.begin(), chapters.end());
  return chapters;
}

Tested run_tests(const Build& build) {
  run({{"meson", "test", "-C", build.folder.string(), "--no-rebuild"}});
  Tested tested;
  std::istringstream log(read_file(build.folder / "meson-logs/testlog.json"));
  for (std::string line; std::getline(log, line);) {
    const auto test = nlohmann::json::parse(line);
    const std::string output = test.value("stdout", "") + test.value("stderr", "");
    const Counts counts = boost_counts(output, test.value("result", "") == "OK" ? 0 : 1);
    tested.counts += counts;
    if (counts.failed > 0) tested.failures += fmt::format("{}:\n{}\n", test.value("name", "?"), output);
  }
  if (tested.counts == Counts{}) tested.counts.failed = 1, tested.failures = "no test was run\n";
  return tested;
}

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

}  // namespace tito
