// Tangled from chapters/06_optimizers.nw: edit that, not this file.
#include <tinytorch/kernels.hpp>
#include <tinytorch/optim.hpp>

#include "probe.hpp"

using namespace tt;

namespace {
// Probe a step with velocity
void probe_velocity(Draw& draw, Emit& emit, Kernels::VelocityStep kernel) {
  for (int i = 0; i < 20; ++i) {
    const Index n = draw.integer(1, 40);
    std::vector<real> w = draw.reals(n, -1, 1), v = draw.reals(n, -1, 1);
    const std::vector<real> g = draw.reals(n, -2, 2);
    SgdStep s = {};
    for (real* x : {&s.rate, &s.decay, &s.momentum, &s.add})
      *x = real(draw.uniform(0, 1));
    emit.next_case("one step for " + std::to_string(n) + " numbers");
    emit.tolerance(1e-5, 1e-5);
    emit.attempt([&] {
      kernel(n, w.data(), 1, g.data(), 1, v.data(), 1, s);
    });
    for (const auto& observed : {w, v}) emit.all(observed);
  }
}
}  // namespace

int main(int argc, char** argv) {
  return run_probes(argc, argv, {
    {"optim-momentum",
     [](Draw& draw, Emit& emit) {
       // Probe: optim-momentum
       probe_velocity(draw, emit, kernels().momentum_step);
     }},
    {"optim-nesterov",
     [](Draw& draw, Emit& emit) {
       // Probe: optim-nesterov
       probe_velocity(draw, emit, kernels().nesterov_step);
     }},
    {"optim-adam",
     [](Draw& draw, Emit& emit) {
       // Probe: optim-adam
       for (int i = 0; i < 20; ++i) {
         const Index n = draw.integer(1, 40);
         std::vector<real> w = draw.reals(n, -1, 1), g = draw.reals(n, -2, 2);
         std::vector<real> m = draw.reals(n, -1, 1), v = draw.reals(n, 0, 1);
         AdamStep s = {};
         for (real* x : {&s.rate, &s.scale, &s.eps, &s.decay, &s.shrink, &s.beta1,
                         &s.new1, &s.beta2, &s.new2})
           *x = real(draw.uniform(0.1, 1));
         emit.next_case("a step of Adam for " + std::to_string(n) + " numbers");
         emit.tolerance(1e-5, 1e-5);
         emit.attempt([&] {
           kernels().adam_step(n, w.data(), 1, g.data(), 1, m.data(), 1, v.data(),
                               1, s);
         });
         for (const auto& observed : {w, m, v}) emit.all(observed);
       }
     }},
    {"optim-adam-numbers",
     [](Draw& draw, Emit& emit) {
       // Probe: optim-adam-numbers
       for (int i = 0; i < 40; ++i) {
         const optim::AdamOptions o = {.lr = draw.uniform(0, 1),
                                       .beta1 = draw.uniform(0, 0.999),
                                       .beta2 = draw.uniform(0, 0.999),
                                       .eps = 1e-8,
                                       .weight_decay = draw.uniform(0, 1)};
         const Index step = draw.integer(1, i < 20 ? 10 : 100'000);
         emit.next_case("the numbers of step " + std::to_string(step));
         emit.tolerance(1e-6, 1e-5);
         emit.attempt([&] {
           const auto s = optim::adam_numbers(o, step, draw.integer(0, 1));
           for (const real x : {s.rate, s.scale, s.decay, s.shrink}) emit(x);
         });
       }
     }},
  });
}
