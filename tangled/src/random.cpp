// Tangled from chapters/01_tensor.nw: edit that, not this file.
#include <tinytorch/random.hpp>

#include <cmath>
#include <numbers>

namespace tt {
// Draw numbers from the stream
std::uint64_t Generator::bits() {
  std::uint64_t z = (state_ += 0x9e3779b97f4a7c15u);
  z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
  z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
  return z ^ (z >> 31);
}
double Generator::uniform() {
  return static_cast<double>(bits() >> 11) * 0x1p-53;
}
double Generator::normal() {
  const double radius = std::sqrt(-2 * std::log(1 - uniform()));
  return radius * std::cos(2 * std::numbers::pi * uniform());
}
// Fill tensors with random numbers
Tensor Tensor::uniform(const Shape& shape, double low, double high,
                       Generator& generator) {
  Tensor out = empty(shape);
  for (real* y = out.data(); y != out.data() + out.numel(); ++y)
    *y = static_cast<real>(low + (high - low) * generator.uniform());
  return out;
}
Tensor Tensor::randn(const Shape& shape, Generator& generator) {
  Tensor out = empty(shape);
  for (real* y = out.data(); y != out.data() + out.numel(); ++y)
    *y = static_cast<real>(generator.normal());
  return out;
}
}  // namespace tt
