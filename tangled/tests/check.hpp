// Tangled from chapters/00_setup.nw: edit that, not this file.
/// \file
/// The one comparison of numbers that all tests use.
#pragma once

#include <boost/test/unit_test.hpp>
#include <initializer_list>
#include <span>
#include <type_traits>
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
}  // namespace tt::test
