// Tangled from chapters/02_activations.nw: edit that, not this file.
#include <tinytorch/activations.hpp>
#include <tinytorch/print.hpp>
#include <tinytorch/view.hpp>

#include <cmath>

#include "probe.hpp"

using namespace tt;

namespace {
// Draw tensors whose lines have special numbers
/// A random tensor, as a slice of a larger one. Kind 0 has small numbers,
/// 1 large ones, 2 some -inf, 3 nothing else, 4 NaN or +inf somewhere.
Tensor draw_lines(Draw& draw, int kind) {
  Shape shape;
  for (auto n = draw.integer(1, 3); n > 0; --n)
    shape.insert(0, draw.integer(2, 6));
  const double most = kind == 1 ? 1000 : 4;
  Tensor x = Tensor::from(draw.reals(numel(shape), -most, most), shape);
  for (int d = 0; d < x.dim(); ++d) x = x.narrow(d, 1, shape[d] - 1);
  x = x.clone();
  // Put special numbers into the tensor
  const auto any = [&] { return x.data() + draw.integer(0, x.numel() - 1); };
  if (kind == 2)
    for (int i = 0; i < 4; ++i) *any() = -INFINITY;
  if (kind == 3) x.fill_(-INFINITY);
  if (kind == 4) *any() = draw.integer(0, 1) ? INFINITY : real(NAN);
  return x;
}
}  // namespace

int main(int argc, char** argv) {
  return run_probes(argc, argv, {
    // Probes of the activations
    {"activations-sigmoid",
     [](Draw& draw, Emit& emit) {
       // Probe: activations-sigmoid
       std::vector<real> x = draw.reals(20, -8, 8);
       for (const double wide : draw.uniforms(20, -80, 80))
         x.push_back(static_cast<real>(wide));
       x.insert(x.end(), {-1000, 0, 1000, -INFINITY, INFINITY, NAN});
       for (const real v : x) {
         emit.next_case("sigmoid of " + std::to_string(v));
         emit.tolerance(1e-30, 1e-5);
         emit.attempt([&] { emit(sigmoid(Tensor::full({}, v)).item()); });
       }
     }},
    {"activations-gelu-slope",
     [](Draw& draw, Emit& emit) {
       // Probe: activations-gelu-slope
       std::vector<real> x = draw.reals(30, -6, 6);
       for (const double wide : draw.uniforms(10, -200, 200))
         x.push_back(static_cast<real>(wide));
       x.insert(x.end(), {real(-1e30), 0, real(1e30), -INFINITY, INFINITY, NAN});
       for (const real v : x) {
         emit.next_case("slope of gelu at " + std::to_string(v));
         emit.tolerance(2e-6, 1e-5);
         const Tensor g = Tensor::full({}, draw.uniform(-2, 2));
         emit.attempt([&] { emit(gelu_backward(g, Tensor::full({}, v)).item()); });
       }
     }},
    {"activations-softmax",
     [](Draw& draw, Emit& emit) {
       // Probe: activations-softmax
       for (int i = 0; i < 30; ++i) {
         const Tensor x = draw_lines(draw, i % 5);
         const int d = static_cast<int>(draw.integer(-x.dim(), x.dim() - 1));
         emit.next_case("softmax of " + to_string(x.shape()) + " along " +
                        std::to_string(d));
         emit.tolerance(1e-6, 1e-5);
         emit.attempt([&] { emit.all(softmax(x, d).to_vector()); });
       }
     }},
    {"activations-softmax-backward",
     [](Draw& draw, Emit& emit) {
       // Probe: activations-softmax-backward
       for (int i = 0; i < 20; ++i) {
         const Tensor g = draw_lines(draw, 0);
         const Tensor y = Tensor::from(draw.reals(g.numel(), 0, 1), g.shape());
         const int d = static_cast<int>(draw.integer(-y.dim(), y.dim() - 1));
         emit.next_case("gradient of softmax of " + to_string(y.shape()) +
                        " along " + std::to_string(d));
         emit.tolerance(1e-5, 1e-5);
         emit.attempt([&] { emit.all(softmax_backward(g, y, d).to_vector()); });
       }
     }},
  });
}
