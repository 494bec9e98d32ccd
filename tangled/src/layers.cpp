// Tangled from chapters/03_layers.nw: edit that, not this file.
#include <tinytorch/layers.hpp>

#include <cmath>
#include <stdexcept>

#include <tinytorch/elementwise.hpp>
#include <tinytorch/error.hpp>
#include <tinytorch/kernels.hpp>
#include <tinytorch/view.hpp>

namespace tt {
// Compute a linear layer
Tensor linear(const Tensor& x, const Tensor& w, const Tensor& b) {
  // Check that input, weight and bias agree
  if (x.dim() == 0 || w.dim() != 2 || x.shape()[-1] != w.shape()[1] ||
      (b.defined() && b.shape() != Shape{w.shape()[0]}))
    throw std::invalid_argument(
        "linear: input " + to_string(x.shape()) + ", weight " +
        to_string(w.shape()) + " and bias " +
        (b.defined() ? to_string(b.shape()) : "none") +
        " do not agree: needs (…, in), (out, in), (out)");
  Shape shape = x.shape();
  shape.erase(shape.size() - 1);
  const Index rows = numel(shape), in = w.size(1), units = w.size(0);
  shape.insert(shape.size(), units);
  Tensor out = Tensor::empty(shape);
  if (b.defined()) out.copy_(b);
  const Tensor a = x.dim() == 2 ? x : reshape(x, {rows, in});
  kernels().gemm(rows, units, in, a.data(), a.strides()[0], a.strides()[1],
                 w.data(), w.strides()[1], w.strides()[0], b.defined(),
                 out.data(), units);
  // Gradient of linear
  if (needs_gradient(x, w, b))
    record(out, {x, w, b}, [x, w, b](const Tensor& g) {
      return linear_backward(g, x, w, b);
    });
  return out;
}
// Drop numbers at random
namespace {
void fill_mask(const Tensor& mask, double p, Generator& g) {
  //@begin exercise layers-dropout-mask
  const real kept = static_cast<real>(1 / (1 - p));
  for (real* m = mask.data(); m != mask.data() + mask.numel(); ++m)
    *m = g.uniform() >= p ? kept : 0;
  //@end exercise layers-dropout-mask
}
}  // namespace
Tensor dropout(const Tensor& x, double p, bool training, Generator& g) {
  if (!(p >= 0 && p <= 1))
    throw std::invalid_argument("dropout: p is " + std::to_string(p) +
                                ", but must be from 0 to 1");
  if (!training) return x;
  const Tensor mask = Tensor::empty(x.shape());
  fill_mask(mask, p, g);
  return mul(x, mask);
}
namespace nn {
// Define the constructors of the layers
Linear::Linear(Index in, Index out, bool with_bias) {
  const double bound = in > 0 ? 1 / std::sqrt(static_cast<double>(in)) : 0;
  Generator& g = default_generator();
  weight = parameter("weight",
                     Tensor::uniform({out, in}, -bound, bound, g));
  if (with_bias)
    bias = parameter("bias", Tensor::uniform({out}, -bound, bound, g));
}
Dropout::Dropout(double p) : p_(p) {
  dropout(Tensor::empty({0}), p, false);  // refuses a wrong p at once
}
Tensor Sequential::operator()(const Tensor& x) const {
  Tensor y = x;
  for (const auto& step : steps_) y = step(y);
  return y;
}
}  // namespace nn
}  // namespace tt
