#include "course/mutation_test.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <stdexcept>
#include <vector>

#include "course/judge.hpp"
#include "course/mutate.hpp"
#include "course/observe.hpp"
#include "framework/test_cases.hpp"
#include "literate/model/chapters.hpp"
#include "literate/read/read_book.hpp"
#include "support/parallel.hpp"
#include "support/process.hpp"
#include "support/progress.hpp"

namespace tito {
namespace {

constexpr double tests_kill = 0.90, tests_and_probe_kill = 0.95;  // the shares that are asked for
constexpr int patience = 10;  // seconds; a mutant that runs for longer is dead

enum class Fate { untried, invalid, killed_by_tests, killed_by_probe, survived };

struct Trial {
  course::Mutant mutant;
  std::string name;  // of the variant
  Fate fate = Fate::untried;
};

struct Suspect {
  const literate::Exercise* exercise = nullptr;
  std::string chapter;
  std::vector<std::string> tests;         // names of the cases that the exercise shows
  std::vector<Trial> trials;
  std::vector<std::string> observations;  // of the solution, one stream for each seed
};

Suspect suspect_of(Variants& variants, const literate::Exercise& exercise) {
  const literate::Book& book = variants.book();
  Suspect suspect{&exercise, book.chapters[exercise.chapter].id, test_cases_of(book, exercise), {}, {}};
  for (course::Mutant& mutant : course::mutants(variants.solution(exercise.id).text)) {
    suspect.trials.push_back({std::move(mutant), fmt::format("mutant-{}", suspect.trials.size() + 1), Fate::untried});
    variants.add({exercise.id, suspect.trials.back().name, suspect.trials.back().mutant.body});
  }
  return suspect;
}

/// Runs the tests and the probe of an exercise with one body after another.
class Trials {
 public:
  Trials(const Variants& variants, Suspect& suspect) : variants_(variants), suspect_(suspect) {}

  void observe_solution() {
    if (!tests_pass({}))
      throw std::runtime_error(fmt::format("the tests of {} fail with its own solution", suspect_.exercise->id));
    for (const char* seed : course::seeds) suspect_.observations.push_back(observe({}, seed));
  }

  /// Tries all mutants, as many at once as there are processors.
  void run() {
    in_parallel(suspect_.trials.size(), [&](std::size_t i) { suspect_.trials[i].fate = fate(suspect_.trials[i]); });
  }

 private:
  bool tests_pass(const Choice& choice) const {
    Command tests{{(variants_.build().folder / "tests" / ("test_" + suspect_.chapter)).string(), "--report_level=no"}};
    for (const std::string& name : suspect_.tests)
      for (const char* level : {"", "*/"}) tests.words.push_back(fmt::format("--run_test={}{}", level, name));
    return run_within(patience, variants_.with(choice, std::move(tests))).result.status == 0;
  }

  std::string observe(const Choice& choice, const std::string& seed) const {
    return course::observe(variants_, *suspect_.exercise, choice, seed, patience);
  }

  Fate fate(const Trial& trial) const {
    const std::string& id = suspect_.exercise->id;
    if (variants_.refused(id, trial.name)) return Fate::invalid;
    const Choice choice = {{id, trial.name}};
    if (!tests_pass(choice)) return Fate::killed_by_tests;
    for (std::size_t i = 0; i < course::seeds.size(); ++i)
      if (!course::agrees(observe(choice, course::seeds[i]), suspect_.observations[i])) return Fate::killed_by_probe;
    return Fate::survived;
  }

  const Variants& variants_;
  Suspect& suspect_;
};

long count(const Suspect& suspect, Fate fate) {
  return std::count_if(suspect.trials.begin(), suspect.trials.end(), [&](const Trial& trial) { return trial.fate == fate; });
}

/// Prints the survivors with their places, and says whether enough were killed.
bool judge(const Variants& variants, const Suspect& suspect, Step& step) {
  const long survived = count(suspect, Fate::survived), by_tests = count(suspect, Fate::killed_by_tests);
  const long all = survived + by_tests + count(suspect, Fate::killed_by_probe);
  const double tests = all ? static_cast<double>(by_tests) / static_cast<double>(all) : 0;
  const double both = all ? 1 - static_cast<double>(survived) / static_cast<double>(all) : 0;
  const bool enough = tests >= tests_kill && both >= tests_and_probe_kill;
  step.done(fmt::format("{} mutants; tests kill {:.0f} %, with the probe {:.0f} %{}", all, 100 * tests, 100 * both, enough ? "" : "  too few"));
  for (const Trial& trial : suspect.trials) {
    if (trial.fate != Fate::survived && (trial.fate != Fate::killed_by_probe || tests >= tests_kill)) continue;
    const Place at = variants.place(suspect.exercise->id, static_cast<std::size_t>(trial.mutant.line));
    fmt::print("    {}:{}: {}: `{}` {}\n", at.file, at.line, trial.fate == Fate::survived ? "survived" : "seen by the probe alone",
               trial.mutant.from, trial.mutant.to.empty() || trial.mutant.to == ";" ? "dropped" : "became `" + trial.mutant.to + "`");
  }
  return enough;
}

/// One line, one test.
bool exercise_passes(const Variants& variants, Suspect& suspect) {
  Step step(suspect.exercise->id);
  Trials trials(variants, suspect);
  trials.observe_solution();
  trials.run();
  return judge(variants, suspect, step);
}

bool has(const std::string& id, const std::string& word) { return id.find(word) != std::string::npos; }

/// The id of the chapter that is meant; empty when all are.
std::string chapter_with_exercises(const literate::Book& book, const std::string& wanted, const std::string& word) {
  const std::string chapter = wanted.empty() ? "" : book.chapters[literate::find_chapter(book, wanted)].id;
  for (const literate::Exercise& exercise : book.exercises)
    if (has(exercise.id, word) && (chapter.empty() || chapter == book.chapters[exercise.chapter].id)) return chapter;
  throw std::runtime_error(fmt::format("there is no exercise{} in a chapter '{}'", word.empty() ? "" : " '" + word + "'", wanted));
}

}  // namespace

struct Mutants::Suspects {
  std::vector<Suspect> all;
};

Mutants::Mutants(Variants& variants) : variants_(variants), suspects_(std::make_unique<Suspects>()) {
  for (const literate::Exercise& exercise : variants.book().exercises) suspects_->all.push_back(suspect_of(variants, exercise));
}

Mutants::~Mutants() = default;

Counts Mutants::test(const std::string& chapter, const std::string& word) {
  Counts counts;
  for (Suspect& suspect : suspects_->all)
    if ((chapter.empty() || suspect.chapter == chapter) && has(suspect.exercise->id, word))
      ++(exercise_passes(variants_, suspect) ? counts.passed : counts.failed);
  return counts;
}

Counts test_mutants(const Workspace& workspace, const std::string& wanted, const std::string& word) {
  workspace.need_chapters("mutate the solutions of");
  const literate::Book book = literate::read_book(workspace.root());
  const std::string chapter = chapter_with_exercises(book, wanted, word);
  Variants variants(book, workspace.build() / "variants");
  Mutants mutants(variants);
  std::set<std::string> targets;
  for (const literate::Exercise& exercise : book.exercises)
    if (const std::string& id = book.chapters[exercise.chapter].id; chapter.empty() || chapter == id)
      targets.insert({"tests/test_" + id, "probes/" + id});
  {
    Step step("Building the mutants");
    variants.compile({targets.begin(), targets.end()});
    step.done();
  }
  return mutants.test(chapter, word);
}

}  // namespace tito
