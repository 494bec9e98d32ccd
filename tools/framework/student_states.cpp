#include "framework/student_states.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <map>
#include <sstream>
#include <string_view>

namespace tito {
namespace {

/// The name in `BOOST_AUTO_TEST_CASE(name` and its like; empty when the line opens no case.
std::string case_opened_by(std::string_view line) {
  const std::size_t macro = line.find("BOOST_"), test = line.find("TEST_CASE", macro), open = line.find('(', test);
  if (macro == line.npos || test == line.npos || open == line.npos) return "";
  const auto in_word = [](unsigned char c) { return std::isalnum(c) != 0 || c == '_'; };
  if (!std::all_of(line.begin() + static_cast<std::ptrdiff_t>(macro), line.begin() + static_cast<std::ptrdiff_t>(open), in_word)) return "";
  line.remove_prefix(std::min(line.find_first_not_of(' ', open + 1), line.size()));
  return std::string(line.begin(), std::find_if_not(line.begin(), line.end(), in_word));
}

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
      if (exercise.chapter == chapter_) count(tested, "with " + exercise.id + " written", wrong_when_written(exercise.id, before));
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
      for (const std::string& name : cases_of(book_, exercise.id)) {
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

  std::string wrong_when_written(const std::string& exercise, const Outcomes& before) {
    Choice choice = begun_;
    choice.erase(exercise);
    const Outcomes after = outcomes(choice);
    const std::set<std::string> its_own = cases_of(book_, exercise);
    std::string wrong;
    for (const std::string& name : its_own)
      if (!failed(before, name) || failed(after, name)) wrong += fmt::format("  {} does not turn green\n{}", name, said(after, name));
    for (const auto& [name, one] : after) {
      if (failed(before, name) && !one.failed && !its_own.contains(name)) wrong += fmt::format("  {} turns green, too\n", name);
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

std::set<std::string> cases_of(const literate::Book& book, const std::string& exercise) {
  std::set<std::string> names;
  const literate::Chunk* tests = book.find("test: " + exercise);
  if (tests == nullptr) return names;
  for (const literate::Position part : tests->parts)
    for (const literate::Line& line : book.definition(part).lines)
      if (std::string name = case_opened_by(line.text); !name.empty()) names.insert(std::move(name));
  return names;
}

Tested test_student_states(Variants& variants, std::size_t chapter) { return States(variants, chapter).all(); }

}  // namespace tito
