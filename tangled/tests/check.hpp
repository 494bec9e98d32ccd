// Tangled from chapters/00_setup.nw: edit that, not this file.
/// \file
/// The checks that all tests use.
#pragma once

#include <boost/test/unit_test.hpp>
#include <concepts>
#include <initializer_list>
#include <iomanip>
#include <ranges>
#include <span>
#include <sstream>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include <tinytorch/types.hpp>

namespace tt::test {
// How far two numbers may lie apart
/// Two numbers agree when |actual - expected| is at most
/// absolute + relative * |expected|.
struct Tolerance {
  double absolute = 0;
  double relative = 0;
  bool nan_equal = false;  ///< whether two NaN agree
};

/// Nothing but equal numbers agree.
inline constexpr Tolerance exact = {};
// The tolerances that tests call by name
inline constexpr bool real_is_float = std::is_same_v<real, float>;

/// For a value that was computed in a few steps.
inline constexpr Tolerance value_tolerance =
    real_is_float ? Tolerance{1e-5, 1.3e-6} : Tolerance{1e-7, 1e-7};

/// For a gradient, against one measured by differences.
inline constexpr Tolerance gradient_tolerance =
    real_is_float ? Tolerance{2e-3, 2e-3} : Tolerance{1e-8, 1e-8};

// The comparison in all its forms
/// True or false, and when false, why.
using Result = boost::test_tools::assertion_result;

/// Whether the numbers agree, each with the one at its place.
Result compare(std::span<const double> actual,
               std::span<const double> expected,
               const Tolerance& tolerance = value_tolerance);
Result compare(std::span<const float> actual,
               std::span<const float> expected,
               const Tolerance& tolerance = value_tolerance);
// The comparison with numbers written in the test
inline Result compare(std::span<const double> actual,
                      std::initializer_list<double> expected,
                      const Tolerance& tolerance = value_tolerance) {
  return compare(actual, std::span(expected), tolerance);
}
inline Result compare(std::span<const float> actual,
                      std::initializer_list<float> expected,
                      const Tolerance& tolerance = value_tolerance) {
  return compare(actual, std::span(expected), tolerance);
}
inline Result compare(double actual, double expected,
                      const Tolerance& tolerance = value_tolerance) {
  return compare(std::span(&actual, 1), std::span(&expected, 1), tolerance);
}

// A check that says what it got
// Write a value as text
template <class T>
std::string text_of(const T& x) {
  std::ostringstream out;
  out << std::boolalpha << std::setprecision(9);
  if constexpr (requires { out << x; }) {
    out << x;
  } else if constexpr (std::ranges::range<T>) {
    const char* comma = "";
    for (const auto& each : x)
      out << std::exchange(comma, ", ") << text_of(each);
    return "{" + out.str() + "}";
  } else {
    out << "something that cannot be printed";
  }
  return out.str();
}
/// `x` as the type in which it is compared with an E.
template <class T, class E>
decltype(auto) as(const T& x) {
  if constexpr (std::integral<T> && std::integral<E>)
    return static_cast<long long>(x);
  else if constexpr (std::is_arithmetic_v<T> && std::is_arithmetic_v<E>)
    return static_cast<double>(x);
  else
    return (x);
}
template <class T, class E>
bool is_equal(const T& got, const E& expected) {
  return as<T, E>(got) == as<E, T>(expected);
}
template <class T, class E>
Result told(bool holds, const T& got, const char* than, const E& expected) {
  Result result(holds);
  if (!holds)
    result.message() << "got " << text_of(got) << ", expected " << than
                     << text_of(expected);
  return result;
}
// What a check got
/// The left side of a comparison.
template <class T>
struct Got {
  const T& got;

  template <class E> Result operator==(const E& e) const {
    return told(is_equal(got, e), got, "", e);
  }
  template <class E> Result operator!=(const E& e) const {
    return told(!is_equal(got, e), got, "anything but ", e);
  }
  // Comparisons of order
  template <class E> Result operator<(const E& e) const {
    return told(as<T, E>(got) < as<E, T>(e), got, "less than ", e);
  }
  template <class E> Result operator<=(const E& e) const {
    return told(as<T, E>(got) <= as<E, T>(e), got, "at most ", e);
  }
  template <class E> Result operator>(const E& e) const {
    return told(as<T, E>(got) > as<E, T>(e), got, "more than ", e);
  }
  template <class E> Result operator>=(const E& e) const {
    return told(as<T, E>(got) >= as<E, T>(e), got, "at least ", e);
  }
  operator Result() const { return Result(got); }
};
struct Check {
  template <class T> Got<T> operator->*(const T& got) { return {got}; }
};
// Report a check
/// Whether a check holds, or has failed too often to be reported again.
struct Verdict {
  Verdict(const Result& result, const char* check, const std::string& why,
          const char* file = __builtin_FILE(),
          int line = __builtin_LINE());
  bool holds;
  std::string text;  ///< when it does not hold, what to print
};
/// Prints how many failures of the test case were not reported.
void end_of_case();

/// CHECK(got == expected, "why"), with any comparison or truth value; on
/// its left, arithmetic needs parentheses. REQUIRE ends the test case.
#define CHECK(...) TT_CHECK(CHECK, __VA_ARGS__, "", "")
#define REQUIRE(...) TT_CHECK(REQUIRE, __VA_ARGS__, "", "")
#define TT_CHECK(level, check, why, ...)                            \
  do {                                                              \
    const ::tt::test::Verdict tt_verdict(                           \
        ::tt::test::Check() ->* check, #check, why);                \
    BOOST_##level##_MESSAGE(tt_verdict.holds, tt_verdict.text);     \
  } while (false)
}  // namespace tt::test
