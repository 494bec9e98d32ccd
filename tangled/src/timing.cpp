// Tangled from chapters/00_setup.nw: edit that, not this file.
#include <tinytorch/timing.hpp>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <stdexcept>
#include <vector>

#include <tinytorch/error.hpp>

namespace tt {
// Read the clock
double now() {
  using std::chrono::steady_clock;
  static const auto start = steady_clock::now();
  const auto since = steady_clock::now() - start;
  return std::chrono::duration<double>(since).count();
}

// Observe the smallest step of the clock
double clock_resolution() {
  static const double resolution = smallest_step(now);
  return resolution;
}

// Find the median of a sample
double median(std::span<const double> samples) {
  //@begin exercise setup-median
  if (samples.empty())
    throw std::invalid_argument("median: needs at least one sample");
  std::vector<double> sorted(samples.begin(), samples.end());
  std::sort(sorted.begin(), sorted.end());
  const std::size_t middle = sorted.size() / 2;
  if (sorted.size() % 2 == 1) return sorted[middle];
  return (sorted[middle - 1] + sorted[middle]) / 2;
  //@end exercise setup-median
}

// Choose how often to repeat
Index repeats(double once, double resolution, double error) {
  //@begin exercise setup-repeats
  const bool sane = std::isfinite(once) && once >= 0 &&
                    std::isfinite(resolution) && resolution >= 0 &&
                    std::isfinite(error) && error > 0;
  if (!sane)
    throw std::invalid_argument(
        "repeats: needs once >= 0, resolution >= 0 and error > 0");
  if (once == 0) return most_repeats;
  const double wanted = std::ceil(resolution / error / once);
  return static_cast<Index>(
      std::clamp(wanted, 1.0, static_cast<double>(most_repeats)));
  //@end exercise setup-repeats
}

// Time a piece of work
double seconds(const std::function<void()>& work, const Effort& effort) {
  const auto time = [&](Index calls) {
    const Stopwatch watch;
    for (Index i = 0; i < calls; ++i) work();
    return watch.seconds() / static_cast<double>(calls);
  };
  const Stopwatch total;
  time(1);
  const Index calls = repeats(time(1), clock_resolution(), effort.error);
  std::vector<double> samples;
  do samples.push_back(time(calls));
  while (std::ssize(samples) < effort.samples &&
         total.seconds() < effort.budget);
  return median(samples);
}
}  // namespace tt
