#include "framework/student_states.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <sstream>
#include <string>

#include "framework/test_cases.hpp"

namespace tito {
namespace {

using Outcomes = std::map<std::string, Case>;

bool failed(const Outcomes& outcomes, const std::string& name) {
  const auto found = outcomes.find(name);
  return found != outcomes.end() && found->second.failed;
}

/// Every line that reports an error says that something is not written, and there is one.
bool only_unwritten(const Case& one) {
  bool any = false;
  std::istringstream lines(one.said);
  for (std::string line; std::getline(lines, line);) {
    if (line.find("error:") == line.npos) continue;
    any = true;
    if (line.find("is not written yet") == line.npos) return false;
  }
  return any;
}

class States {
 public:
  States(Variants& variants, std::size_t chapter) : variants_(variants), book_(variants.book()), chapter_(chapter) {
    for (std::size_t i = 0; i <= chapter; ++i) chapters_.push_back(book_.chapters[i].id);
    for (const literate::Exercise& exercise : book_.exercises)
      if (exercise.chapter >= chapter) begun_[exercise.id] = stub;
  }

  Tested all() {
    Tested tested;
    const Outcomes before = outcomes(begun_);
    count(tested, "where a student begins " + book_.chapters[chapter_].id, wrong_at_the_beginning(before));
    for (const literate::Exercise& exercise : book_.exercises)
      if (exercise.chapter == chapter_) count(tested, "with " + exercise.id + " written", wrong_when_written(exercise, before));
    return tested;
  }

 private:
  static void count(Tested& tested, const std::string& state, const std::string& wrong) {
    ++(wrong.empty() ? tested.counts.passed : tested.counts.failed);
    if (!wrong.empty()) tested.failures += fmt::format("{}:\n{}", state, wrong);
  }

  Outcomes outcomes(const Choice& choice) {
    Outcomes found;
    for (const Ran& ran : variants_.run(chapters_, choice)) add(found, outcomes_of(ran));
    return found;
  }

  /// The rows of one data-driven case are one case.
  static Outcomes outcomes_of(const Ran& ran) {
    Outcomes found;
    for (const Case& one : ran.cases) {
      Case& sum = found.try_emplace(one.name, Case{one.name, false, false, {}}).first->second;
      sum.failed |= one.failed;
      sum.said += one.said;
    }
    return found;
  }

  static void add(Outcomes& all, const Outcomes& more) {
    for (const auto& [name, one] : more)
      if (!all.emplace(name, one).second) all[name] = {name, true, false, "error: two chapters have a test case of this name\n"};
  }

  std::string wrong_at_the_beginning(const Outcomes& found) const {
    std::string wrong;
    for (const literate::Exercise& exercise : book_.exercises) {
      if (exercise.chapter != chapter_) continue;
      const std::string message = fmt::format("exercise {} is not written yet", exercise.id);
      for (const std::string& name : test_cases_of(book_, exercise)) {
        if (!failed(found, name)) {
          wrong += fmt::format("  {} does not fail although {} is not written\n", name, exercise.id);
        } else if (found.at(name).said.find(message) == std::string::npos) {
          wrong += fmt::format("  {} does not say \"{}\":\n{}", name, message, found.at(name).said);
        }
      }
    }
    for (const auto& [name, one] : found)
      if (one.failed && !only_unwritten(one)) wrong += fmt::format("  {} fails for another reason:\n{}", name, one.said);
    return wrong;
  }

  std::string wrong_when_written(const literate::Exercise& exercise, const Outcomes& before) {
    Choice choice = begun_;
    choice.erase(exercise.id);
    const Outcomes after = outcomes(choice);
    const Names its_own = test_cases_of(book_, exercise);
    std::string wrong;
    for (const std::string& name : its_own)
      if (!failed(before, name) || failed(after, name)) wrong += fmt::format("  {} does not turn green\n{}", name, said(after, name));
    for (const auto& [name, one] : after) {
      if (failed(before, name) && !one.failed && std::find(its_own.begin(), its_own.end(), name) == its_own.end()) wrong += fmt::format("  {} turns green, too\n", name);
      if (!failed(before, name) && one.failed) wrong += fmt::format("  {} turns red\n{}", name, one.said);
    }
    for (const auto& [name, one] : before)
      if (!after.contains(name)) wrong += fmt::format("  {} is not run any more\n", name);
    return wrong;
  }

  static std::string said(const Outcomes& outcomes, const std::string& name) {
    const auto found = outcomes.find(name);
    return found == outcomes.end() ? "" : found->second.said;
  }

  Variants& variants_;
  const literate::Book& book_;
  std::size_t chapter_;
  Names chapters_;
  Choice begun_;
};

}  // namespace

Tested test_student_states(Variants& variants, std::size_t chapter) { return States(variants, chapter).all(); }

}  // namespace tito
