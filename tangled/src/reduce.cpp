// Tangled from chapters/01_tensor.nw: edit that, not this file.
#include <tinytorch/reduce.hpp>

#include <cmath>
#include <stdexcept>

#include <tinytorch/elementwise.hpp>
#include <tinytorch/error.hpp>
#include <tinytorch/kernels.hpp>

#include "walk.hpp"

namespace tt {
namespace {
// Remove a dimension or keep it with size one
Dims without(const Dims& dims, int d, bool keep) {
  Dims out = dims;
  if (keep) out[d] = 1;
  else out.erase(d);
  return out;
}
// Visit the lines along a dimension
template <class F>
void each_line(const Tensor& x, int d, F f) {
  walk<1>(without(x.shape(), d, keepdim), {x.strides()},
          [&](Index n, auto& at, auto& step) {
            for (Index i = 0; i < n; ++i)
              f(x.data() + at[0] + i * step[0], x.shape()[d],
                x.strides()[d]);
          });
}
void check_not_empty(const char* op, const Tensor& x, int d) {
  if (x.shape()[d] == 0)
    throw std::invalid_argument(std::string(op) + ": dimension " +
                                std::to_string(d) + " of shape " +
                                to_string(x.shape()) + " is empty");
}
// Add up a dimension
void sum_along(const Tensor& x, int d, const Tensor& y) {
  //@begin exercise tensor-sum
  Strides still = y.strides();
  still[d] = 0;
  const std::array<Strides, 2> strides = {x.strides(), still};
  walk<2>(x.shape(), strides, [&](Index n, auto& at, auto& step) {
    const real* from = x.data() + at[0];
    real* to = y.data() + at[1];
    if (step[1] == 0)
      *to = kernels().sum(n, from, step[0]);
    else
      kernels().add(n, to, step[1], from, step[0], to, step[1]);
  });
  //@end exercise tensor-sum
}
}  // namespace
// Reduce everything
Tensor sum(const Tensor& x) {
  real total = 0;
  walk<1>(x.shape(), {x.strides()}, [&](Index n, auto& at, auto& step) {
    total += kernels().sum(n, x.data() + at[0], step[0]);
  });
  Tensor out = Tensor::full({}, total);
  // Gradient of sum
  if (needs_gradient(x))
    record(out, {x}, [before = x.shape()](const Tensor& g) {
      return Gradients{g.expand(before)};
    });
  return out;
}
Tensor mean(const Tensor& x) {
  return sum(x) / static_cast<double>(x.numel());
}
Tensor mean(const Tensor& x, int dim, bool keep) {
  return sum(x, dim, keep) / static_cast<double>(x.size(dim));
}
Tensor max(const Tensor& x) {
  if (x.numel() == 0)
    throw std::invalid_argument("max: shape " + to_string(x.shape()) +
                                " has no elements");
  real most = *x.data();
  walk<1>(x.shape(), {x.strides()}, [&](Index n, auto& at, auto& step) {
    const real row = kernels().max(n, x.data() + at[0], step[0]);
    if (row > most || std::isnan(row)) most = row;
  });
  Tensor out = Tensor::full({}, most);
  // Gradient of max
  if (needs_gradient(x))
    record(out, {x}, [x, most = out.detach()](const Tensor& g) {
      return Gradients{max_backward(g, x, most)};
    });
  return out;
}
// Reduce a dimension
Tensor sum(const Tensor& x, int dim, bool keep) {
  const int d = dim_index("sum", dim, x.shape());
  Tensor out = Tensor::zeros(without(x.shape(), d, keepdim));
  sum_along(x, d, out);
  if (!keep) out = out.as_strided(without(x.shape(), d, false),
                                  without(out.strides(), d, false));
  // Gradient of sum over a dimension
  if (needs_gradient(x))
    record(out, {x}, [before = x.shape(), d, keep](const Tensor& g) {
      return Gradients{(keep ? g : g.unsqueeze(d)).expand(before)};
    });
  return out;
}
Tensor max(const Tensor& x, int dim, bool keep) {
  const int d = dim_index("max", dim, x.shape());
  check_not_empty("max", x, d);
  Tensor out = Tensor::empty(without(x.shape(), d, keep));
  real* y = out.data();
  each_line(x, d, [&](const real* line, Index n, Index step) {
    *y++ = kernels().max(n, line, step);
  });
  // Gradient of max over a dimension
  if (needs_gradient(x))
    record(out, {x}, [x, most = out.detach(), d, keep](const Tensor& g) {
      if (keep) return Gradients{max_backward(g, x, most)};
      return Gradients{
          max_backward(g.unsqueeze(d), x, most.unsqueeze(d))};
    });
  return out;
}
std::vector<std::int32_t> argmax(const Tensor& x) {
  const int d = dim_index("argmax", -1, x.shape());
  check_not_empty("argmax", x, d);
  std::vector<std::int32_t> where;
  each_line(x, d, [&](const real* line, Index n, Index step) {
    Index best = 0;
    for (Index i = 1; i < n; ++i)
      if (line[i * step] > line[best * step]) best = i;
    where.push_back(static_cast<std::int32_t>(best));
  });
  return where;
}
}  // namespace tt
