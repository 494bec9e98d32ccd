// Tangled from chapters/07_training.nw: edit that, not this file.
#include <tinytorch/checkpoint.hpp>
#include <tinytorch/clip.hpp>
#include <tinytorch/layers.hpp>
#include <tinytorch/print.hpp>
#include <tinytorch/training.hpp>

#include <cmath>
#include <vector>

#include "probe.hpp"

using namespace tt;

namespace {
// Draw a layer and an optimizer that has stepped
struct Stepped {
  Stepped(Draw& draw, Index in)
      : layer(in, 2), optimizer(layer.parameters(), {.momentum = 0.9}) {
    for (const Tensor& p : layer.parameters()) {
      p.copy_(Tensor::from(draw.reals(p.numel(), -1, 1), p.shape()));
      p.node()->gradient =
          Tensor::from(draw.reals(p.numel(), -1, 1), p.shape());
    }
    for (Index i = draw.integer(1, 4); i > 0; --i) optimizer.step();
  }
  nn::Linear layer;
  optim::SGD optimizer;
};
}  // namespace

int main(int argc, char** argv) {
  return run_probes(argc, argv, {
    // Probes of training
    {"training-warmup",
     [](Draw& draw, Emit& emit) {
       // Probe: training-warmup
       for (int i = 0; i < 12; ++i) {
         const Index steps = draw.integer(1, 9);
         const double start = draw.uniform(0.01, 1), lr = draw.uniform(0.01, 2);
         const auto rate = optim::warmup(
             {.steps = steps, .start = start},
             optim::step_decay({.lr = lr, .size = 3, .gamma = 0.7}));
         emit.next_case("warm-up of " + std::to_string(steps) + " steps");
         emit.tolerance(1e-12, 1e-12);
         for (Index step = 0; step < 20; ++step)
           emit.attempt([&] { emit(rate(step)); });
       }
     }},
    {"training-clip",
     [](Draw& draw, Emit& emit) {
       // Probe: training-clip
       for (int i = 0; i < 24; ++i) {
         const double size = std::pow(10.0, draw.uniform(-7, 3));
         std::vector<Tensor> parameters;
         for (Index k = draw.integer(1, 3); k > 0; --k) {
           const Index n = draw.integer(1, 5);
           parameters.push_back(Tensor::zeros({n}).requires_grad_());
           parameters.back().node()->gradient =
               Tensor::from(draw.reals(n, -size, size), {n});
         }
         if (i % 6 == 5) parameters[0].grad().at({0}) = INFINITY;
         if (i % 6 == 4) parameters[0].zero_grad();
         const double limit = size * draw.uniform(0.1, 3);
         emit.next_case("gradients up to " + std::to_string(size));
         emit.tolerance(1e-12, 1e-5);
         emit.attempt([&] { emit(nn::clip_grad_norm_(parameters, limit)); });
         for (const Tensor& p : parameters)
           if (p.grad().defined()) emit.all(p.grad().to_vector());
       }
     }},
    {"training-accumulate",
     [](Draw& draw, Emit& emit) {
       // Probe: training-accumulate
       for (int i = 0; i < 12; ++i) {
         const nn::Linear layer(3, 2);
         const auto random = [&](const Shape& shape) {
           return Tensor::from(draw.reals(numel(shape), -2, 2), shape);
         };
         layer.weight.copy_(random({2, 3}));
         layer.bias.copy_(random({2}));
         std::vector<Batch> window;
         for (Index k = draw.integer(1, 4); k > 0; --k) {
           const Index rows = draw.integer(1, 6);
           window.push_back({random({rows, 3}), {}, random({rows, 2})});
           for (Index r = 0; i % 2 && r < rows; ++r)
             window.back().labels.push_back(int(draw.integer(0, 1)));
         }
         // Observe gradients and metrics
         emit.next_case("window of " + std::to_string(window.size()));
         emit.tolerance(1e-5, 1e-5);
         emit.attempt([&] {
           const Metrics seen = accumulate_gradients(layer, target_loss, window);
           emit.all(layer.weight.grad().to_vector());
           emit.all(layer.bias.grad().to_vector());
           emit(seen.loss());
           emit(seen.accuracy());
           emit(seen.examples());
         });
       }
     }},
    {"training-restore",
     [](Draw& draw, Emit& emit) {
       // Probe: training-restore
       for (int i = 0; i < 8; ++i) {
         Stepped from(draw, i % 4 == 3 ? 2 : 3), to(draw, 3);
         StateDict model, optimizer;
         for (const auto& [name, tensor] : from.layer.state_dict())
           model.emplace_back(name, tensor.clone());
         for (const auto& [name, tensor] : from.optimizer.state_dict())
           optimizer.emplace_back(name, tensor.clone());
         if (i % 4 == 1) optimizer.pop_back();
         if (i % 4 == 2) model.pop_back();
         emit.next_case("restore, kind " + std::to_string(i % 4));
         emit.attempt(
             [&] { restore(to.layer, to.optimizer, model, optimizer); });
         emit.all(to.layer.weight.to_vector());
         emit.all(to.layer.bias.to_vector());
         for (const auto& entry : to.optimizer.state_dict())
           emit.all(entry.second.to_vector());
       }
     }},
  });
}
