// Tangled from chapters/07_training.nw: edit that, not this file.
#pragma once
/// \file
/// The learning rate of each step (chapter 07).
#include <functional>

#include <tinytorch/types.hpp>

namespace tt::optim {
// Declare schedules
/// From a step, counted from 0, to its learning rate.
using Schedule = std::function<double(Index step)>;
struct StepDecay { double lr; Index size; double gamma = 0.1; };
struct Cosine { double lr; Index steps; double least = 0; };
struct Warmup { Index steps; double start = 1.0 / 3; };

// Throw std::invalid_argument for a rate that is negative or not finite,
// and for less than one step.
Schedule constant(double lr);
/// lr · gamma^n after n times `size` steps. Needs gamma > 0.
Schedule step_decay(const StepDecay& options);
/// From lr to `least` in `steps` steps; then up again, and so on.
Schedule cosine(const Cosine& options);
/// From the share `start` of the first rate of `after` to all of it in
/// `steps` steps; then `after` from its beginning. Needs 0 < start ≤ 1.
Schedule warmup(const Warmup& options, const Schedule& after);
}  // namespace tt::optim
