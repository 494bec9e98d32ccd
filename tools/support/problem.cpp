#include "support/problem.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <tuple>
#include <utility>

namespace tito {
namespace {

std::string report(const std::vector<Problem>& problems) {
  std::string text;
  for (const Problem& problem : problems) text += fmt::format("{}: {}\n", to_string(problem.at), problem.message);
  return text;
}

}  // namespace

std::string to_string(const Place& place) {
  if (place.line == 0) return place.file;
  if (place.column == 0) return fmt::format("{}:{}", place.file, place.line);
  return fmt::format("{}:{}:{}", place.file, place.line, place.column);
}

Failure::Failure(std::vector<Problem> all) : std::runtime_error(report(all)), problems(std::move(all)) {}

Failure::Failure(Place at, std::string message) : Failure(std::vector<Problem>{{std::move(at), std::move(message)}}) {}

void Problems::add(Place at, std::string message) { found_.push_back({std::move(at), std::move(message)}); }

std::vector<Problem> Problems::take() {
  // File names begin with the chapter's number, so their order is the reading order.
  std::stable_sort(found_.begin(), found_.end(), [](const Problem& a, const Problem& b) {
    return std::tie(a.at.file, a.at.line, a.at.column) < std::tie(b.at.file, b.at.line, b.at.column);
  });
  return std::exchange(found_, {});
}

void Problems::throw_if_any() {
  if (!found_.empty()) throw Failure(take());
}

}  // namespace tito
