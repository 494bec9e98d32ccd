// Tangled from chapters/01_tensor.nw: edit that, not this file.
#include <tinytorch/matmul.hpp>

#include <stdexcept>

#include <tinytorch/elementwise.hpp>
#include <tinytorch/kernels.hpp>
#include <tinytorch/reduce.hpp>
#include <tinytorch/view.hpp>

#include "walk.hpp"

namespace tt {
namespace {
Dims stack(const Dims& dims) {  // all but the last two
  Dims out = dims;
  out.erase(out.size() - 1);
  out.erase(out.size() - 1);
  return out;
}
}  // namespace
// Multiply stacks of matrices
Tensor matmul(const Tensor& a, const Tensor& b) {
  // Check that the inner dimensions agree
  const char* wrong = nullptr;
  if (a.dim() == 0 || b.dim() == 0)
    wrong = "needs at least one dimension on each side: ";
  else if (a.shape()[-1] != b.shape()[b.dim() > 1 ? -2 : -1])
    wrong = "inner dimensions differ: ";
  if (wrong)
    throw std::invalid_argument(std::string("matmul: ") + wrong +
                                to_string(a.shape()) + " x " +
                                to_string(b.shape()));
  // Treat a vector as a matrix of one row or column
  if (b.dim() == 1) return squeeze(matmul(a, unsqueeze(b, 1)), -1);
  if (a.dim() == 1) return squeeze(matmul(unsqueeze(a, 0), b), -2);
  // Multiply a stack by one matrix as a single tall matrix
  if (a.dim() > 2 && b.dim() == 2 && a.is_contiguous()) {
    Shape tall = a.shape();
    tall[-1] = b.shape()[1];
    const Index rows = numel(stack(a.shape())) * a.shape()[-2];
    return view(matmul(view(a, {rows, a.shape()[-1]}), b), tall);
  }
  const Index m = a.shape()[-2], k = a.shape()[-1], n = b.shape()[-1];
  Shape shape = common_shape("matmul", stack(a.shape()), stack(b.shape()));
  const Shape pairs = shape;
  shape.insert(shape.size(), m);
  shape.insert(shape.size(), n);
  Tensor out = Tensor::empty(shape);
  // Give each pair of matrices to the kernel
  const auto of = [&](const Tensor& x) {
    return stretch("matmul", stack(x.shape()), stack(x.strides()), pairs);
  };
  const Strides as = a.strides(), bs = b.strides();
  const std::array<Strides, 3> steps = {of(a), of(b), of(out)};
  walk<3>(pairs, steps, [&](Index count, auto& at, auto& step) {
    for (Index i = 0; i < count; ++i)
      kernels().gemm(m, n, k, a.data() + at[0] + i * step[0], as[-2], as[-1],
                     b.data() + at[1] + i * step[1], bs[-2], bs[-1], 0,
                     out.data() + at[2] + i * step[2], n);
  });
  // Gradient of matmul
  if (needs_gradient(a, b))
    record(out, {a, b}, [a, b](const Tensor& g) {
      return matmul_backward(g, a, b);
    });
  return out;
}
// Forward the operations of the members
using T = Tensor;
T T::matmul(const T& other) const { return tt::matmul(*this, other); }
T T::sum() const { return tt::sum(*this); }
T T::sum(int dim, bool keep) const { return tt::sum(*this, dim, keep); }
T T::mean() const { return tt::mean(*this); }
T T::mean(int dim, bool keep) const { return tt::mean(*this, dim, keep); }
T T::max() const { return tt::max(*this); }
T T::max(int dim, bool keep) const { return tt::max(*this, dim, keep); }
}  // namespace tt
