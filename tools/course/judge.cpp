#include "course/judge.hpp"

#include <cmath>
#include <cstdlib>
#include <sstream>

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

/// The number behind the type, up to the next space. `strtod` reads the hexadecimal form, in which nothing is rounded.
double number(const std::string& line, std::size_t begin) { return std::strtod(line.c_str() + begin, nullptr); }

}  // namespace

bool agrees(const std::string& actual, const std::string& expected) {
  std::istringstream left(actual), right(expected);
  Tolerance tolerance;
  std::string a, b;
  while (std::getline(right, b)) {
    if (!std::getline(left, a)) return false;
    if (is(b, "tolerance")) tolerance = {number(b, 10), number(b, b.find(' ', 10))};
    const bool numbers = is(a, "f64") && is(b, "f64");
    if (numbers ? !close(number(a, 4), number(b, 4), tolerance) : a != b) return false;
  }
  return !std::getline(left, a);
}

}  // namespace tito::course
