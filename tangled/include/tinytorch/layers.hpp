// Tangled from chapters/03_layers.nw: edit that, not this file.
#pragma once
/// \file
/// Layers and how to join them (chapter 03).
#include <functional>

#include <tinytorch/init.hpp>
#include <tinytorch/module.hpp>

namespace tt {
// Declare the functions behind the layers
/// x (…, in), w (out, in) and b (out), or no b, give (…, out).
/// \throws std::invalid_argument when the sizes do not agree
Tensor linear(const Tensor& x, const Tensor& w, const Tensor& b = {});
/// Sets each element to 0 with probability p and scales the others by
/// 1 / (1 - p); x itself if not training.
/// \throws std::invalid_argument unless 0 ≤ p ≤ 1
Tensor dropout(const Tensor& x, double p = 0.5, bool training = true,
               Generator& g = default_generator());
namespace nn {
// Define the layers
/// y = W x + b for every x along the last dimension.
struct Linear : Module {
  Linear(Index in, Index out, bool with_bias = true);
  Tensor operator()(const Tensor& x) const {
    return linear(x, weight, bias);
  }
  Tensor weight;  ///< (out, in)
  Tensor bias;    ///< (out); refers to nothing without a bias
};
/// Drops numbers while training; draws from the default generator.
class Dropout : public Module {
 public:
  /// \throws std::invalid_argument unless 0 ≤ p ≤ 1
  explicit Dropout(double p = 0.5);
  Tensor operator()(const Tensor& x) const {
    return dropout(x, p_, training());
  }

 private:
  double p_;
};
/// Steps in a row: modules, and functions from a tensor to a tensor.
class Sequential : public Module {
 public:
  template <std::invocable<const Tensor&>... Steps>
  explicit Sequential(Steps... steps) {
    (append(std::move(steps)), ...);
  }
  Tensor operator()(const Tensor& x) const;

 private:
  template <class Step>
  void append(Step step) {
    if constexpr (std::derived_from<Step, Module>)
      child(std::to_string(steps_.size()), step);
    steps_.emplace_back(std::move(step));
  }
  std::vector<std::function<Tensor(const Tensor&)>> steps_;
};
}  // namespace nn
}  // namespace tt
