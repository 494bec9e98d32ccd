#include "framework/counts.hpp"

#include <fmt/format.h>

#include <regex>
#include <stdexcept>

namespace tito {
namespace {

/// The number in front of " test cases out of N WORD" (Boost writes "1 test case" for one); 0 when there is no such line.
int cases(const std::string& output, const std::string& word) {
  const std::regex line("(\\d+) test cases? out of \\d+ " + word);
  std::smatch match;
  return std::regex_search(output, match, line) ? std::stoi(match[1]) : 0;
}

int attribute(const std::string& xml, const std::string& name) {
  const std::regex number("<testsuite [^>]*\\b" + name + "=\"(\\d+)\"");
  std::smatch match;
  if (!std::regex_search(xml, match, number)) throw std::runtime_error("not a JUnit report: no " + name + " in it");
  return std::stoi(match[1]);
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
