// Tangled from chapters/03_layers.nw: edit that, not this file.
#include <tinytorch/init.hpp>

#include <cmath>
#include <stdexcept>

#include <tinytorch/elementwise.hpp>
#include <tinytorch/error.hpp>

namespace tt {
Generator& default_generator() {
  static Generator generator(0);
  return generator;
}
void manual_seed(std::uint64_t seed) {
  default_generator() = Generator(seed);
}
namespace nn::init {
// Find the fans of a weight
Fans fans(const Shape& shape) {
  //@begin exercise layers-fans
  if (shape.size() < 2)
    throw std::invalid_argument("fans: shape " + to_string(shape) +
                                " has fewer than two dimensions");
  Index window = 1;
  for (int d = 2; d < shape.size(); ++d) window *= shape[d];
  return {shape[1] * window, shape[0] * window};
  //@end exercise layers-fans
}
// Fill weights with a given variance
namespace {
Tensor uniform(const Tensor& w, double variance, Generator& g) {
  const double bound = std::sqrt(3 * variance);
  return w.copy_(Tensor::uniform(w.shape(), -bound, bound, g));
}
Tensor normal(const Tensor& w, double variance, Generator& g) {
  return w.copy_(Tensor::randn(w.shape(), g) * std::sqrt(variance));
}
double xavier(const Tensor& w, double gain) {
  const Fans f = fans(w.shape());
  return 2 * gain * gain / static_cast<double>(f.in + f.out);
}
double kaiming(const Tensor& w, double gain) {
  return gain * gain / static_cast<double>(fans(w.shape()).in);
}
}  // namespace
Tensor xavier_uniform_(const Tensor& w, double gain, Generator& g) {
  return uniform(w, xavier(w, gain), g);
}
Tensor xavier_normal_(const Tensor& w, double gain, Generator& g) {
  return normal(w, xavier(w, gain), g);
}
Tensor kaiming_uniform_(const Tensor& w, double gain, Generator& g) {
  return uniform(w, kaiming(w, gain), g);
}
Tensor kaiming_normal_(const Tensor& w, double gain, Generator& g) {
  return normal(w, kaiming(w, gain), g);
}
}  // namespace nn::init
}  // namespace tt
