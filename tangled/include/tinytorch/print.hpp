// Tangled from chapters/01_tensor.nw: edit that, not this file.
#pragma once
/// \file
/// Tensors as text (chapter 01).
#include <iosfwd>

#include <tinytorch/tensor.hpp>

namespace tt {
/// Nested brackets, as in PyTorch; a shape where there is no number.
std::string to_string(const Tensor& x);
std::ostream& operator<<(std::ostream& out, const Tensor& x);
std::ostream& operator<<(std::ostream& out, const Dims& dims);
}  // namespace tt
