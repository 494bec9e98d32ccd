// Tangled from chapters/01_tensor.nw: edit that, not this file.
#include <tinytorch/elementwise.hpp>

#include <algorithm>
#include <cmath>
#include <stdexcept>

#include <tinytorch/error.hpp>
#include <tinytorch/view.hpp>

#include "apply.hpp"
#include "walk.hpp"

namespace tt {
// Find the common shape
[[noreturn]] void incompatible(const char* op, const Shape& a,
                               const Shape& b) {
  throw std::invalid_argument(std::string(op) + ": shapes " + to_string(a) +
                              " and " + to_string(b) + " do not broadcast");
}
Shape broadcast_shape(const char* op, const Shape& a, const Shape& b) {
  Shape shape = a.size() >= b.size() ? a : b;
  //@begin exercise tensor-broadcast
  for (int k = 1; k <= shape.size(); ++k) {
    const Index ours = k <= a.size() ? a[-k] : 1;
    const Index theirs = k <= b.size() ? b[-k] : 1;
    if (ours != theirs && ours != 1 && theirs != 1) incompatible(op, a, b);
    shape[-k] = ours == 1 ? theirs : ours;
  }
  //@end exercise tensor-broadcast
  return shape;
}
Shape common_shape(const char* op, const Shape& a, const Shape& b) {
  if (a == b || b.size() == 0) return a;
  if (a.size() == 0) return b;
  return broadcast_shape(op, a, b);
}
namespace {
// Combine along given strides
void zip_into(const Tensor& out, Kernels::Zip kernel, const Tensor& a,
              const Strides& as, const Tensor& b, const Strides& bs) {
  walk<3>(out.shape(), {as, bs, out.strides()},
          [&](Index n, auto& at, auto& step) {
            kernel(n, a.data() + at[0], step[0], b.data() + at[1], step[1],
                   out.data() + at[2], step[2]);
          });
}
}  // namespace
// Combine two tensors element by element
Tensor zip(const char* op, Kernels::Zip kernel, const Tensor& a,
           const Tensor& b) {
  if (a.shape() == b.shape() && a.is_contiguous() && b.is_contiguous()) {
    Tensor out = Tensor::empty(a.shape());
    kernel(out.numel(), a.data(), 1, b.data(), 1, out.data(), 1);
    return out;
  }
  const Shape shape = common_shape(op, a.shape(), b.shape());
  Tensor out = Tensor::empty(shape);
  zip_into(out, kernel, a, stretch(op, a.shape(), a.strides(), shape), b,
           stretch(op, b.shape(), b.strides(), shape));
  return out;
}
// Apply a function to each element
Tensor map(Kernels::Map kernel, const Tensor& x) {
  Tensor out = Tensor::empty(x.shape());
  walk<2>(x.shape(), {x.strides(), out.strides()},
          [&](Index n, auto& at, auto& step) {
            kernel(n, x.data() + at[0], step[0], out.data() + at[1],
                   step[1]);
          });
  return out;
}
// Define elementwise operations
Tensor add(const Tensor& a, const Tensor& b) {
  Tensor out = zip("add", kernels().add, a, b);
  // Gradient of add
  if (needs_gradient(a, b))
    record(out, {a, b}, [](const Tensor& g) { return Gradients{g, g}; });
  return out;
}
Tensor sub(const Tensor& a, const Tensor& b) {
  Tensor out = zip("sub", kernels().sub, a, b);
  // Gradient of sub
  if (needs_gradient(a, b))
    record(out, {a, b}, [](const Tensor& g) { return Gradients{g, -g}; });
  return out;
}
Tensor mul(const Tensor& a, const Tensor& b) {
  Tensor out = zip("mul", kernels().mul, a, b);
  // Gradient of mul
  if (needs_gradient(a, b))
    record(out, {a, b}, [a, b](const Tensor& g) {
      return Gradients{a.requires_grad() ? g * b : Tensor(),
                       b.requires_grad() ? g * a : Tensor()};
    });
  return out;
}
Tensor div(const Tensor& a, const Tensor& b) {
  Tensor out = zip("div", kernels().div, a, b);
  // Gradient of div
  if (needs_gradient(a, b))
    record(out, {a, b}, [a, b](const Tensor& g) {
      return div_backward(g, a, b);
    });
  return out;
}
Tensor neg(const Tensor& x) {
  Tensor out = map(kernels().neg, x);
  // Gradient of neg
  if (needs_gradient(x))
    record(out, {x}, [](const Tensor& g) { return Gradients{-g}; });
  return out;
}
Tensor exp(const Tensor& x) {
  Tensor out = map(kernels().exp, x);
  // Gradient of exp
  if (needs_gradient(x))
    record(out, {x}, [y = out.detach()](const Tensor& g) {
      return Gradients{g * y};
    });
  return out;
}
Tensor log(const Tensor& x) {
  Tensor out = map(kernels().log, x);
  // Gradient of log
  if (needs_gradient(x))
    record(out, {x}, [x](const Tensor& g) { return Gradients{g / x}; });
  return out;
}
Tensor sqrt(const Tensor& x) {
  Tensor out = map(kernels().sqrt, x);
  // Gradient of sqrt
  if (needs_gradient(x))
    record(out, {x}, [y = out.detach()](const Tensor& g) {
      return Gradients{g / (2 * y)};
    });
  return out;
}
// Compare two tensors
bool allclose(const Tensor& a, const Tensor& b, double relative,
              double absolute) {
  if (a.shape() != b.shape()) return false;
  const std::vector<real> x = a.to_vector(), y = b.to_vector();
  return std::equal(x.begin(), x.end(), y.begin(), [&](double p, double q) {
    return p == q || std::fabs(p - q) <= absolute + relative * std::fabs(q);
  });
}
bool equal(const Tensor& a, const Tensor& b) {
  return allclose(a, b, 0, 0);
}
// Add in place
const Tensor& Tensor::add_(const Tensor& x) const {
  zip_into(*this, kernels().add, *this, strides(), x,
           stretch("add_", x.shape(), x.strides(), shape()));
  return *this;
}
}  // namespace tt
