// Tangled from chapters/02_activations.nw: edit that, not this file.
#pragma once
/// \file
/// Functions that stand between linear layers (chapter 02).
#include <tinytorch/tensor.hpp>

namespace tt {
// Declare the activations
// NaN gives NaN. At an infinite number the result is the limit.
Tensor relu(const Tensor& x);     ///< max(x, 0)
Tensor sigmoid(const Tensor& x);  ///< 1 / (1 + exp(-x))
Tensor tanh(const Tensor& x);
/// x Φ(x), or the approximation of Φ by tanh.
enum class Gelu { exact, tanh };
Tensor gelu(const Tensor& x, Gelu form = Gelu::exact);

// Along `dim`; throw std::invalid_argument if x lacks it. A line that
// holds NaN or +inf becomes NaN.
/// exp(x) over its sum. A line of nothing but -inf becomes 0.
Tensor softmax(const Tensor& x, int dim);
/// The logarithm of softmax. A line of nothing but -inf stays so.
Tensor log_softmax(const Tensor& x, int dim);
// Declare the activations in place
// They overwrite x and return it. Never recorded by autograd. Throw
// std::invalid_argument if x is expanded: its elements share memory.
Tensor relu_(const Tensor& x);
Tensor sigmoid_(const Tensor& x);
Tensor tanh_(const Tensor& x);
// Declare the gradients of the activations
// The gradient with respect to x, from the gradient g with respect to y
// and what was kept: the result y, or x itself.
// Throw std::invalid_argument when the two shapes differ.
Tensor relu_backward(const Tensor& g, const Tensor& y);
Tensor sigmoid_backward(const Tensor& g, const Tensor& y);
Tensor tanh_backward(const Tensor& g, const Tensor& y);
Tensor gelu_backward(const Tensor& g, const Tensor& x,
                     Gelu form = Gelu::exact);
Tensor softmax_backward(const Tensor& g, const Tensor& y, int dim);
Tensor log_softmax_backward(const Tensor& g, const Tensor& y, int dim);
}  // namespace tt
