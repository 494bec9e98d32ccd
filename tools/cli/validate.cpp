#include "literate/validate/validate.hpp"
#include "support/json.hpp"

#include <fmt/format.h>

#include <memory>

#include "cli/verbs.hpp"

namespace tito {
namespace {

using literate::Assessment;
using literate::Validation;
using literate::Verdict;

nlohmann::json to_json(const std::vector<Problem>& problems) {
  nlohmann::json list = nlohmann::json::array();
  for (const Problem& problem : problems)
    list.push_back({{"file", problem.at.file}, {"line", problem.at.line}, {"message", problem.message}});
  return list;
}

nlohmann::json to_json(const Validation& validation, bool ok) {
  nlohmann::json chapters = nlohmann::json::array();
  for (const Assessment& chapter : validation.chapters) {
    nlohmann::json rules = nlohmann::json::array();
    for (const Verdict& verdict : chapter.verdicts)
      rules.push_back({{"name", verdict.rule},
                       {"demand", verdict.demand},
                       {"ok", verdict.ok()},
                       {"shortfalls", to_json(verdict.shortfalls)},
                       {"warnings", to_json(verdict.warnings)}});
    chapters.push_back({{"id", chapter.id}, {"title", chapter.title}, {"score", chapter.score()}, {"rules", rules}});
  }
  return {{"ok", ok}, {"chapters", chapters}, {"unfilled", to_json(validation.unfilled)}};
}

void print(std::string_view label, const std::vector<Problem>& problems) {
  for (const Problem& problem : problems) fmt::print("    {}: {}{}\n", to_string(problem.at), label, problem.message);
}

void print(const Assessment& chapter) {
  fmt::print("{} {}\n", chapter.number, chapter.title);
  for (const Verdict& verdict : chapter.verdicts) {
    const std::size_t places = verdict.shortfalls.size();
    const std::string result = verdict.ok() ? "ok" : fmt::format("{} shortfall{}", places, places == 1 ? "" : "s");
    fmt::print("  {:<14} {:<18} {}\n", result, verdict.rule, verdict.demand);
    print("", verdict.shortfalls);
    print("warning: ", verdict.warnings);
  }
  fmt::print("  {} %: {} of {} rules\n\n", chapter.score(), chapter.passed(), chapter.verdicts.size());
}

void print(const Validation& validation) {
  for (const Assessment& chapter : validation.chapters) print(chapter);
  if (validation.unfilled.empty()) return;
  fmt::print("Slots that are still empty, for a later chapter to fill:\n");
  print("", validation.unfilled);
}

}  // namespace

void add_validate(Verb app, const Workspace& workspace) {
  Verb verb = app.add_verb("validate", "Judge chapters by the rules that every chapter keeps.");
  verb.footer(
      "Prints a row for every rule and the place of every shortfall. The score is the share of the rules that hold; warnings cost\n"
      "nothing. Exit status 0: every chapter has 100 %.\n\n"
      "A time, a rate or a speed-up outside `output` counts as invented, unless its paragraph says that it is computed, calculated,\n"
      "supposed, assumed, imagined or an example, or cites a source. Predictions, reflection questions, the examples of exercises\n"
      "and words in quotation marks are free.\n\n"
      "Examples:\n"
      "  tito validate              all chapters\n"
      "  tito validate 01           one chapter (also by its name, tensor)\n"
      "  tito validate --json       the same for a script");
  auto chapter = std::make_shared<std::string>();
  auto json = std::make_shared<bool>(false);
  verb.add_option("chapter", *chapter, "number or name of a chapter (default: all)");
  verb.add_flag("--json", *json, "print the result as JSON");
  verb.run([&workspace, chapter, json] {
    workspace.need_chapters("validate");
    const Validation validation = literate::validate(workspace.root(), *chapter);
    bool ok = true;
    for (const Assessment& assessment : validation.chapters) ok = ok && assessment.passed() == static_cast<int>(assessment.verdicts.size());
    if (*json)
      fmt::print("{}\n", to_json(validation, ok).dump(2));
    else
      print(validation);
    return ok ? 0 : 1;
  });
}

}  // namespace tito
