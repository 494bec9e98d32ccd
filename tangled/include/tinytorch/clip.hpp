// Tangled from chapters/07_training.nw: edit that, not this file.
#pragma once
/// \file
/// A limit for the length of the gradient (chapter 07).
#include <vector>

#include <tinytorch/tensor.hpp>

namespace tt::nn {
/// The norm of all gradients together, as it was. Afterwards it is at most
/// `max_norm`: all are multiplied by max_norm / (norm + 1e-6) if that is
/// below 1. Changes nothing if the norm is not finite. Parameters without
/// a gradient do not count.
/// \throws std::invalid_argument unless max_norm > 0; it may be infinite
double clip_grad_norm_(const std::vector<Tensor>& parameters,
                       double max_norm);
}  // namespace tt::nn
