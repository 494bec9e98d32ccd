// Tangled from chapters/01_tensor.nw: edit that, not this file.
#pragma once
/// \file
/// Many numbers folded into one (chapter 01).
#include <cstdint>

#include <tinytorch/tensor.hpp>

namespace tt {
// Over all elements: a tensor of shape (). Over `dim`: it vanishes, or
// stays with size 1 if `keep`; throws std::invalid_argument if x lacks it.
Tensor sum(const Tensor& x);
Tensor sum(const Tensor& x, int dim, bool keep = false);
/// The mean of no elements is NaN.
Tensor mean(const Tensor& x);
Tensor mean(const Tensor& x, int dim, bool keep = false);
/// NaN if there is one. \throws std::invalid_argument for no elements
Tensor max(const Tensor& x);
Tensor max(const Tensor& x, int dim, bool keep = false);
/// Where along the last dimension the first maximum is, in row-major order.
/// \throws std::invalid_argument for a scalar or no elements in a row
std::vector<std::int32_t> argmax(const Tensor& x);
}  // namespace tt
