// Tangled from chapters/06_optimizers.nw: edit that, not this file.
#pragma once
/// \file
/// What the kernels of an optimizer's step are told (chapter 06).
#include <tinytorch/types.hpp>

namespace tt {
// Hold the numbers of a step
/// The numbers of a step: slope = g + decay * w is followed at this rate.
/// Velocity keeps `momentum` of itself and takes `add` of the slope.
struct SgdStep { real rate, decay, momentum, add; };
/// The numbers of a step of Adam: slope = g + decay * w; w shrinks by the
/// factor `shrink`, and moves by rate * m / (scale * √v + eps).
struct AdamStep {
  real rate, scale, eps, decay, shrink;
  real beta1, new1;  ///< m keeps beta1 of itself, takes new1 = 1 - beta1
  real beta2, new2;  ///< v likewise, of the squared slope
};
}  // namespace tt
