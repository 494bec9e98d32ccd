// Tangled from chapters/00_setup.nw: edit that, not this file.
#include "check.hpp"

#include <cmath>
#include <iostream>
#include <limits>
#include <map>
#include <utility>

namespace tt::test {
namespace {
// Decide how far one number exceeds its tolerance
/// 0 when the two agree; otherwise the larger, the worse.
double excess(double actual, double expected, const Tolerance& tolerance) {
  constexpr double hopeless = std::numeric_limits<double>::infinity();
  if (actual == expected) return 0;
  if (std::isnan(actual) && std::isnan(expected))
    return tolerance.nan_equal ? 0 : hopeless;
  if (!std::isfinite(actual) || !std::isfinite(expected)) return hopeless;
  const double allowed =
      tolerance.absolute + tolerance.relative * std::fabs(expected);
  const double difference = std::fabs(actual - expected);
  return difference <= allowed ? 0 : difference - allowed;
}
// Remember what failed
constexpr int reported = 3;  // failures of a line in a test case
std::map<std::pair<std::string, int>, int> failures;  // of each line
}  // namespace

// Compare two lists of numbers
Result compare(std::span<const double> actual,
               std::span<const double> expected,
               const Tolerance& tolerance) {
  Result result(true);
  // Refuse lists of different lengths
  if (actual.size() != expected.size()) {
    result = false;
    result.message() << "got " << actual.size() << " values, expected "
                     << expected.size();
    return result;
  }
  // Find the worst of the numbers that disagree
  std::size_t differing = 0, worst = 0;
  double worst_excess = 0;
  for (std::size_t i = 0; i < actual.size(); ++i) {
    const double e = excess(actual[i], expected[i], tolerance);
    if (e > 0) ++differing;
    if (e > worst_excess) {
      worst_excess = e;
      worst = i;
    }
  }
  // Describe the worst of them
  if (differing > 0) {
    result = false;
    result.message() << std::setprecision(9) << differing << " of "
                     << actual.size() << " values differ; worst at index "
                     << worst << ": got " << actual[worst] << ", expected "
                     << expected[worst];
  }
  return result;
}
// Compare floats by widening them
Result compare(std::span<const float> actual,
               std::span<const float> expected,
               const Tolerance& tolerance) {
  const std::vector<double> a(actual.begin(), actual.end());
  const std::vector<double> e(expected.begin(), expected.end());
  return compare(a, e, tolerance);
}

// Report the first failures of a check and count the rest
Verdict::Verdict(const Result& result, const char* check,
                 const std::string& why, const char* file, int line)
    : holds(result || ++failures[{file, line}] > reported) {
  if (holds) return;
  std::ostringstream out;
  out << check;
  if (!result.has_empty_message()) out << ": " << result.message();
  if (!why.empty()) out << "; " << why;
  text = out.str();
}
void end_of_case() {
  for (const auto& [place, count] : failures)
    if (count > reported)
      std::cout << place.first << "(" << place.second << "): … and "
                << count - reported << " more like the last" << std::endl;
  failures.clear();
}
}  // namespace tt::test
