#include "framework/build.hpp"
#include "support/json.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <fstream>
#include <sstream>
#include <stdexcept>

#include "support/files.hpp"
#include "support/lock.hpp"
#include "support/process.hpp"

namespace tito {
namespace {

fs::path log_of(const Build& build) { return build.folder / "tito-log.txt"; }

/// Beside the folder, which configuring may throw away.
FileLock lock(const Build& build) {
  return {build.folder.parent_path() / fmt::format(".{}.lock", build.folder.filename().string()), "building in " + build.folder.string()};
}

void configure_alone(const Build& build) {
  const fs::path stamp = build.folder / "tito-options.txt";
  const std::string wanted = fmt::format("{}\n{}\n", build.source.string(), fmt::join(build.options, "\n"));
  if (read_file(stamp) == wanted) return;
  fs::remove_all(build.folder);
  Command setup{{"meson", "setup", build.folder.string(), build.source.string()}};
  setup.words.insert(setup.words.end(), build.options.begin(), build.options.end());
  run_or_throw("configuring " + build.source.string(), setup, log_of(build));
  std::ofstream(stamp) << wanted;
}

}  // namespace

void configure(const Build& build) {
  const FileLock alone = lock(build);
  configure_alone(build);
}

void compile(const Build& build, const std::vector<std::string>& targets) {
  const FileLock alone = lock(build);
  configure_alone(build);
  Command ninja{{"ninja", "-C", build.folder.string()}};
  ninja.words.insert(ninja.words.end(), targets.begin(), targets.end());
  run_or_throw("compiling " + build.source.string(), ninja, log_of(build));
}

std::vector<std::string> targets_of_test(const Build& build, const std::string& name) {
  const auto tests = nlohmann::json::parse(read_file(build.folder / "meson-info/intro-tests.json"));
  const auto targets = nlohmann::json::parse(read_file(build.folder / "meson-info/intro-targets.json"));
  std::vector<std::string> files;
  for (const auto& test : tests)
    if (test["name"] == name)
      for (const auto& target : targets)
        if (std::find(test["depends"].begin(), test["depends"].end(), target["id"]) != test["depends"].end())
          for (const std::string file : target["filename"]) files.push_back(fs::path(file).lexically_relative(build.folder).string());
  return files;
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

}  // namespace tito
