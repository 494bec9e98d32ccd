// Tangled from chapters/01_tensor.nw: edit that, not this file.
#pragma once
/// \file
/// Kernels applied to whole tensors (chapter 01).
#include <tinytorch/kernels.hpp>
#include <tinytorch/tensor.hpp>

namespace tt {
/// Any kernel applied to each element: what an operation is made of.
Tensor map(Kernels::Map kernel, const Tensor& x);
Tensor zip(const char* op, Kernels::Zip kernel, const Tensor& a,
           const Tensor& b);
}  // namespace tt
