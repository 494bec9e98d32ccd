// How many tests passed: read from what the test programs themselves report.
#pragma once

#include <string>

namespace tito {

struct Counts {
  int passed = 0, failed = 0, skipped = 0;

  Counts& operator+=(const Counts& other);
  bool operator==(const Counts&) const = default;
};

/// "N passed, N failed", with ", N skipped" when any were.
std::string to_string(const Counts& counts);

/// Counts from the report that a Boost.Test program prints with --report_level=short, and its exit status. A program that fails
/// without a failed case (a crash, an error outside the cases, no report at all) counts as one failure.
Counts boost_counts(const std::string& output, int status);

/// Counts from the JUnit XML file that pytest writes. Throws std::runtime_error when the file is not one.
Counts junit_counts(const std::string& xml);

}  // namespace tito
