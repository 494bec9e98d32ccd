#include <fmt/format.h>
#include <re2/re2.h>

#include <algorithm>
#include <set>

#include "literate/validate/rules.hpp"

namespace tito::literate::rules {
namespace {

const Definition* first_definition(const Manuscript& chapter, std::string_view name) {
  const auto found = std::find_if(chapter.definitions.begin(), chapter.definitions.end(),
                                  [&](const Definition* definition) { return definition->name == name; });
  return found == chapter.definitions.end() ? nullptr : *found;
}

// The lines of a directive's text.
struct Text {
  int line = 0;  // of the first; 0 when there is none
  std::vector<std::string> lines;

  void append(int number, const std::string& text) {
    if (lines.empty()) line = number;
    lines.push_back(text);
  }
};

struct Pieces {
  Text task, approach, example, hints;
};

Pieces pieces_of(const Manuscript& chapter, const Box& exercise) {
  Pieces pieces;
  Text* piece = &pieces.task;
  for (const Paragraph* paragraph : chapter.paragraphs_in({exercise.body, exercise.last})) {
    int number = paragraph->first;
    for (const std::string& line : paragraph->lines) {
      if (line.starts_with("**Approach**")) piece = &pieces.approach;
      if (line.starts_with("**Example**")) piece = &pieces.example;
      if (line.starts_with("**Hints**")) piece = &pieces.hints;
      piece->append(number++, line);
    }
  }
  return pieces;
}

bool line_begins(const std::string& line, const re2::RE2& mark) {
  return mark.Match(line, 0, line.size(), re2::RE2::ANCHOR_START, nullptr, 0);
}

// The items of a list that begin with `mark`, each on one line.
std::vector<std::string> items(const std::vector<std::string>& lines, const re2::RE2& mark) {
  std::vector<std::string> found;
  for (const std::string& line : lines) {
    if (line_begins(line, mark))
      found.push_back(line);
    else if (!found.empty())
      found.back() += ' ' + line;
  }
  return found;
}

void count(const Manuscript& chapter, Verdict& verdict, const std::vector<int>& lines, std::size_t least, std::size_t most,
           std::string_view what) {
  const auto number = [&] { return least == most ? fmt::format("{}", least) : fmt::format("{} to {}", least, most); };
  if (lines.size() > most)
    verdict.fail(chapter.at(lines[most]), fmt::format("number of {}: {}; keep {}", what, lines.size(), number()));
  else if (lines.size() < least)
    verdict.fail(chapter.at(lines.empty() ? 1 : lines.back()), fmt::format("number of {}: {}; write {}", what, lines.size(), number()));
}

std::vector<int> lines_of(const std::vector<const Box*>& boxes) {
  std::vector<int> lines;
  for (const Box* box : boxes) lines.push_back(box->first);
  return lines;
}

// One step of a sandwich, or something else of its all_kinds.
struct Step {
  std::string kind, id;
  int line = 0;
};

std::vector<Step> steps_of(const Manuscript& chapter) {
  std::vector<Step> steps;
  for (const Box& box : chapter.boxes)
    for (const std::string_view kind : {"checkpoint", "predict", "output", "insight", "why"})
      if (box.name == kind && box.option("compile").empty()) steps.push_back({box.name, box.argument, box.first});
  std::string before;
  for (const Definition* definition : chapter.definitions) {
    const Classified classified = classify(definition->name);
    if (classified.kind != Kind::analysis || definition->name == before) continue;
    before = definition->name;
    steps.push_back({"analysis", std::string(classified.id), definition->at.line});
  }
  std::sort(steps.begin(), steps.end(), [](const Step& a, const Step& b) { return a.line < b.line; });
  return steps;
}

// How many things to think about a question gives: items of a list, or what stands between semicolons after "Think about:".
std::size_t things_to_think_about(const std::vector<std::string>& lines) {
  static const re2::RE2 mark(R"( *([-*]|\d+\.) )");
  const std::vector<std::string> list = items(lines, mark);
  if (!list.empty()) return list.size();
  std::string text;
  for (const std::string& line : lines) text += line + ' ';
  const std::size_t begin = text.find("hink about:");
  if (begin == text.npos) return 0;
  return 1 + static_cast<std::size_t>(std::count(text.begin() + static_cast<std::ptrdiff_t>(begin), text.end(), ';'));
}

}  // namespace

void analyses(const Manuscript& chapter, Verdict& verdict) {
  std::vector<int> lines;
  for (const Step& step : steps_of(chapter))
    if (step.kind == "analysis") lines.push_back(step.line);
  count(chapter, verdict, lines, 3, 3, "analyses");
}

void sandwich(const Manuscript& chapter, Verdict& verdict) {
  const std::vector<Step> steps = steps_of(chapter);
  const auto is = [&](std::size_t at, std::string_view kind, std::string_view id = {}) {
    return at < steps.size() && steps[at].kind == kind && (id.empty() || steps[at].id == id);
  };
  for (std::size_t at = 0; at < steps.size(); ++at) {
    if (steps[at].kind != "analysis") continue;
    const std::string& id = steps[at].id;
    const auto expect = [&](bool fine, std::string_view what) {
      if (!fine) verdict.fail(chapter.at(steps[at].line), fmt::format("analysis `{}` {}; put it there", id, what));
    };
    // Counting down below zero gives a number no chapter has steps for.
    expect(is(at - 1, "predict"), "has no `predict` right before it");
    if (is(at - 1, "predict")) expect(is(at - 2, "checkpoint"), "has no `checkpoint` before its `predict`");
    expect(is(at + 1, "output", id), "has no `output` of its own right after it");
    if (!is(at + 1, "output", id)) continue;
    expect(is(at + 2, "insight"), "has no `insight` after its `output`");
    if (is(at + 2, "insight")) expect(is(at + 3, "why"), "has no `why` after its `insight`");
  }
}

void listings(const Manuscript& chapter, Verdict& verdict) {
  std::set<std::string_view> shown;
  for (const Box* box : chapter.boxes_called("output")) shown.insert(box->argument);
  for (const Definition* definition : chapter.definitions) {
    const Classified classified = classify(definition->name);
    if (classified.kind == Kind::listing && shown.insert(classified.id).second)
      verdict.fail(definition->at, fmt::format("nobody knows what the compiler says to listing `{}`; show it with `output`", classified.id));
  }
}

void exercises(const Manuscript& chapter, Verdict& verdict) {
  count(chapter, verdict, lines_of(chapter.boxes_called("exercise")), 2, 4, "exercises");
}

void scaffolding(const Manuscript& chapter, Verdict& verdict) {
    for (const Box* exercise : chapter.boxes_called("exercise")) {
    const Pieces pieces = pieces_of(chapter, *exercise);
    int before = 0;
    for (const auto& [name, piece] : {std::pair{"task", &pieces.task}, std::pair{"**Approach**", &pieces.approach},
                                      std::pair{"**Example**", &pieces.example}, std::pair{"**Hints**", &pieces.hints}}) {
      if (piece->lines.empty())
        verdict.fail(chapter.at(exercise->first), fmt::format("the exercise has no {}; write it", name));
      else if (piece->line < before)
        verdict.fail(chapter.at(piece->line), fmt::format("{} comes too late; move it up", name));
      before = std::max(before, piece->line);
    }
    const std::vector<std::string>& example = pieces.example.lines;
    if (!example.empty() &&
        std::none_of(example.begin(), example.end(), [](const std::string& line) { return line.find_first_of("0123456789`") != line.npos; }))
      verdict.fail(chapter.at(pieces.example.line), "the example has no values; say what goes in and what comes out");
  }
}

void approach(const Manuscript& chapter, Verdict& verdict) {
  static const re2::RE2 mark(R"(\d+\. )");
  for (const Box* exercise : chapter.boxes_called("exercise")) {
    const Text approach = pieces_of(chapter, *exercise).approach;
    if (approach.lines.empty()) continue;  // scaffolding says so
    const std::vector<std::string> steps = items(approach.lines, mark);
    if (steps.size() != 3)
      verdict.fail(chapter.at(approach.line), fmt::format("{} numbered steps in the approach; write three", steps.size()));
    for (std::size_t i = 0; i < steps.size(); ++i)
      if (steps[i].find("because") == std::string::npos)
        verdict.fail(chapter.at(approach.line), fmt::format("step {} gives no reason; write *because* …", i + 1));
  }
}

// That solution and test exist and stand in this order is part of `sound`: the book cannot be tangled without.
void order(const Manuscript& chapter, Verdict& verdict) {
  const std::vector<const Box*> all = chapter.boxes_called("exercise");
  for (std::size_t i = 0; i < all.size(); ++i) {
    const std::string id = all[i]->option("id");
    const Definition* test = first_definition(chapter, chunk_name(Kind::test, id));
    const Definition* probe = first_definition(chapter, chunk_name(Kind::probe, id));
    if (test != nullptr && probe != nullptr && probe->at.line < test->at.line)
      verdict.fail(probe->at, fmt::format("`{}` stands before the test; move it below", probe->name));
    if (i + 1 == all.size()) continue;
    for (const KindFacts& facts : all_kinds)
      if (const Definition* piece = facts.required ? first_definition(chapter, chunk_name(facts.kind, id)) : nullptr;
          piece != nullptr && piece->at.line > all[i + 1]->first)
        verdict.fail(piece->at, fmt::format("`{}` stands after the next exercise, line {}; move it up", piece->name, all[i + 1]->first));
  }
}

void test_messages(const Manuscript& chapter, Verdict& verdict) {
  for (const Box* exercise : chapter.boxes_called("exercise")) {
    const std::string name = chunk_name(Kind::test, exercise->option("id"));
    bool message = false;
    for (const Definition* definition : chapter.definitions)
      if (definition->name == name)
        for (const Line& line : definition->lines) message |= line.text.find('"') != line.text.npos;
    const Definition* first = first_definition(chapter, name);
    if (first != nullptr && !message) verdict.fail(first->at, fmt::format("`{}` has no message; say in a check which idea broke", name));
  }
}

void exercise_minutes(const Manuscript& chapter, Verdict& verdict) {
  int sum = 0;
  for (const Exercise& exercise : chapter.book.exercises)
    if (exercise.at.file == chapter.chapter.file) sum += exercise.minutes;
  if (sum > chapter.chapter.minutes)
    verdict.fail(chapter.minutes,
                 fmt::format("the exercises take {} minutes, the chapter {}; correct one of them", sum, chapter.chapter.minutes));
}

void diagrams(const Manuscript& chapter, Verdict& verdict) {
  count(chapter, verdict, lines_of(chapter.boxes_called("diagram")), 4, 6, "diagrams");
}

void alternatives(const Manuscript& chapter, Verdict& verdict) {
  for (const Box* diagram : chapter.boxes_called("diagram")) {
    const std::string alt = diagram->option("alt");
    // An absent alternative is part of `sound`.
    if (!alt.empty() && (alt == diagram->argument || std::count(alt.begin(), alt.end(), ' ') < 4))
      verdict.fail(chapter.at(diagram->first), fmt::format("the alternative `{}` says too little; describe what the drawing shows", alt));
  }
}

void reflections(const Manuscript& chapter, Verdict& verdict) {
  const std::vector<const Box*> all = chapter.boxes_called("reflect");
  count(chapter, verdict, lines_of(all), 3, 3, "reflection questions");
  const std::optional<Stretch> part = chapter.part("Reflection");
  for (const Box* box : all)
    if (!part || !part->holds(box->first)) verdict.fail(chapter.at(box->first), "a reflection question outside Reflection; move it there");
}

void questions(const Manuscript& chapter, Verdict& verdict) {
  for (const Box* box : chapter.boxes_called("reflect")) {
    std::vector<std::string> lines;
    for (const Paragraph* paragraph : chapter.paragraphs_in({box->body, box->last}))
      lines.insert(lines.end(), paragraph->lines.begin(), paragraph->lines.end());
    if (std::none_of(lines.begin(), lines.end(), [](const std::string& line) { return line.find('?') != line.npos; }))
      verdict.fail(chapter.at(box->first), "no question is asked; end one with a question mark");
    const std::size_t things = things_to_think_about(lines);
    if (things < 3 || things > 4)
      verdict.fail(chapter.at(box->first), fmt::format("{} things to think about; list 3 or 4, or write `Think about: …; …; …`", things));
  }
}

}  // namespace tito::literate::rules
