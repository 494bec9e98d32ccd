// Tangled from chapters/00_setup.nw: edit that, not this file.
/// \file
/// Measuring time. All times are in seconds.
#pragma once

#include <algorithm>
#include <concepts>
#include <functional>
#include <span>

#include <tinytorch/types.hpp>

namespace tt {
// Reading the clock
/// Seconds since the first call. Never goes back.
double now();

/// Seconds since it was made, or since restart().
class Stopwatch {
 public:
  double seconds() const { return now() - start_; }
  void restart() { start_ = now(); }

 private:
  double start_ = now();
};
// Observing the smallest step of a clock
/// The smallest step seen between two readings of `read`, a function
/// that returns seconds.
template <std::invocable F>
double smallest_step(F read) {
  double smallest = 1;
  for (int i = 0; i < 100; ++i) {
    const double before = read();
    double after = read();
    while (after == before) after = read();
    if (after > before) smallest = std::min(smallest, after - before);
  }
  return smallest;
}

/// The smallest step that now() was seen to take, in seconds.
double clock_resolution();

// Keeping work from being optimised away
/// Makes the compiler believe that `value` is looked at, so that it
/// cannot leave out the work that computed it.
template <class T>
void keep(const T& value) {
  asm volatile("" : : "r"(&value) : "memory");
}

// Turning readings into a measurement
/// The median of `samples`; of an even number of them, the mean of the
/// two in the middle. Does not change the caller's data.
/// \throws std::invalid_argument when there are no samples
double median(std::span<const double> samples);
// Choosing how often to repeat
/// The most repetitions that repeats() asks for.
inline constexpr Index most_repeats = 1'000'000;

/// The least number of times to repeat work that takes `once` seconds,
/// so that a clock with steps of `resolution` seconds measures them
/// together with a relative error of at most `error`; at least 1 and at
/// most most_repeats. Work that takes no time gets most_repeats.
/// \throws std::invalid_argument when `once` or `resolution` is negative
///   or not finite, or `error` is not a positive finite number
Index repeats(double once, double resolution, double error);

// Timing a piece of work
/// How carefully seconds() measures.
struct Effort {
  double error = 0.01;   ///< relative error of one sample, from the clock
  int samples = 9;       ///< the result is the median of so many
  double budget = 0.25;  ///< seconds after which no new sample begins
};

/// Seconds that one call of `work` takes: the median of several samples
/// of warm calls. Calls `work` at least three times.
double seconds(const std::function<void()>& work,
               const Effort& effort = {});
}  // namespace tt
