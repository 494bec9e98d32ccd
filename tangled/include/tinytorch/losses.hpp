// Tangled from chapters/04_losses.nw: edit that, not this file.
#pragma once
/// \file
/// How wrong an answer is, and in which direction (chapter 04).
#include <cstdint>
#include <span>

#include <tinytorch/tensor.hpp>

namespace tt {
/// The right classes of a batch, from 0.
using Labels = std::span<const std::int32_t>;
/// How the losses of a batch become one number.
enum class Reduction { mean, sum };

// Declare the losses
/// log(Σ exp(x)) along `dim`, which vanishes, or stays with size 1. A line
/// of nothing or of nothing but -inf gives -inf; one with +inf gives +inf.
/// \throws std::invalid_argument if x lacks `dim`
Tensor logsumexp(const Tensor& x, int dim, bool keep = false);
// Of tensors of one shape; the result has shape (). Throw
// std::invalid_argument when the shapes differ, and for the mean of no
// elements. NaN gives NaN.
/// (prediction - target)²
Tensor mse_loss(const Tensor& prediction, const Tensor& target,
                Reduction reduction = Reduction::mean);
/// -t log(p) - (1 - t) log(1 - p). Logarithms below -100 count as -100.
/// A p outside 0 … 1 gives NaN.
Tensor binary_cross_entropy(const Tensor& probabilities,
                            const Tensor& target,
                            Reduction reduction = Reduction::mean);
/// The same of p = sigmoid(logit), without a limit.
Tensor binary_cross_entropy_with_logits(
    const Tensor& logits, const Tensor& target,
    Reduction reduction = Reduction::mean);
/// -log of the softmax of each row (rows, classes) at its label. A label
/// at -inf costs +inf; a row with NaN or +inf gives no finite loss.
/// \throws std::invalid_argument unless every row has a label, for a label
///   that is no class, and for the mean of no rows
Tensor cross_entropy(const Tensor& logits, Labels labels,
                     Reduction reduction = Reduction::mean);
// Declare the gradients of the losses
// The gradient with respect to the first input, from the gradient g of the
// result. Errors as above, and for a g of another shape than the result's.
Tensor logsumexp_backward(const Tensor& g, const Tensor& x, int dim,
                          bool keep = false);
Tensor mse_loss_backward(const Tensor& g, const Tensor& prediction,
                         const Tensor& target,
                         Reduction reduction = Reduction::mean);
Tensor binary_cross_entropy_backward(
    const Tensor& g, const Tensor& probabilities, const Tensor& target,
    Reduction reduction = Reduction::mean);
Tensor binary_cross_entropy_with_logits_backward(
    const Tensor& g, const Tensor& logits, const Tensor& target,
    Reduction reduction = Reduction::mean);
Tensor cross_entropy_backward(const Tensor& g, const Tensor& logits,
                              Labels labels,
                              Reduction reduction = Reduction::mean);
// Declare what is counted instead of derived
/// The share of rows (rows, classes) whose first largest logit is at the
/// label. A row with NaN is never right.
/// \throws std::invalid_argument as `cross_entropy`
double accuracy(const Tensor& logits, Labels labels);
}  // namespace tt
