#include "course/mutation_test.hpp"

#include <fmt/format.h>
#include <re2/re2.h>

#include <algorithm>
#include <future>
#include <mutex>
#include <set>
#include <sstream>
#include <stdexcept>
#include <string_view>
#include <thread>

#include "course/judge.hpp"
#include "course/mutate.hpp"
#include "framework/build.hpp"
#include "literate/edition/edition.hpp"
#include "literate/read/read_book.hpp"
#include "literate/tangle/tangle.hpp"
#include "support/process.hpp"
#include "support/progress.hpp"
#include "support/tree.hpp"

namespace tito {
namespace {

constexpr double tests_kill = 0.90, tests_and_probe_kill = 0.95;  // the shares that are asked for
constexpr int patience = 5;                                         // seconds; a mutant that runs for longer is dead
const std::vector<std::string> seeds = {"1", "2", "3"};             // of the probe

/// Where the lines of a solution stand in the tangled tree.
struct Body {
  std::string file;
  std::size_t begin = 0, end = 0;  // lines [begin, end)
};

enum class Fate { untried, invalid, killed_by_tests, killed_by_probe, survived };

struct Trial {
  course::Mutant mutant;
  int number = 0;  // what TINYTORCH_MUTANT says to choose it; 0 chooses the solution
  Fate fate = Fate::untried;
};

struct Suspect {
  const literate::Exercise* exercise = nullptr;
  std::string chapter;
  Body body;
  std::vector<std::string> tests;         // names of the cases that the exercise shows
  std::vector<Trial> trials;
  std::vector<std::string> observations;  // of the solution, one stream for each seed
};

using Tree = std::map<std::string, literate::TangledFile>;

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  std::istringstream in(text);
  for (std::string line; std::getline(in, line);) lines.push_back(line);
  return lines;
}

std::string join(const std::vector<std::string>& lines, std::size_t begin, std::size_t end) {
  return fmt::format("{}\n", fmt::join(lines.begin() + static_cast<std::ptrdiff_t>(begin), lines.begin() + static_cast<std::ptrdiff_t>(end), "\n"));
}

Body find_body(const literate::Book& book, const Tree& tree, const literate::Chunk& solution) {
  for (const auto& [path, file] : tree) {
    Body body{path, file.lines.size(), 0};
    for (const literate::Span& span : file.spans)
      if (book.definition(span.definition).name == solution.name)
        body.begin = std::min(body.begin, span.begin), body.end = std::max(body.end, span.end);
    if (body.begin < body.end) return body;
  }
  throw std::runtime_error("no file holds <<" + solution.name + ">>");
}

std::vector<std::string> cases_of(const literate::Book& book, const literate::Exercise& exercise) {
  static const re2::RE2 opening("BOOST_[A-Z_]*TEST_CASE[A-Z_]*\\((\\w+)");
  std::vector<std::string> names;
  const literate::Chunk* tests = book.find("test: " + exercise.id);
  if (tests == nullptr) return names;
  for (const literate::Position part : tests->parts)
    for (const literate::Line& line : book.definition(part).lines)
      if (std::string name; re2::RE2::PartialMatch(line.text, opening, &name)) names.push_back(name);
  return names;
}

/// The exercises of `chapter`, each with its mutants, which are numbered through.
std::vector<Suspect> suspects_of(const literate::Book& book, const Tree& tree, const std::string& chapter) {
  std::vector<Suspect> suspects;
  int number = 0;
  for (const literate::Exercise& exercise : book.exercises) {
    const literate::Chapter& in = book.chapters[exercise.chapter];
    if (!chapter.empty() && chapter != in.id && chapter != in.number && !in.id.ends_with("_" + chapter)) continue;
    Suspect suspect{&exercise, in.id, find_body(book, tree, *book.find("solution: " + exercise.id)), cases_of(book, exercise), {}, {}};
    const auto lines = lines_of(tree.at(suspect.body.file).text);
    for (course::Mutant& mutant : course::mutants(join(lines, suspect.body.begin, suspect.body.end)))
      suspect.trials.push_back({std::move(mutant), ++number});
    suspects.push_back(std::move(suspect));
  }
  if (suspects.empty()) throw std::runtime_error(fmt::format("there is no exercise in a chapter '{}'", chapter));
  return suspects;
}

const char* const chooser =
    "#include <cstdlib>\n"
    "namespace {\n"
    "[[maybe_unused]] int chosen_mutant() {\n"
    "  static const int number = [] { const char* text = std::getenv(\"TINYTORCH_MUTANT\"); return text ? std::atoi(text) : 0; }();\n"
    "  return number;\n"
    "}\n"
    "}  // namespace\n";

/// The solution and all its mutants that compile, of which the environment chooses one. Their lines have names of their own, by which
/// the compiler says which mutant it refuses.
std::string with_mutants(const Suspect& suspect, const std::string& solution) {
  std::string text;
  for (const Trial& trial : suspect.trials)
    if (trial.fate != Fate::invalid)
      text += fmt::format("if (chosen_mutant() == {}) {{\n#line 1 \"mutant-{}\"\n{}}} else\n", trial.number, trial.number, trial.mutant.body);
  return text + "{\n#line 1 \"mutant-0\"\n" + solution + "}\n";
}

std::map<std::string, std::string> mutated(const Tree& tree, const std::vector<Suspect>& suspects) {
  std::map<std::string, std::string> files = texts(tree);
  std::map<std::string, std::vector<const Suspect*>> changed;
  for (const Suspect& suspect : suspects) changed[suspect.body.file].push_back(&suspect);
  for (auto& [path, bodies] : changed) {
    std::sort(bodies.begin(), bodies.end(), [](const Suspect* a, const Suspect* b) { return a->body.begin < b->body.begin; });
    const auto lines = lines_of(files[path]);
    std::string text = chooser;
    std::size_t next = 0;
    for (const Suspect* suspect : bodies) {
      const auto& [file, begin, end] = suspect->body;
      text += join(lines, next, begin) + with_mutants(*suspect, join(lines, begin, end));
      next = end;
    }
    files[path] = text + join(lines, next, lines.size());
  }
  return files;
}

/// The mutants that the compiler refuses. After an error of syntax it may not know where a mutant ends: what it says of later ones waits for
/// its next run.
std::set<int> refused(const std::string& compiler_said) {
  static const re2::RE2 place("mutant-(\\d+):\\d+:\\d+: (?:fatal )?error:( expected)?");
  std::set<int> numbers;
  re2::StringPiece rest = compiler_said;
  int number = 0;
  for (std::string expected; expected.empty() && re2::RE2::FindAndConsume(&rest, place, &number, &expected);) numbers.insert(number);
  return numbers;
}

/// Builds one program with all mutants in it, leaving out those that do not compile.
void build_mutants(const Build& build, const Tree& tree, std::vector<Suspect>& suspects) {
  std::set<std::string> targets;
  for (const Suspect& suspect : suspects) targets.insert({"tests/test_" + suspect.chapter, "probes/" + suspect.chapter});
  Command ninja{{"ninja", "-k", "0", "-C", build.folder.string()}};
  ninja.words.insert(ninja.words.end(), targets.begin(), targets.end());
  for (;;) {
    write_tree(build.source, mutated(tree, suspects), true);
    configure(build);
    const Result result = run(ninja);
    if (result.status == 0) return;
    std::set<int> wrong = refused(result.output);
    wrong.erase(0);  // what follows a mutant with an unfinished statement
    if (wrong.empty())
      throw std::runtime_error(fmt::format("the tree with mutants does not compile:\n{}", last_lines(result.output, 30)));
    for (Suspect& suspect : suspects)
      for (Trial& trial : suspect.trials)
        if (wrong.contains(trial.number)) trial.fate = Fate::invalid;
  }
}

Command as_mutant(int number, std::vector<std::string> words) {
  words.insert(words.begin(), {"timeout", "--signal=KILL", std::to_string(patience)});
  return {words, {}, {{"TINYTORCH_MUTANT", std::to_string(number)}}};
}

bool tests_pass(const Build& build, const Suspect& suspect, int number) {
  std::vector<std::string> words = {(build.folder / "tests" / ("test_" + suspect.chapter)).string(), "--report_level=no"};
  for (const std::string& name : suspect.tests)
    for (const char* level : {"", "*/"}) words.push_back(fmt::format("--run_test={}{}", level, name));
  return run(as_mutant(number, words)).status == 0;
}

/// Counts a mutant that crashes as one that is seen: its stream has no end.
std::string observe(const Build& build, const Suspect& suspect, int number, std::string_view seed) {
  Command probe = as_mutant(number, {(build.folder / "probes" / suspect.chapter).string(), suspect.exercise->id});
  probe.input = fmt::format("{}\n", seed);
  return run(probe).output;
}

void observe_solution(const Build& build, Suspect& suspect) {
  if (!tests_pass(build, suspect, 0))
    throw std::runtime_error(fmt::format("the tests of {} fail with its own solution", suspect.exercise->id));
  for (const std::string& seed : seeds) suspect.observations.push_back(observe(build, suspect, 0, seed));
}

Fate fate(const Build& build, const Suspect& suspect, int number) {
  if (!tests_pass(build, suspect, number)) return Fate::killed_by_tests;
  for (std::size_t i = 0; i < seeds.size(); ++i)
    if (!course::agrees(observe(build, suspect, number, seeds[i]), suspect.observations[i])) return Fate::killed_by_probe;
  return Fate::survived;
}

/// Tries all mutants of an exercise, as many at once as there are processors.
void try_mutants(const Build& build, Suspect& suspect) {
  std::mutex mutex;
  auto next = suspect.trials.begin();
  const auto work = [&] {
    for (;;) {
      std::unique_lock lock(mutex);
      next = std::find_if(next, suspect.trials.end(), [](const Trial& trial) { return trial.fate == Fate::untried; });
      if (next == suspect.trials.end()) return;
      Trial& mine = *next++;
      lock.unlock();
      mine.fate = fate(build, suspect, mine.number);
    }
  };
  std::vector<std::future<void>> workers;
  for (unsigned i = 0; i < std::max(1u, std::thread::hardware_concurrency()); ++i) workers.push_back(std::async(std::launch::async, work));
  for (auto& worker : workers) worker.get();
}

long count(const Suspect& suspect, Fate fate) {
  return std::count_if(suspect.trials.begin(), suspect.trials.end(), [&](const Trial& trial) { return trial.fate == fate; });
}

/// Prints the survivors with their places, and says whether enough were killed.
bool judge(const Tree& tree, const Suspect& suspect, Step& step) {
  const long survived = count(suspect, Fate::survived), by_tests = count(suspect, Fate::killed_by_tests);
  const long all = survived + by_tests + count(suspect, Fate::killed_by_probe);
  const double tests = all ? static_cast<double>(by_tests) / static_cast<double>(all) : 0;
  const double both = all ? 1 - static_cast<double>(survived) / static_cast<double>(all) : 0;
  const bool enough = tests >= tests_kill && both >= tests_and_probe_kill;
  step.done(fmt::format("{} mutants; tests kill {:.0f} %, with the probe {:.0f} %{}", all, 100 * tests, 100 * both, enough ? "" : "  too few"));
  for (const Trial& trial : suspect.trials) {
    if (trial.fate != Fate::survived && (trial.fate != Fate::killed_by_probe || tests >= tests_kill)) continue;
    const auto line = suspect.body.begin + static_cast<std::size_t>(trial.mutant.line);
    const Place& at = tree.at(suspect.body.file).lines[line].at;
    fmt::print("    {}:{}: {}: `{}` {}\n", at.file, at.line, trial.fate == Fate::survived ? "survived" : "seen by the probe alone",
               trial.mutant.from, trial.mutant.to.empty() || trial.mutant.to == ";" ? "dropped" : "became `" + trial.mutant.to + "`");
  }
  return enough;
}

}  // namespace

Counts test_mutants(const Workspace& workspace, const std::string& chapter) {
  workspace.need_chapters("mutate the solutions of");
  const literate::Book book = literate::read_book(workspace.root());
  const Tree tree = literate::tangle(book);
  std::vector<Suspect> suspects = suspects_of(book, tree, chapter);
  const fs::path work = workspace.build() / "mutants";
  // With sanitizers, so that chance does not decide what a mutant reads outside of its memory.
  const Build build{work / "tree", work / "build",
                    {"-Doptimization=1", "-Ddebug=false", "-Db_sanitize=address,undefined", "-Db_lundef=false"}};
  {
    Step step("Building the mutants");
    build_mutants(build, tree, suspects);
    step.done();
  }
  Counts counts;
  for (Suspect& suspect : suspects) {
    Step step(suspect.exercise->id);
    observe_solution(build, suspect);
    try_mutants(build, suspect);
    ++(judge(tree, suspect, step) ? counts.passed : counts.failed);
  }
  return counts;
}

}  // namespace tito
