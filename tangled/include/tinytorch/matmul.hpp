// Tangled from chapters/01_tensor.nw: edit that, not this file.
#pragma once
/// \file
/// The matrix product (chapter 01).
#include <tinytorch/tensor.hpp>

namespace tt {
// Declare the matrix product
/// (m, k) x (k, n) gives (m, n). A vector is a row on the left, a column on
/// the right. Dimensions before the last two are a stack; stacks broadcast.
/// \throws std::invalid_argument for scalars and when sizes do not agree
Tensor matmul(const Tensor& a, const Tensor& b);
}  // namespace tt
