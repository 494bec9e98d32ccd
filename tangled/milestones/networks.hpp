// Tangled from chapters/04_losses.nw: edit that, not this file.
/// \file
/// The networks of the milestones.
#pragma once

#include <tinytorch/activations.hpp>
#include <tinytorch/elementwise.hpp>
#include <tinytorch/layers.hpp>

namespace tt::milestone {
// Describe the networks of the milestones
/// (n, 2) → (n, 1): the logit of "one of the two, but not both".
inline nn::Sequential xor_network() {
  const auto bend = [](const Tensor& x) { return tanh(x); };
  return nn::Sequential(nn::Linear(2, 8), bend, nn::Linear(8, 1));
}
/// Pictures (n, 28, 28) of digits → logits (n, 10).
inline nn::Sequential digits_network(Index hidden = 64, double p = 0) {
  const auto flat = [](const Tensor& x) {
    return x.reshape({-1, 28 * 28});
  };
  return nn::Sequential(flat, nn::Linear(28 * 28, hidden), relu,
                        nn::Dropout(p), nn::Linear(hidden, 10));
}
/// Pictures (n, 3, 32, 32) of things → logits (n, 10).
inline nn::Sequential things_network() {
  const auto smaller = [](const Tensor& x) {
    const Tensor squares =
        x.contiguous().view({x.size(0), 3, 16, 2, 16, 2});
    return squares.mean(5).mean(3).reshape({-1, 3 * 16 * 16}) * 2 - 1;
  };
  return nn::Sequential(smaller, nn::Linear(3 * 16 * 16, 128), relu,
                        nn::Linear(128, 10));
}
}  // namespace tt::milestone
