#include <fmt/format.h>
#include <re2/re2.h>

#include <memory>

#include "cli/verbs.hpp"
#include "support/json.hpp"
#include "support/process.hpp"

namespace tito {
namespace {

struct Check {
  std::string name;
  std::vector<std::string> command;  // prints the version on its first lines
  std::string purpose, package;
  std::string least;  // the oldest version that will do; empty: any
};

std::vector<Check> checks(const Workspace& workspace) {
  std::vector<Check> list = {
      {"g++", {"g++", "--version"}, "compiles the framework", "g++", "12"},
      {"meson", {"meson", "--version"}, "describes the build", "meson", "1.0"},
      {"ninja", {"ninja", "--version"}, "runs the build", "ninja-build", ""},
      {"ccache", {"ccache", "--version"}, "makes the second build fast", "ccache", ""},
      {"noweb", {"dpkg-query", "-W", "-f", "${Version}", "noweb"}, "reads the chapters", "noweb", "2.12"},
      {"Boost.Test", {"dpkg-query", "-W", "-f", "${Version}", "libboost-test-dev"}, "runs the tests", "libboost-test-dev", "1.74"}};
  if (!workspace.has_chapters()) return list;
  list.insert(list.end(), {
      {"Python", {"/usr/bin/python3", "--version"}, "runs Sphinx", "python3-venv", "3.11"},
      {"Sphinx", {workspace.python().string(), "-m", "sphinx", "--version"}, "makes the pages", "", "8.2"},
      {"Doxygen", {"doxygen", "--version"}, "reads the API", "doxygen", "1.9"},
      {"XeLaTeX", {"xelatex", "--version"}, "sets the printed book", "texlive-xetex", ""},
      {"Chromium", {"chromium", "--version"}, "opens the pages in the tests", "chromium", ""}});
  return list;
}

/// The first number with dots in it; a number without may be of anything, such as the line of a script that starts the program.
std::string first_version(const std::string& text) {
  static const re2::RE2 dotted(R"((\d+(?:\.\d+)+))"), whole(R"((\d+))");
  std::string version;
  if (!re2::RE2::PartialMatch(text, dotted, &version)) re2::RE2::PartialMatch(text, whole, &version);
  return version;
}

bool at_least(const std::string& version, const std::string& least) {
  const auto numbers = [](const std::string& text) {
    std::vector<int> parts;
    for (std::size_t at = 0; at < text.size();) {
      parts.push_back(std::atoi(text.c_str() + at));
      const std::size_t dot = text.find('.', at);
      at = dot == std::string::npos ? text.size() : dot + 1;
    }
    return parts;
  };
  return numbers(version) >= numbers(least);
}

}  // namespace

void add_doctor(Verb app, const Workspace& workspace) {
  Verb verb = app.add_verb("doctor", "Check the machine and say what is missing.");
  verb.footer("Exit status 0: all is there. 1: something is missing; the last line says what to do.\n\nExample: tito doctor --json");
  auto json = std::make_shared<bool>(false);
  verb.add_flag("--json", *json, "print the result as JSON");
  verb.run([&workspace, json] {
    nlohmann::json report = nlohmann::json::array();
    bool good = true;
    for (const Check& check : checks(workspace)) {
      const Result result = run({check.command});
      const std::string version = result.status == 0 ? first_version(result.output) : "";
      const bool fine = result.status == 0 && (check.least.empty() || at_least(version, check.least));
      good = good && fine;
      report.push_back({{"name", check.name}, {"version", version}, {"ok", fine}, {"for", check.purpose}, {"needs", check.least}});
      if (!*json)
        fmt::print("{:<12} {:<12} {:<30} {}\n", check.name, version.empty() ? "-" : version, check.purpose,
                   fine ? "ok" : version.empty() ? "missing" : fmt::format("older than {}", check.least));
    }
    if (*json) fmt::print("{}\n", nlohmann::json{{"ok", good}, {"checks", report}}.dump(2));
    else fmt::print("{}\n", good ? "All is there." : "Something is missing. Run: tito setup");
    return good ? 0 : 1;
  });
}

}  // namespace tito
