// Tangled from chapters/01_tensor.nw: edit that, not this file.
#include <tinytorch/view.hpp>

#include <stdexcept>

#include <tinytorch/error.hpp>
#include <tinytorch/kernels.hpp>

#include "walk.hpp"

namespace tt {
// Make views
Tensor transpose(const Tensor& x, int a, int b) {
  Tensor out;
  //@begin exercise tensor-transpose
  Shape sizes = x.shape();
  Strides steps = x.strides();
  const int i = dim_index("transpose", a, sizes);
  const int j = dim_index("transpose", b, sizes);
  std::swap(sizes[i], sizes[j]);
  std::swap(steps[i], steps[j]);
  out = x.as_strided(sizes, steps);
  //@end exercise tensor-transpose
  // Gradient of transpose
  if (needs_gradient(x))
    record(out, {x}, [a, b](const Tensor& g) {
      return Gradients{g.transpose(a, b)};
    });
  return out;
}
Tensor permute(const Tensor& x, const Dims& order) {
  Shape shape = x.shape();
  Strides strides = x.strides();
  unsigned seen = 0;
  for (int d = 0; d < order.size() && d < x.dim(); ++d) {
    const int from =
        dim_index("permute", static_cast<int>(order[d]), x.shape());
    shape[d] = x.shape()[from];
    strides[d] = x.strides()[from];
    seen |= 1u << from;
  }
  // Check that the order names every dimension once
  if (order.size() != x.dim() || seen + 1 != 1u << x.dim())
    throw std::invalid_argument("permute: order " + to_string(order) +
                                " must name each dimension of shape " +
                                to_string(x.shape()) + " once");
  Tensor out = x.as_strided(shape, strides);
  // Gradient of permute
  if (needs_gradient(x))
    record(out, {x}, [order](const Tensor& g) {
      Dims back = order;
      for (int d = 0; d < order.size(); ++d)
        back[static_cast<int>(order[d])] = d;
      return Gradients{g.permute(back)};
    });
  return out;
}
Tensor narrow(const Tensor& x, int dim, Index start, Index length) {
  const int d = dim_index("narrow", dim, x.shape());
  Shape shape = x.shape();
  if (start < 0 || length < 0 || start > shape[d] - length)
    throw std::invalid_argument(
        "narrow: " + std::to_string(length) + " elements from " +
        std::to_string(start) + " do not fit dimension " +
        std::to_string(d) + " of shape " + to_string(shape));
  shape[d] = length;
  Tensor out = x.as_strided(shape, x.strides(), start * x.strides()[d]);
  // Gradient of narrow
  if (needs_gradient(x))
    record(out, {x}, [whole = x.shape(), d, start, length](const Tensor& g) {
      const Tensor all = Tensor::zeros(whole);
      all.narrow(d, start, length).copy_(g);
      return Gradients{all};
    });
  return out;
}
Tensor unsqueeze(const Tensor& x, int dim) {
  Shape shape = x.shape();
  Strides strides = x.strides();
  shape.insert(x.dim(), 1);  // as long as the result's
  const int d = dim_index("unsqueeze", dim, shape);
  shape = x.shape();
  shape.insert(d, 1);
  strides.insert(d, 1);
  Tensor out = x.as_strided(shape, strides);
  // Gradient of unsqueeze
  if (needs_gradient(x))
    record(out, {x},
           [d](const Tensor& g) { return Gradients{g.squeeze(d)}; });
  return out;
}
Tensor squeeze(const Tensor& x, int dim) {
  Shape shape = x.shape();
  Strides strides = x.strides();
  const int d = dim_index("squeeze", dim, shape);
  if (shape[d] != 1)
    throw std::invalid_argument("squeeze: dimension " + std::to_string(d) +
                                " of shape " + to_string(shape) +
                                " must have size 1");
  shape.erase(d);
  strides.erase(d);
  Tensor out = x.as_strided(shape, strides);
  // Gradient of squeeze
  if (needs_gradient(x))
    record(out, {x},
           [d](const Tensor& g) { return Gradients{g.unsqueeze(d)}; });
  return out;
}
Tensor select(const Tensor& x, int dim, Index index) {
  const int d = dim_index("select", dim, x.shape());
  const Index i = index < 0 ? index + x.shape()[d] : index;
  if (i < 0 || i >= x.shape()[d])
    throw std::invalid_argument("select: index " + std::to_string(index) +
                                " lies outside dimension " +
                                std::to_string(d) + " of shape " +
                                to_string(x.shape()));
  return squeeze(narrow(x, d, i, 1), d);
}
Strides stretch(const char* op, const Shape& from, const Strides& strides,
                const Shape& to) {
  const int lead = to.size() - from.size();  // dimensions that are new
  Strides out = to;
  bool fits = lead >= 0;
  for (int d = 0; fits && d < to.size(); ++d) {
    const Index size = d < lead ? 1 : from[d - lead];
    fits = size == to[d] || size == 1;
    out[d] = size == 1 ? 0 : strides[d - lead];
  }
  // Check that the shape stretches
  if (!fits)
    throw std::invalid_argument(std::string(op) + ": shape " +
                                to_string(from) + " does not stretch to " +
                                to_string(to));
  return out;
}
Tensor expand(const Tensor& x, const Shape& shape) {
  Tensor out = x.as_strided(
      shape, stretch("expand", x.shape(), x.strides(), shape));
  // Gradient of expand
  if (needs_gradient(x))
    record(out, {x}, [](const Tensor& g) { return Gradients{g}; });
  return out;
}
// Copy numbers
const Tensor& Tensor::copy_(const Tensor& source) const {
  const Strides from =
      stretch("copy_", source.shape(), source.strides(), shape());
  walk<2>(shape(), {from, strides()}, [&](Index n, auto& at, auto& step) {
    kernels().copy(n, source.data() + at[0], step[0], data() + at[1],
                   step[1]);
  });
  return *this;
}
const Tensor& Tensor::fill_(double value) const {
  const real v = static_cast<real>(value);
  walk<1>(shape(), {strides()}, [&](Index n, auto& at, auto& step) {
    kernels().copy(n, &v, 0, data() + at[0], step[0]);
  });
  return *this;
}
Tensor clone(const Tensor& x) {
  Tensor out = Tensor::empty(x.shape()).copy_(x);
  // Gradient of clone
  if (needs_gradient(x))
    record(out, {x}, [](const Tensor& g) { return Gradients{g}; });
  return out;
}
Tensor contiguous(const Tensor& x) {
  return x.is_contiguous() ? x : clone(x);
}
namespace {
// Replace a size of -1 by what is left
Shape complete(const char* op, const Shape& wanted, Index count) {
  Shape shape = wanted;
  Index known = 1;
  int open = -1;
  for (int d = 0; d < shape.size(); ++d)
    if (shape[d] == -1 && open < 0) open = d;
    else known *= shape[d];
  if (open >= 0 && known > 0) shape[open] = count / known;
  const bool fits = open < 0 || (known > 0 && shape[open] * known == count);
  if (!fits || numel(shape) != count)
    throw std::invalid_argument(std::string(op) + ": shape " +
                                to_string(wanted) + " cannot hold " +
                                std::to_string(count) + " elements");
  return shape;
}
}  // namespace
// Change the shape
Tensor view(const Tensor& x, const Shape& wanted) {
  const Shape shape = complete("view", wanted, x.numel());
  if (!x.is_contiguous())
    throw std::invalid_argument(
        "view: shape " + to_string(x.shape()) + " with strides " +
        to_string(x.strides()) + " is not contiguous: use reshape");
  Tensor out = x.as_strided(shape, row_major(shape));
  // Gradient of view
  if (needs_gradient(x))
    record(out, {x}, [before = x.shape()](const Tensor& g) {
      return Gradients{g.reshape(before)};
    });
  return out;
}
Tensor reshape(const Tensor& x, const Shape& shape) {
  return view(contiguous(x), complete("reshape", shape, x.numel()));
}
// Forward the views of the members
using T = Tensor;
T T::transpose(int a, int b) const { return tt::transpose(*this, a, b); }
T T::permute(const Dims& order) const { return tt::permute(*this, order); }
T T::expand(const Shape& shape) const { return tt::expand(*this, shape); }
T T::narrow(int dim, Index start, Index length) const {
  return tt::narrow(*this, dim, start, length);
}
T T::select(int dim, Index i) const { return tt::select(*this, dim, i); }
T T::unsqueeze(int dim) const { return tt::unsqueeze(*this, dim); }
T T::squeeze(int dim) const { return tt::squeeze(*this, dim); }
T T::clone() const { return tt::clone(*this); }
T T::contiguous() const { return tt::contiguous(*this); }
T T::view(const Shape& shape) const { return tt::view(*this, shape); }
T T::reshape(const Shape& shape) const { return tt::reshape(*this, shape); }
}  // namespace tt
