#include "framework/build.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <fstream>
#include <sstream>
#include <stdexcept>

#include "support/files.hpp"
#include "support/json.hpp"
#include "support/lock.hpp"
#include "support/process.hpp"

namespace tito {
namespace {

constexpr int lines_shown = 40;

fs::path log_of(const Build& build) { return build.folder / "tito-log.txt"; }

/// Beside the folder, which configuring may throw away.
FileLock lock(const Build& build) {
  return {build.folder.parent_path() / fmt::format(".{}.lock", build.folder.filename().string()), "building in " + build.folder.string()};
}

void configure_alone(const Build& build) {
  const fs::path stamp = build.folder / "tito-options.txt";
  const std::string wanted = fmt::format("{}\n{}\n", build.source.string(), fmt::join(build.options, "\n"));
  if (read_if_exists(stamp) == wanted) return;
  fs::remove_all(build.folder);
  Command setup{{"meson", "setup", build.folder.string(), build.source.string()}};
  setup.words.insert(setup.words.end(), build.options.begin(), build.options.end());
  run_or_throw("configuring " + build.source.string(), setup, log_of(build));
  std::ofstream(stamp) << wanted;
}

/// Under a lock.
std::string ninja(const Build& build, const Names& targets) {
  configure_alone(build);
  Command command{{"ninja", "-C", build.folder.string()}};
  command.words.insert(command.words.end(), targets.begin(), targets.end());
  return run_or_throw("compiling " + build.source.string(), command, log_of(build));
}

}  // namespace

void configure(const Build& build) {
  const FileLock alone = lock(build);
  configure_alone(build);
}

void compile(const Build& build, const Names& targets) {
  const FileLock alone = lock(build);
  ninja(build, targets);
}

void compile_strictly(const Build& build, const Names& targets) {
  const FileLock alone = lock(build);
  const Unchecked unchecked(build);
  refuse_warnings(ninja(build, targets), build.source.string());
  unchecked.done();
}

Names targets_of_test(const Build& build, const std::string& name) {
  const auto tests = nlohmann::json::parse(read_file(build.folder / "meson-info/intro-tests.json"));
  const auto targets = nlohmann::json::parse(read_file(build.folder / "meson-info/intro-targets.json"));
  Names files;
  for (const auto& test : tests)
    if (test["name"] == name)
      for (const auto& target : targets)
        if (std::find(test["depends"].begin(), test["depends"].end(), target["id"]) != test["depends"].end())
          for (const std::string file : target["filename"]) files.push_back(fs::path(file).lexically_relative(build.folder).string());
  return files;
}

std::string warnings_in(const std::string& compilers_said, const std::string& but) {
  std::string found;
  std::istringstream lines(compilers_said);
  int more = 0;  // lines of the warning that is being copied
  for (std::string line; std::getline(lines, line);) {
    if (line.find(": warning: ") != line.npos) more = !but.empty() && line.starts_with(but) ? 0 : 4;
    if (more > 0) found += line + '\n', --more;
  }
  return found;
}

void refuse_warnings(const std::string& compilers_said, const std::string& what, const std::string& but) {
  const std::string warnings = warnings_in(compilers_said, but);
  if (warnings.empty()) return;
  std::istringstream lines(warnings);
  std::string first, line;
  for (int i = 0; i < lines_shown && std::getline(lines, line); ++i) first += line + '\n';
  throw std::runtime_error(fmt::format("compiling {}: a warning is an error here:\n{}", what, first));
}

Unchecked::Unchecked(const Build& build) : mark_(build.folder.parent_path() / (build.folder.filename().string() + ".unchecked")) {
  if (fs::exists(mark_)) fs::remove(build.folder / ".ninja_log");  // without it, ninja takes every object for an old one
  fs::create_directories(mark_.parent_path());
  std::ofstream(mark_) << "what is compiled here may have warnings that nobody has seen\n";
}

void Unchecked::done() const { fs::remove(mark_); }

std::vector<std::string> chapters_of(const fs::path& source) {
  std::vector<std::string> chapters;
  for (const auto& entry : fs::directory_iterator(source / "tests")) {
    const std::string stem = entry.path().stem().string();
    if (entry.path().extension() == ".cpp" && stem.starts_with("test_")) chapters.push_back(stem.substr(5));
  }
  std::sort(chapters.begin(), chapters.end());
  return chapters;
}

}  // namespace tito
