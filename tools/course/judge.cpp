#include "course/judge.hpp"

#include <fmt/format.h>

#include <cmath>
#include <cstdlib>
#include <optional>
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
std::optional<double> number(const std::string& word) {
  char* end = nullptr;
  const double value = std::strtod(word.c_str(), &end);
  const bool whole = !word.empty() && word[0] != ' ' && end == word.c_str() + word.size();
  return whole ? std::optional(value) : std::nullopt;
}

/// Of the reference, which must not be wrong.
Tolerance tolerance_of(const std::string& line) {
  const std::size_t begin = line.find(' ') + 1, middle = line.find(' ', begin);
  const auto absolute = number(line.substr(begin, middle - begin));
  const auto relative = middle == std::string::npos ? std::nullopt : number(line.substr(middle + 1));
  if (!absolute || !relative || !(*absolute >= 0) || !(*relative >= 0))
    throw std::runtime_error(fmt::format("the reference's stream holds `{}`; write `tolerance ABSOLUTE RELATIVE`, both at least 0", line));
  return {*absolute, *relative};
}

bool agree(const std::string& actual, const std::string& expected, const Tolerance& tolerance) {
  if (actual == expected) return true;
  if (!is(actual, "f64") || !is(expected, "f64")) return false;
  const auto a = number(actual.substr(4)), b = number(expected.substr(4));
  return a && b && close(*a, *b, tolerance);
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
