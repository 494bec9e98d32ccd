#include "course/judge.hpp"

#include <fmt/format.h>

#include <cctype>
#include <cmath>
#include <cstdlib>
#include <sstream>
#include <stdexcept>

namespace tito::course {
namespace {

struct Tolerance {
  double absolute = 0, relative = 0;
};

bool close(double actual, double expected, const Tolerance& tolerance) {
  if (std::isnan(actual) || std::isnan(expected)) return std::isnan(actual) && std::isnan(expected);
  if (actual == expected) return true;
  if (std::isinf(actual) || std::isinf(expected)) return false;
  return std::abs(actual - expected) <= tolerance.absolute + tolerance.relative * std::abs(expected);
}

bool is(const std::string& line, const char* type) { return line.rfind(std::string(type) + ' ', 0) == 0; }

/// The number that a word is, and nothing else: `strtod` reads the hexadecimal form, in which nothing is rounded, but also spaces in
/// front of it, and leaves off where it understands no more.
bool read_number(const std::string& word, double& value) {
  if (word.empty() || std::isspace(static_cast<unsigned char>(word[0])) != 0) return false;
  char* end = nullptr;
  value = std::strtod(word.c_str(), &end);
  return end == word.c_str() + word.size();
}

/// Of the reference, which must not be wrong.
Tolerance tolerance_of(const std::string& line) {
  const std::size_t begin = line.find(' ') + 1, middle = line.find(' ', begin);
  Tolerance tolerance;
  const bool whole = middle != std::string::npos && read_number(line.substr(begin, middle - begin), tolerance.absolute) &&
                     read_number(line.substr(middle + 1), tolerance.relative);
  if (!whole || !(tolerance.absolute >= 0) || !(tolerance.relative >= 0))
    throw std::runtime_error(fmt::format("the reference's stream holds `{}`; write `tolerance ABSOLUTE RELATIVE`, both at least 0", line));
  return tolerance;
}

bool agree(const std::string& actual, const std::string& expected, const Tolerance& tolerance) {
  if (actual == expected) return true;
  if (!is(actual, "f64") || !is(expected, "f64")) return false;
  double a = 0, b = 0;
  return read_number(actual.substr(4), a) && read_number(expected.substr(4), b) && close(a, b, tolerance);
}

}  // namespace

bool agrees(const std::string& actual, const std::string& expected) {
  std::istringstream left(actual), right(expected);
  Tolerance tolerance;
  std::string a, b;
  while (std::getline(right, b)) {
    if (!std::getline(left, a)) return false;
    if (is(b, "tolerance")) tolerance = tolerance_of(b);
    if (!agree(a, b, tolerance)) return false;
  }
  return !std::getline(left, a);
}

}  // namespace tito::course
