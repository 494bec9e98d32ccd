// Tangled from chapters/07_training.nw: edit that, not this file.
#include <tinytorch/clip.hpp>

#include <cmath>
#include <functional>
#include <numeric>
#include <stdexcept>
#include <string>

#include <tinytorch/elementwise.hpp>
#include <tinytorch/error.hpp>
#include <tinytorch/reduce.hpp>

namespace tt::nn {
double clip_grad_norm_(const std::vector<Tensor>& parameters,
                       double max_norm) {
  if (!(max_norm > 0))
    throw std::invalid_argument("clip_grad_norm_: max_norm is " +
                                std::to_string(max_norm) +
                                "; it must be above 0");
  //@begin exercise training-clip
  double squares = 0;
  for (const Tensor& p : parameters) {
    if (!p.grad().defined()) continue;
    const Tensor g = p.grad().contiguous();
    squares = std::transform_reduce(g.data(), g.data() + g.numel(), squares,
                                    std::plus<>(),
                                    [](double v) { return v * v; });
  }
  const double norm = std::sqrt(squares);
  const double factor = max_norm / (norm + 1e-6);
  if (factor < 1 && std::isfinite(norm))
    for (const Tensor& p : parameters)
      if (p.grad().defined()) p.grad().copy_(p.grad() * factor);
  return norm;
  //@end exercise training-clip
}
}  // namespace tt::nn
