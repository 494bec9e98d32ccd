// Tangled from chapters/05_autograd.nw: edit that, not this file.
#pragma once
/// \file
/// Gradients checked against differences (chapter 05).
#include <string>

#include <tinytorch/autograd.hpp>

namespace tt {
/// How far differences step: as far as `real` allows.
inline constexpr double difference_step = sizeof(real) == 8 ? 1e-6 : 1e-2;
/// The gradient of f(), one number that depends on x, by central
/// differences: 2 numel(x) calls of f. \throws std::invalid_argument if x
/// is not contiguous
Tensor numeric_gradient(const std::function<Tensor()>& f, const Tensor& x,
                        double step = difference_step);
// Declare the check of all gradients
/// The worst disagreement of two gradients a and n: |a - n| / (1 + |n|).
struct GradientCheck {
  double worst = 0;
  std::string where = "nowhere";
};
/// Compares backward() with differences, for every element of every input
/// that requires a gradient. A result of several elements is multiplied
/// by random numbers first, so that no error can hide in a sum.
GradientCheck check_gradients(const Segment& f,
                              const std::vector<Tensor>& inputs);
}  // namespace tt
