#include "literate/validate/validate.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "literate/model/chapters.hpp"
#include "literate/model/text.hpp"
#include "literate/read/read_book.hpp"
#include "literate/validate/rules.hpp"

namespace tito::literate {
namespace {

namespace fs = std::filesystem;

struct Rule {
  std::string_view name;
  std::string_view demand;
  void (*check)(const Manuscript&, Verdict&);
};

constexpr std::array all_rules = {
    Rule{"sound", "chunks, uses, ids and directives fit together; every exercise is whole", rules::sound},
    Rule{"written", "nothing that `tito new` left to be written", rules::written},
    Rule{"slots", "files stand in the slots that build and include them", rules::slots},
    Rule{"title", "one H1, which is the title in order.toml", rules::title},
    Rule{"parts", "the twelve parts, in order, none empty", rules::parts},
    Rule{"welcome", "the text opens with \"Welcome to\"", rules::welcome},
    Rule{"introduction", "Welcome has all its pieces", rules::introduction},
    Rule{"goals", "five numbered goals", rules::goals},
    Rule{"build-use-reflect", "Build, Use and Reflect, a line each", rules::build_use_reflect},
    Rule{"connections", "Connections names PyTorch or TensorFlow", rules::connections},
    Rule{"analyses", "three analyses", rules::analyses},
    Rule{"sandwich", "checkpoint, predict, analysis, output, insight, why", rules::sandwich},
    Rule{"listings", "each is compiled, and its output shown", rules::listings},
    Rule{"exercises", "2 to 4 exercises", rules::exercises},
    Rule{"scaffolding", "each has a task, Approach, Example with values, Hints", rules::scaffolding},
    Rule{"approach", "three steps, each with its because", rules::approach},
    Rule{"order", "exercise, solution, test, probe; then the next exercise", rules::order},
    Rule{"test-messages", "visible tests say what went wrong", rules::test_messages},
    Rule{"exercise-minutes", "exercises fit into the chapter's minutes", rules::exercise_minutes},
    Rule{"minutes", "90 to 150 minutes; heavy chapters up to 180", rules::minutes},
    Rule{"diagrams", "4 to 6 diagrams", rules::diagrams},
    Rule{"alternatives", "each diagram's alternative says in words what it shows", rules::alternatives},
    Rule{"integration", "Integration has a test_module", rules::integration},
    Rule{"testing", "the chapter has its test file and names its command", rules::testing},
    Rule{"reflections", "three reflection questions, under Reflection", rules::reflections},
    Rule{"questions", "each asks a question and gives 3 or 4 things to think about", rules::questions},
    Rule{"summary-length", "200 to 400 words of summary", rules::summary_length},
    Rule{"summary-frameworks", "Summary names PyTorch or TensorFlow", rules::summary_frameworks},
    Rule{"summary-commands", "Summary has a command to run", rules::summary_commands},
    Rule{"length", "1,000 to 1,500 source lines", rules::length},
    Rule{"chunk-size", "chunks of at most 25 lines, better 15", rules::chunk_size},
    Rule{"chunk-names", "small first letter, no full stop", rules::chunk_names},
    Rule{"columns", "code within 76 columns; better drawings, too", rules::columns},
    Rule{"trailing-spaces", "no line ends in a space", rules::trailing_spaces},
    Rule{"emoji", "no emoji", rules::emoji},
    Rule{"citations", "every work cited is in book/*.bib", rules::citations},
    Rule{"addresses", "no heading has the address of a directive", rules::addresses},
    Rule{"measured", "no measured number outside an output", rules::measured},
};

// Wrong names, uses and ids stop other verbs; here they are shortfalls, and the rest of the chapter is judged all the same. What noweb would
// misread cannot be judged: nothing said about it would be true.
Reading read_for_judging(const fs::path& repository) {
  Reading reading = try_read_book(repository);
  if (!reading.readable) throw Failure(std::move(reading.problems));
  return reading;
}

Assessment assess(const Manuscript& manuscript) {
  const Chapter& chapter = manuscript.chapter;
  Assessment assessment{chapter.id, chapter.number, chapter.title, {}};
  for (const Rule& rule : all_rules) {
    Verdict& verdict = assessment.verdicts.emplace_back(Verdict{rule.name, rule.demand, {}, {}});
    rule.check(manuscript, verdict);
  }
  return assessment;
}

std::vector<Problem> unfilled_slots(const Book& book) {
  std::vector<Problem> slots;
  for (const auto& [name, chunk] : book.chunks) {
    const bool filled = std::any_of(chunk.parts.begin(), chunk.parts.end(), [&](Position part) {
      const std::vector<Line>& lines = book.definition(part).lines;
      return std::any_of(lines.begin(), lines.end(), [](const Line& line) { return !line.use.empty() || !is_blank(line.text); });
    });
    if (chunk.kind == Kind::code && !filled) slots.push_back({book.definition(chunk.parts.front()).at, name});
  }
  std::sort(slots.begin(), slots.end(),
            [](const Problem& a, const Problem& b) { return std::pair(a.at.file, a.at.line) < std::pair(b.at.file, b.at.line); });
  return slots;
}

}  // namespace

int Assessment::passed() const {
  return static_cast<int>(std::count_if(verdicts.begin(), verdicts.end(), [](const Verdict& verdict) { return verdict.ok(); }));
}

int Assessment::score() const { return 100 * passed() / static_cast<int>(verdicts.size()); }

Validation validate(const fs::path& repository, const std::string& wanted) {
  const Reading reading = read_for_judging(repository);
  const std::vector<Chapter>& chapters = reading.book.chapters;
  const std::size_t only = wanted.empty() ? chapters.size() : find_chapter(reading.book, wanted);
  Validation validation;
  for (std::size_t at = 0; at < chapters.size(); ++at)
    if (wanted.empty() || at == only)
      validation.chapters.push_back(assess(take_apart(repository, reading.book, chapters[at], reading.problems)));
  if (validation.chapters.back().id == chapters.back().id) validation.unfilled = unfilled_slots(reading.book);
  return validation;
}

}  // namespace tito::literate
