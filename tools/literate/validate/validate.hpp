// Judging chapters by the rules that every chapter of the book keeps.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "support/problem.hpp"

namespace tito::literate {

// What one rule says of one chapter.
struct Verdict {
  std::string_view rule, demand;
  std::vector<Problem> shortfalls;
  std::vector<Problem> warnings;  // shown; they cost nothing

  bool ok() const { return shortfalls.empty(); }
  void fail(Place at, std::string message) { shortfalls.push_back({std::move(at), std::move(message)}); }
  void warn(Place at, std::string message) { warnings.push_back({std::move(at), std::move(message)}); }
};

struct Assessment {
  std::string id, number, title;
  std::vector<Verdict> verdicts;  // one for every rule, in the order of the rules

  int passed() const;
  int score() const;  // percent of the rules that hold, rounded down: 100 only when all do
};

struct Validation {
  std::vector<Assessment> chapters;
  // The slots that no chapter so far has filled, by name. No fault, as later chapters may: listed with the last chapter only.
  std::vector<Problem> unfilled;
};

// Judges one chapter ("01" or "01_tensor") or, without one, all. Throws a Failure when the book cannot be taken apart at all.
Validation validate(const std::filesystem::path& repository, const std::string& chapter = "");

}  // namespace tito::literate
