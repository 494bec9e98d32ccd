// Tangled from chapters/05_autograd.nw: edit that, not this file.
#include <tinytorch/gradcheck.hpp>

#include <cmath>
#include <stdexcept>

#include <tinytorch/elementwise.hpp>
#include <tinytorch/random.hpp>
#include <tinytorch/reduce.hpp>

namespace tt {
// Measure a gradient by differences
Tensor numeric_gradient(const std::function<Tensor()>& f, const Tensor& x,
                        double step) {
  if (!x.is_contiguous())
    throw std::invalid_argument("numeric_gradient: shape " +
                                to_string(x.shape()) + " with strides " +
                                to_string(x.strides()) +
                                " is not contiguous");
  const NoGrad guard;
  const Tensor out = Tensor::empty(x.shape());
  for (Index i = 0; i < x.numel(); ++i) {
    const real middle = x.data()[i];
    const auto at = [&](double shift) -> double {
      x.data()[i] = static_cast<real>(middle + shift);
      return f().item();
    };
    // Divide a difference of two results by the distance of two arguments
    const double right = at(step), end = x.data()[i];
    const double left = at(-step), begin = x.data()[i];
    out.data()[i] = static_cast<real>((right - left) / (end - begin));
    x.data()[i] = middle;
  }
  return out;
}
// Compare every element of every gradient
GradientCheck check_gradients(const Segment& f,
                              const std::vector<Tensor>& inputs) {
  const auto number = [&] {
    Generator generator(1);
    const Tensor y = f(inputs);
    return sum(y * Tensor::randn(y.shape(), generator));
  };
  for (const Tensor& x : inputs) x.zero_grad();
  number().backward();
  GradientCheck check;
  for (std::size_t i = 0; i < inputs.size(); ++i) {
    if (!inputs[i].requires_grad()) continue;
    const Tensor measured = numeric_gradient(number, inputs[i]);
    // Remember the worst element of this input
    const Tensor found = inputs[i].grad().defined()
                             ? inputs[i].grad()
                             : Tensor::zeros(inputs[i].shape());
    for (Index k = 0; k < found.numel(); ++k) {
      const double a = found.data()[k], n = measured.data()[k];
      const double error = std::fabs(a - n) / (1 + std::fabs(n));
      if (error <= check.worst) continue;  // NaN is not
      check.worst = error;
      check.where = "input " + std::to_string(i) + ", element " +
                    std::to_string(k) + ": " + std::to_string(a) +
                    " by backward(), " + std::to_string(n) + " by differences";
    }
  }
  return check;
}
}  // namespace tt
