#include "framework/cases.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <chrono>
#include <map>
#include <sstream>
#include <stdexcept>
#include <string_view>

#include "support/files.hpp"

namespace tito {
namespace {

namespace fs = std::filesystem;

std::string_view between(std::string_view text, std::string_view opening, std::string_view closing) {
  const std::size_t begin = text.find(opening);
  if (begin == text.npos) return {};
  text.remove_prefix(begin + opening.size());
  return text.substr(0, text.find(closing));
}

/// A row of data is called _0, _1, … in a suite that has the case's name.
std::string name_of(std::string_view suite, std::string_view name) {
  const bool row = name.size() > 1 && name[0] == '_' && std::all_of(name.begin() + 1, name.end(), [](unsigned char c) { return std::isdigit(c); });
  return std::string(row ? suite.substr(suite.find_last_of("./") + 1) : name);
}

/// What the code printed or said stands in CDATA sections, and could look like XML.
std::string without_text(std::string_view xml) {
  std::string rest;
  while (!xml.empty()) {
    const std::size_t begin = std::min(xml.find("<![CDATA["), xml.size()), end = xml.find("]]>", begin);
    rest += xml.substr(0, begin);
    xml.remove_prefix(end == xml.npos ? xml.size() : end + 3);
  }
  return rest;
}

std::vector<Case> cases_of_report(const std::string& report) {
  const std::string xml = without_text(report);
  const std::string_view opening = "<testcase ";
  std::vector<Case> cases;
  for (std::size_t at = xml.find(opening); at != xml.npos;) {
    const std::size_t next = xml.find(opening, at + 1);
    const std::string_view element = std::string_view(xml).substr(at, next == xml.npos ? next : next - at);
    const auto holds = [&](std::string_view what) { return element.find(what) != element.npos; };
    cases.push_back({name_of(between(element, "classname=\"", "\""), between(element, " name=\"", "\"")),
                     holds("<failure") || holds("<error"), holds("<skipped"), {}});
    at = next;
  }
  return cases;
}

struct Logged {
  std::vector<Case> cases;
  std::string running;  // the case that was entered and not left
};

Logged cases_of_log(const std::string& log) {
  Logged logged;
  std::string suite;
  std::istringstream lines(log);
  for (std::string line; std::getline(lines, line);) {
    if (const auto entered = between(line, ": Entering test case \"", "\""); !entered.empty()) {
      logged.running = name_of(suite, entered);
      logged.cases.push_back({logged.running, false, false, {}});
    } else if (const auto in = between(line, ": Entering test suite \"", "\""); !in.empty()) {
      suite = in;
    } else if (line.find(": Leaving test case \"") != line.npos) {
      logged.running.clear();
    } else if (!logged.running.empty()) {
      logged.cases.back().said += line + '\n';
      logged.cases.back().failed |= line.find("error: in ") != line.npos;
    }
  }
  return logged;
}

/// The report knows how each case ended, the log what was said meanwhile.
std::vector<Case> joined(std::vector<Case> cases, const std::vector<Case>& logged) {
  std::map<std::string, std::string> said;
  for (const Case& one : logged) said[one.name] += one.said;
  for (Case& one : cases) one.said = said[one.name];
  return cases;
}

Counts count(const std::vector<Case>& cases) {
  Counts counts;
  for (const Case& one : cases) ++(one.failed ? counts.failed : one.skipped ? counts.skipped : counts.passed);
  return counts;
}

std::string why(const Limited& ended) {
  if (ended.late) return "the time limit struck, and the program was killed";
  if (ended.result.status > 128) return fmt::format("signal {} ended the program", ended.result.status - 128);
  return fmt::format("the program ended with exit status {}", ended.result.status);
}

/// A program that did not come to its end, or ended with an error that is none of its cases', is one failure more.
void add_bad_end(Ran& ran, Logged& logged, bool whole, const Limited& ended) {
  if (!whole) {
    ran.cases = std::move(logged.cases);
    std::erase_if(ran.cases, [&](const Case& one) { return one.name == logged.running; });
    const std::string where = logged.running.empty() ? "outside of any test case" : "in test case \"" + logged.running + "\"";
    ran.cases.push_back({logged.running, true, false, fmt::format("{}, {}\n", where, why(ended))});
  } else if (ran.cases.empty()) {
    ran.cases.push_back({"", true, false, "no test case was run\n"});
  } else if (ended.result.status != 0 && count(ran.cases).failed == 0) {
    ran.cases.push_back({"", true, false, fmt::format("every test case passed, but {}\n", why(ended))});
  }
}

std::string text_of(const fs::path& file) { return fs::exists(file) ? read_file(file) : ""; }

}  // namespace

Limited run_within(int seconds, Command command) {
  command.words.insert(command.words.begin(), {"timeout", "--signal=KILL", std::to_string(seconds)});
  const auto begin = std::chrono::steady_clock::now();
  Result result = run(command);
  const bool late = result.status == 137 && std::chrono::steady_clock::now() - begin >= std::chrono::seconds(seconds);
  return {std::move(result), late};
}

Ran read_cases(const std::string& report, const std::string& log, const Limited& ended) {
  const bool whole = report.find("</testsuite>") != report.npos && !ended.late;
  Logged logged = cases_of_log(log);
  Ran ran;
  if (whole) ran.cases = joined(cases_of_report(report), logged.cases);
  add_bad_end(ran, logged, whole, ended);
  ran.counts = count(ran.cases);
  for (const Case& one : ran.cases)
    if (one.failed) ran.failures += one.said.empty() ? one.name + " failed\n" : one.said;
  if (ran.counts.failed > 0) ran.failures += last_lines(ended.result.output, 60);
  return ran;
}

Ran run_cases(const std::string& name, Command program, const fs::path& folder, int seconds) {
  fs::create_directories(folder);
  const fs::path report = folder / (name + ".xml"), log = folder / (name + ".log");
  if (report.string().find_first_of(":,") != std::string::npos)
    throw std::runtime_error(report.string() + ": Boost.Test cannot write to a path with a colon or a comma; move the folder");
  fs::remove(report);
  fs::remove(log);
  program.words.insert(program.words.begin() + 1, fmt::format("--logger=HRF,test_suite,{}:JUNIT,error,{}", log.string(), report.string()));
  const Limited ended = run_within(seconds, std::move(program));
  return read_cases(text_of(report), text_of(log), ended);
}

}  // namespace tito
