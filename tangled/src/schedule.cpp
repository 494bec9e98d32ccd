// Tangled from chapters/07_training.nw: edit that, not this file.
#include <tinytorch/schedule.hpp>

#include <algorithm>
#include <cmath>
#include <numbers>
#include <stdexcept>
#include <string>

#include <tinytorch/error.hpp>

namespace tt::optim {
namespace {
// Refuse options of a schedule
void need(bool fine, const std::string& option, double value,
          const char* range) {
  if (!fine)
    throw std::invalid_argument(option + " is " + std::to_string(value) +
                                "; it must be " + range);
}
void need_rate(const std::string& option, double rate) {
  need(std::isfinite(rate) && rate >= 0, option, rate,
       "finite and not below 0");
}
void need_steps(const std::string& option, Index steps) {
  need(steps >= 1, option, static_cast<double>(steps), "at least 1");
}
// Rise to the first rate of a schedule
double warmed_up(Index step, const Warmup& o, const Schedule& after) {
  //@begin exercise training-warmup
  const Index risen = std::min(step, o.steps);
  const double part =
      static_cast<double>(risen) / static_cast<double>(o.steps);
  return after(step - risen) * std::lerp(o.start, 1.0, part);
  //@end exercise training-warmup
}
}  // namespace
// Make schedules
Schedule constant(double lr) {
  need_rate("constant: lr", lr);
  return [lr](Index) { return lr; };
}
Schedule step_decay(const StepDecay& options) {
  need_rate("step_decay: lr", options.lr);
  need_steps("step_decay: size", options.size);
  need(std::isfinite(options.gamma) && options.gamma > 0,
       "step_decay: gamma", options.gamma, "finite and above 0");
  return [o = options](Index step) {
    return o.lr * std::pow(o.gamma, static_cast<double>(step / o.size));
  };
}
Schedule cosine(const Cosine& options) {
  need_rate("cosine: lr", options.lr);
  need_rate("cosine: least", options.least);
  need_steps("cosine: steps", options.steps);
  return [o = options](Index step) {
    const double part =
        static_cast<double>(step) / static_cast<double>(o.steps);
    return o.least + (o.lr - o.least) *
                         (1 + std::cos(std::numbers::pi * part)) / 2;
  };
}
Schedule warmup(const Warmup& options, const Schedule& after) {
  need_steps("warmup: steps", options.steps);
  need(options.start > 0 && options.start <= 1, "warmup: start",
       options.start, "above 0 and at most 1");
  if (!after)
    throw std::invalid_argument("warmup: no schedule to follow");
  return [o = options, after](Index step) {
    return warmed_up(step, o, after);
  };
}
}  // namespace tt::optim
