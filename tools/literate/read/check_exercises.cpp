#include <fmt/format.h>

#include <algorithm>

#include "literate/model/text.hpp"
#include "literate/read/check.hpp"

namespace tito::literate {
namespace {

class ExerciseChecker {
 public:
  ExerciseChecker(const Book& book, bool nested, Problems& problems) : book_(book), nested_(nested), problems_(problems) {
    for (const auto& [name, chunk] : book_.chunks)
      for (const Position part : chunk.parts)
        for (const Line& line : book_.definition(part).lines)
          if (!line.use.empty()) users_[line.use].push_back(&chunk);
  }

  void run() {
    for (const Exercise& exercise : book_.exercises) check(exercise);
    for (const auto& [name, chunk] : book_.chunks) check_owner(chunk);
  }

 private:
  const Definition& first(const Chunk& chunk) const { return book_.definition(chunk.parts.front()); }
  void report(const Place& at, std::string message) { problems_.add(at, std::move(message)); }

  void check(const Exercise& exercise) {
    std::map<Kind, const Chunk*> found;
    for (const KindFacts& facts : all_kinds)
      if (facts.required) found[facts.kind] = required(exercise, facts.kind);
    const Chunk *solution = found[Kind::solution], *test = found[Kind::test];
    if (solution != nullptr) check_solution(exercise, *solution);
    if (solution != nullptr && test != nullptr && same_chapter(*solution, *test) && test->parts.front() < solution->parts.front())
      report(first(*test).at, fmt::format("{} stands before the solution; move it below", bracketed(test->name)));
  }

  const Chunk* required(const Exercise& exercise, Kind kind) {
    const std::string name = chunk_name(kind, exercise.id);
    const Chunk* chunk = book_.find(name);
    if (chunk == nullptr)
      report(exercise.at, fmt::format("exercise `{}` has no {}; define {}", exercise.id, to_string(kind), bracketed(name)));
    else if (chunk->parts.front().chapter != exercise.chapter || chunk->parts.back().chapter != exercise.chapter)
      report(first(*chunk).at, fmt::format("{} stands in another chapter than its exercise; move it to {}", bracketed(name),
                                           book_.chapters[exercise.chapter].file));
    return chunk;
  }

  bool same_chapter(const Chunk& a, const Chunk& b) const { return a.parts.front().chapter == b.parts.front().chapter; }

  void check_solution(const Exercise& exercise, const Chunk& solution) {
    const Place& at = first(solution).at;
    if (solution.parts.size() > 1)
      report(book_.definition(solution.parts[1]).at,
             fmt::format("{} is already defined at line {}; a solution is one chunk: join them", bracketed(solution.name), at.line));
    if (solution.parts.front().chapter == exercise.chapter && at.line < exercise.at.line)
      report(at, fmt::format("{} stands before its exercise; move it below", bracketed(solution.name)));
    const int copies = nested_ ? copies_in_files(solution) : 1;
    if (users_[solution.name].size() > 1 || copies > 1)
      report(at, fmt::format("{} stands {} times in the tangled files; use it, and what uses it, once", bracketed(solution.name),
                             std::max<std::size_t>(users_[solution.name].size(), static_cast<std::size_t>(copies))));
  }

  // How often a chunk's text comes out, all files together.
  int copies_in_files(const Chunk& chunk) {
    if (chunk.kind == Kind::root) return 1;
    const auto [entry, added] = copies_.emplace(&chunk, 0);
    if (!added) return entry->second;
    int copies = 0;
    for (const Chunk* user : users_[chunk.name]) copies = std::min(copies + copies_in_files(*user), 1000);
    return copies_[&chunk] = copies;
  }

  void check_owner(const Chunk& chunk) {
    if (!facts_of(chunk.kind).of_exercise || !is_id(chunk.id) || book_.exercise(chunk.id) != nullptr) return;
    std::vector<std::string_view> ids;
    for (const Exercise& exercise : book_.exercises) ids.push_back(exercise.id);
    report(first(chunk).at, fmt::format("{} belongs to no exercise{}", bracketed(chunk.name), did_you_mean(chunk.id, ids, "write its exercise, or rename it")));
  }

  const Book& book_;
  bool nested_;
  Problems& problems_;
  std::map<std::string_view, std::vector<const Chunk*>> users_;
  std::map<const Chunk*, int> copies_;
};

}  // namespace

void check_exercises(const Book& book, bool nested, Problems& problems) { ExerciseChecker(book, nested, problems).run(); }

}  // namespace tito::literate
