#include "framework/meson_tests.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <map>
#include <set>
#include <stdexcept>

#include "framework/cases.hpp"
#include "support/files.hpp"
#include "support/json.hpp"
#include "support/parallel.hpp"

namespace tito {
namespace {

using nlohmann::json;

constexpr int patience = 4;  // of what the project allows: other work may run beside the tests

json meson_info(const Build& build, const std::string& what) {
  return json::parse(read_file(build.folder / fmt::format("meson-info/intro-{}.json", what)));
}

/// Meson's name of a target → its file below the build's folder.
std::map<std::string, std::string> files_of_targets(const Build& build) {
  std::map<std::string, std::string> files;
  for (const json& target : meson_info(build, "targets"))
    files[target["id"].get<std::string>()] = fs::path(target["filename"][0].get<std::string>()).lexically_relative(fs::absolute(build.folder)).string();
  return files;
}

/// "tinytorch:plain" is the suite `plain`.
std::string without_project(const std::string& suite) { return suite.substr(std::min(suite.find(':'), suite.size() - 1) + 1); }

/// What `meson test` sets: a sanitizer's finding ends the program, and memory that was never written holds no zeros.
const std::map<std::string, std::string> watchful = {{"ASAN_OPTIONS", "halt_on_error=1:abort_on_error=1:print_summary=1"},
                                                     {"UBSAN_OPTIONS", "halt_on_error=1:abort_on_error=1:print_summary=1:print_stacktrace=1"},
                                                     {"MALLOC_PERTURB_", "165"}};

MesonTest test_of(const Build& build, const json& test, const std::map<std::string, std::string>& files) {
  MesonTest one{test["name"], {test["cmd"].get<Names>(), build.folder, watchful}, {}, {}, patience * test["timeout"].get<int>()};
  for (const auto& [name, value] : test["env"].items()) one.command.environment[name] = value.get<std::string>();
  for (const json& suite : test["suite"]) one.suites.push_back(without_project(suite));
  for (const json& target : test["depends"]) one.targets.push_back(files.at(target.get<std::string>()));
  return one;
}

bool share(const Names& a, const Names& b) { return std::find_first_of(a.begin(), a.end(), b.begin(), b.end()) != a.end(); }

std::string file_name(std::size_t number, const std::string& name) {
  std::string file = fmt::format("{:02}-{}", number, name);
  std::replace_if(file.begin(), file.end(), [](unsigned char c) { return !std::isalnum(c) && c != '_' && c != '-'; }, '_');
  return file;
}

Ran run_program(const MesonTest& test) {
  const Limited ended = run_within(test.seconds, test.command);
  if (ended.result.status == 0) return {{}, {1, 0, 0}, ""};
  return {{}, {0, 1, 0}, ended.result.output + (ended.late ? "the time limit struck, and the program was killed\n" : "")};
}

Ran run_test(const Build& build, const MesonTest& test, std::size_t number) {
  if (share(test.suites, {"program"})) return run_program(test);
  return run_cases(file_name(number, test.name), test.command, build.folder / "tito-tests", test.seconds);
}

}  // namespace

std::vector<MesonTest> tests_of(const Build& build, const Names& but) {
  compile(build, {"build.ninja"});  // what Meson says of its project is of today then
  const auto files = files_of_targets(build);
  std::vector<MesonTest> tests;
  for (const json& test : meson_info(build, "tests"))
    if (MesonTest one = test_of(build, test, files); !share(one.suites, but)) tests.push_back(std::move(one));
  return tests;
}

Names targets_of(const std::vector<MesonTest>& tests) {
  std::set<std::string> targets;
  for (const MesonTest& test : tests) targets.insert(test.targets.begin(), test.targets.end());
  return {targets.begin(), targets.end()};
}

Tested run_tests(const Build& build, const std::vector<MesonTest>& tests) {
  std::vector<Ran> ran(tests.size());
  in_parallel(tests.size(), [&](std::size_t i) { ran[i] = run_test(build, tests[i], i); });

  Tested tested;
  for (std::size_t i = 0; i < tests.size(); ++i) {
    tested.counts += ran[i].counts;
    if (ran[i].counts.failed > 0) tested.failures += fmt::format("{}:\n{}\n", tests[i].name, ran[i].failures);
  }
  if (tested.counts == Counts{}) tested = {{0, 1, 0}, "no test was run\n", false};
  return tested;
}

Tested test_build(const Build& build, const Names& but) {
  const std::vector<MesonTest> tests = tests_of(build, but);
  compile_strictly(build, targets_of(tests));
  return run_tests(build, tests);
}

}  // namespace tito
