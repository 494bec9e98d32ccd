// Tangled from chapters/01_tensor.nw: edit that, not this file.
#pragma once
/// \file
/// Tensors that share another's numbers, and copies (chapter 01).
#include <tinytorch/tensor.hpp>

namespace tt {
// Declare the views
// All throw std::invalid_argument for a dimension that x does not have.
/// Dimensions `a` and `b` exchanged.
Tensor transpose(const Tensor& x, int a, int b);
/// Dimension d of the result is dimension `order[d]` of x.
Tensor permute(const Tensor& x, const Dims& order);
/// x repeated along sizes of 1 and new leading dimensions, by stride 0.
Tensor expand(const Tensor& x, const Shape& shape);
/// Elements start … start + length - 1 along `dim`.
Tensor narrow(const Tensor& x, int dim, Index start, Index length);
/// Element `index` along `dim`, which vanishes; -1 is the last.
Tensor select(const Tensor& x, int dim, Index index);
/// A new dimension of size 1 at position `dim` of the result.
Tensor unsqueeze(const Tensor& x, int dim);
/// Without dimension `dim`, whose size must be 1.
Tensor squeeze(const Tensor& x, int dim);
// Declare copies and changes of shape
/// Strides that read numbers of shape `from` as if the shape was `to`.
/// \throws std::invalid_argument when `from` does not stretch to `to`
Strides stretch(const char* op, const Shape& from, const Strides& strides,
                const Shape& to);
Tensor clone(const Tensor& x);       ///< the same numbers, newly stored
Tensor contiguous(const Tensor& x);  ///< x itself, if it is; else a clone
/// x's numbers in another shape; one size may be -1: "whatever is left".
/// \throws std::invalid_argument if x is not contiguous or the count wrong
Tensor view(const Tensor& x, const Shape& shape);
/// The same, but copies when x is not contiguous.
Tensor reshape(const Tensor& x, const Shape& shape);
}  // namespace tt
