// Tangled from chapters/02_activations.nw: edit that, not this file.
#include <tinytorch/activations.hpp>

#include <stdexcept>
#include <string>

#include <tinytorch/elementwise.hpp>

#include "apply.hpp"
#include "walk.hpp"

namespace tt {
namespace {
// Overwrite the elements of a tensor
Tensor overwrite(const char* op, Kernels::Map kernel, const Tensor& x) {
  // Check that no two elements are one number
  for (int d = 0; x.numel() > 0 && d < x.dim(); ++d)
    if (x.shape()[d] > 1 && x.strides()[d] == 0)
      throw std::invalid_argument(
          std::string(op) + ": dimension " + std::to_string(d) +
          " of shape " + to_string(x.shape()) +
          " repeats one number in memory: clone it first");
  walk<1>(x.shape(), {x.strides()}, [&](Index n, auto& at, auto& step) {
    real* const p = x.data() + at[0];
    kernel(n, p, step[0], p, step[0]);
  });
  return x;
}
// Hand the lines of a tensor to a kernel
/// Calls f(lines, at, step) for runs of lines along d: operand k's first
/// line begins at at[k], the next one step[k] further on.
template <std::size_t N, class F>
void walk_lines(const Shape& shape, int d,
                const std::array<Strides, N>& strides, F f) {
  if (numel(shape) == 0) return;
  Shape firsts = shape;
  firsts[d] = 1;
  walk<N>(firsts, strides, f);
}
Tensor map_lines(Kernels::Lines kernel, const Tensor& x, int d) {
  Tensor out = Tensor::empty(x.shape());
  const Index n = x.shape()[d], xs = x.strides()[d], ys = out.strides()[d];
  walk_lines<2>(x.shape(), d, {x.strides(), out.strides()},
                [&](Index lines, auto& at, auto& step) {
                  kernel(lines, n, x.data() + at[0], step[0], xs,
                         out.data() + at[1], step[1], ys);
                });
  return out;
}
Tensor zip_lines(Kernels::LinesZip kernel, const Tensor& g, const Tensor& y,
                 int d) {
  Tensor out = Tensor::empty(y.shape());
  const Index n = y.shape()[d];
  const Index gs = g.strides()[d], ys = y.strides()[d];
  walk_lines<3>(y.shape(), d, {g.strides(), y.strides(), out.strides()},
                [&](Index lines, auto& at, auto& step) {
                  kernel(lines, n, g.data() + at[0], step[0], gs,
                         y.data() + at[1], step[1], ys,
                         out.data() + at[2], step[2], out.strides()[d]);
                });
  return out;
}
}  // namespace
// Define the elementwise activations
Tensor relu(const Tensor& x) {
  Tensor out = map(kernels().relu, x);
  // Gradient of relu
  if (needs_gradient(x))
    record(out, {x}, [y = out.detach()](const Tensor& g) {
      return Gradients{relu_backward(g, y)};
    });
  return out;
}
Tensor relu_(const Tensor& x) {
  return overwrite("relu_", kernels().relu, x);
}
Tensor sigmoid_(const Tensor& x) {
  return overwrite("sigmoid_", kernels().sigmoid, x);
}
Tensor tanh_(const Tensor& x) {
  return overwrite("tanh_", kernels().tanh, x);
}
Tensor sigmoid(const Tensor& x) {
  Tensor out = map(kernels().sigmoid, x);
  // Gradient of sigmoid
  if (needs_gradient(x))
    record(out, {x}, [y = out.detach()](const Tensor& g) {
      return Gradients{sigmoid_backward(g, y)};
    });
  return out;
}
Tensor tanh(const Tensor& x) {
  Tensor out = map(kernels().tanh, x);
  // Gradient of tanh
  if (needs_gradient(x))
    record(out, {x}, [y = out.detach()](const Tensor& g) {
      return Gradients{tanh_backward(g, y)};
    });
  return out;
}
Tensor gelu(const Tensor& x, Gelu form) {
  const bool exact = form == Gelu::exact;
  Tensor out = map(exact ? kernels().gelu : kernels().gelu_tanh, x);
  // Gradient of gelu
  if (needs_gradient(x))
    record(out, {x}, [x, form](const Tensor& g) {
      return Gradients{gelu_backward(g, x, form)};
    });
  return out;
}
// Define softmax and log-softmax
Tensor softmax(const Tensor& x, int dim) {
  const int d = dim_index("softmax", dim, x.shape());
  Tensor out = map_lines(kernels().softmax, x, d);
  // Gradient of softmax
  if (needs_gradient(x))
    record(out, {x}, [y = out.detach(), d](const Tensor& g) {
      return Gradients{softmax_backward(g, y, d)};
    });
  return out;
}
Tensor log_softmax(const Tensor& x, int dim) {
  const int d = dim_index("log_softmax", dim, x.shape());
  Tensor out = map_lines(kernels().log_softmax, x, d);
  // Gradient of log_softmax
  if (needs_gradient(x))
    record(out, {x}, [y = out.detach(), d](const Tensor& g) {
      return Gradients{log_softmax_backward(g, y, d)};
    });
  return out;
}
// Define the gradients of the activations
namespace {
// Check that gradient and tensor have one shape
void check_shapes(const char* op, const Tensor& g, const Tensor& kept) {
  if (g.shape() != kept.shape())
    throw std::invalid_argument(std::string(op) + ": a gradient of shape " +
                                to_string(g.shape()) +
                                " does not fit shape " +
                                to_string(kept.shape()));
}
Tensor backward(const char* op, Kernels::Zip kernel, const Tensor& g,
                const Tensor& kept) {
  check_shapes(op, g, kept);
  return zip(op, kernel, g, kept);
}
}  // namespace
Tensor relu_backward(const Tensor& g, const Tensor& y) {
  return backward("relu_backward", kernels().relu_backward, g, y);
}
Tensor sigmoid_backward(const Tensor& g, const Tensor& y) {
  return backward("sigmoid_backward", kernels().sigmoid_backward, g, y);
}
Tensor tanh_backward(const Tensor& g, const Tensor& y) {
  return backward("tanh_backward", kernels().tanh_backward, g, y);
}
Tensor gelu_backward(const Tensor& g, const Tensor& x, Gelu form) {
  const bool exact = form == Gelu::exact;
  return backward("gelu_backward",
                  exact ? kernels().gelu_backward
                        : kernels().gelu_tanh_backward, g, x);
}
Tensor softmax_backward(const Tensor& g, const Tensor& y, int dim) {
  const int d = dim_index("softmax_backward", dim, y.shape());
  check_shapes("softmax_backward", g, y);
  return zip_lines(kernels().softmax_backward, g, y, d);
}
Tensor log_softmax_backward(const Tensor& g, const Tensor& y, int dim) {
  const int d = dim_index("log_softmax_backward", dim, y.shape());
  check_shapes("log_softmax_backward", g, y);
  return zip_lines(kernels().log_softmax_backward, g, y, d);
}
}  // namespace tt
