// Whether the tests of an exercise notice when its solution is wrong.
#pragma once

#include <memory>
#include <string>

#include "framework/counts.hpp"
#include "framework/variants.hpp"
#include "framework/workspace.hpp"

namespace tito {

/// Small wrong changes of all solutions of a book, as variants of their exercises.
class Mutants {
 public:
  /// Adds them to `variants`, which must not be compiled yet.
  explicit Mutants(Variants& variants);
  ~Mutants();

  /// Runs against each mutant of `chapter` (an id; all chapters when empty), of exercises with `word` in their id, the exercise's visible
  /// tests, and when they pass, its probe.
  /// Prints a line for each exercise and every survivor with its place. An exercise passes when its tests kill 90 % of its mutants, and
  /// tests and probe together 95 %. Throws std::runtime_error when the tests of an exercise fail with its own solution.
  Counts test(const std::string& chapter = {}, const std::string& word = {});

 private:
  struct Suspects;
  Variants& variants_;
  std::unique_ptr<Suspects> suspects_;
};

/// Builds the tests and probes of `chapter` (number, name or id; all chapters when empty) with mutants and tests them; only those of exercises
/// with `word` in their id. Throws std::runtime_error when there is no exercise to mutate.
Counts test_mutants(const Workspace& workspace, const std::string& chapter, const std::string& word = {});

}  // namespace tito
