#include "framework/counts.hpp"

#include <fmt/format.h>
#include <re2/re2.h>

#include <stdexcept>

namespace tito {
namespace {

/// The number in front of " test cases out of N WORD" (Boost writes "1 test case" for one); 0 when there is no such line.
int cases(const std::string& output, const std::string& word) {
  const re2::RE2 line("(\\d+) test cases? out of \\d+ " + word);
  int count = 0;
  re2::RE2::PartialMatch(output, line, &count);
  return count;
}

int attribute(const std::string& xml, const std::string& name) {
  const re2::RE2 number("<testsuite [^>]*\\b" + name + "=\"(\\d+)\"");
  int count = 0;
  if (!re2::RE2::PartialMatch(xml, number, &count)) throw std::runtime_error("not a JUnit report: no " + name + " in it");
  return count;
}

}  // namespace

Counts& Counts::operator+=(const Counts& other) {
  passed += other.passed;
  failed += other.failed;
  skipped += other.skipped;
  return *this;
}

std::string to_string(const Counts& counts) {
  std::string text = fmt::format("{} passed, {} failed", counts.passed, counts.failed);
  if (counts.skipped > 0) text += fmt::format(", {} skipped", counts.skipped);
  return text;
}

Counts boost_counts(const std::string& output, int status) {
  // Boost counts a case that ends with an exception as failed and again as aborted.
  Counts counts{cases(output, "passed"), cases(output, "failed"), cases(output, "skipped")};
  if (status != 0 && counts.failed == 0) counts.failed = 1;
  if (status == 0 && counts.passed == 0) counts.failed += 1;
  return counts;
}

Counts junit_counts(const std::string& xml) {
  const int failed = attribute(xml, "failures") + attribute(xml, "errors"), skipped = attribute(xml, "skipped");
  return {attribute(xml, "tests") - failed - skipped, failed, skipped};
}

}  // namespace tito
