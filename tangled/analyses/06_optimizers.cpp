// Tangled from chapters/06_optimizers.nw: edit that, not this file.
#include <tinytorch/activations.hpp>
#include <tinytorch/elementwise.hpp>
#include <tinytorch/layers.hpp>
#include <tinytorch/matmul.hpp>
#include <tinytorch/memory.hpp>
#include <tinytorch/optim.hpp>
#include <tinytorch/random.hpp>
#include <tinytorch/reduce.hpp>
#include <tinytorch/timing.hpp>
#include <tinytorch/view.hpp>

#include <cmath>
#include <functional>
#include <memory>
#include <utility>

#include "analysis.hpp"

using namespace tt;

namespace {
// Step with a chain of operations
Tensor with_gradient(Index n) {
  Generator random(1);
  const Tensor w = Tensor::randn({n}, random).requires_grad_();
  w.node()->gradient = Tensor::randn({n}, random);
  return w;
}
/// Adam as tensor operations, for comparison.
struct ChainOfOperations {
  explicit ChainOfOperations(const Tensor& parameter)
      : w(parameter), m(Tensor::zeros(w.shape())), v(m.clone()) {}
  void step() {
    const NoGrad guard;
    const Tensor g = w.grad();
    m = m * 0.9 + g * 0.1;
    v = v * 0.999 + g * g * 0.001;
    w.copy_(w - m * 1e-3 / (sqrt(v) + 1e-8));
  }
  Tensor w, m, v;
};
// Make a valley of a given condition
/// f(w) = ½ Σ λᵢ uᵢ² for u = H w, with λ from 1 down to 1 / condition.
struct Valley {
  Valley(double condition, bool turned) : steepness(Tensor::empty({n})) {
    for (Index i = 0; i < n; ++i)
      steepness.data()[i] =
          real(std::pow(condition, -double(i) / double(n - 1)));
    Generator random(3);
    const Tensor u = Tensor::randn({n}, random);
    const Tensor h = Tensor::randn({n}, random);
    for (Index i = 0; i < n; ++i) turn.at({i, i}) = 1;
    if (turned) turn = turn - h.unsqueeze(1) * h * 2 / sum(h * h);
    start = matmul(turn, u) / sqrt(sum(u * u));
  }
  // The height of a point and where to start
  Tensor operator()(const Tensor& w) const {
    const Tensor u = matmul(turn, w);
    return sum(steepness * u * u) / 2;
  }
  static constexpr Index n = 8;
  Tensor steepness, turn = Tensor::zeros({n, n}), start;  // start: length 1
};
using Rule = std::function<std::unique_ptr<optim::Optimizer>(
    const std::vector<Tensor>& parameters, double rate)>;
/// Steps until w is near the minimum for good; `most` if not before.
Index steps_to_minimum(const Valley& valley, const Rule& rule, double rate,
                       Index most) {
  const Tensor w = valley.start.clone().requires_grad_();
  const auto optimizer = rule({w}, rate);
  for (Index t = 1, inside = 0; t < most + 50; ++t) {
    optimizer->zero_grad();
    valley(w).backward();
    optimizer->step();
    const real squared = sum(w.detach() * w.detach()).item();
    inside = squared < 1e-6 ? inside + 1 : 0;
    if (inside == 50) return t - 49;
    if (squared > 1e6) break;  // it will not come back
  }
  return most;
}
Index fewest_steps(const Valley& valley, const Rule& rule) {
  Index best = 40'000;
  for (double rate = 3; rate > 1e-3; rate /= 2)
    best = steps_to_minimum(valley, rule, rate, best);
  return best;
}
template <class Optimizer, class Options>
Rule rule_of(Options options) {
  return [options](const std::vector<Tensor>& parameters, double rate) {
    Options o = options;
    o.lr = rate;
    return std::make_unique<Optimizer>(parameters, o);
  };
}
const Rule plain = rule_of<optim::SGD>(optim::SgdOptions{});
const Rule momentum =
    rule_of<optim::SGD>(optim::SgdOptions{.momentum = 0.9});
const Rule nesterov = rule_of<optim::SGD>(
    optim::SgdOptions{.momentum = 0.9, .nesterov = true});
const Rule adam = rule_of<optim::Adam>(optim::AdamOptions{});
// Count the memory that was added
struct Meter {
  /// What was added since the last call, or since it was made.
  double kibibytes() {
    const Index before = std::exchange(last, memory::live_bytes());
    return static_cast<double>(last - before) / 1024;
  }
  Index last = memory::live_bytes();
};
}  // namespace

int main(int argc, char** argv) {
  return run_analyses(argc, argv, {
    {"optim-step-cost", "A step of each rule, time per parameter",
     [](Table& table) {
       // Analysis: optim-step-cost
       table.columns({{"parameters", 12}, {"sgd: ns", 10}, {"momentum: ns", 14},
                      {"adam: ns", 10}, {"chain: ns", 11}, {"adam: GB/s", 12}});
       for (const Index n :
            table.sizes({1'000, 10'000, 100'000, 1'000'000, 10'000'000})) {
         const Tensor w = with_gradient(n);
         optim::SGD sgd({w}), with_momentum({w}, {.momentum = 0.9});
         optim::Adam adaptive({w});
         ChainOfOperations chain(w);
         const auto each = [n](const std::function<void()>& step) {
           return 1e9 * seconds(step) / static_cast<double>(n);
         };
         const double fused = each([&] { adaptive.step(); });
         table.row(n, each([&] { sgd.step(); }),
                   each([&] { with_momentum.step(); }), fused,
                   each([&] { chain.step(); }), 7 * double{sizeof(real)} / fused);
       }
     }},
    {"optim-convergence", "Steps to the minimum of a valley",
     [](Table& table) {
       // Analysis: optim-convergence
       table.columns({{"kappa", 5}, {"sgd: steps", 10}, {"momentum: steps", 15},
                      {"nesterov: steps", 15}, {"adam: steps", 11},
                      {"turned: steps", 13}});
       for (const Index condition : table.sizes({1, 10, 100, 1000, 10'000})) {
         const double c = static_cast<double>(condition);
         const Valley straight(c, false), turned(c, true);
         table.row(condition, fewest_steps(straight, plain),
                   fewest_steps(straight, momentum),
                   fewest_steps(straight, nesterov), fewest_steps(straight, adam),
                   fewest_steps(turned, adam));
       }
     }},
    {"optim-memory", "What training keeps beside the weights",
     [](Table& table) {
       // Analysis: optim-memory
       table.columns({{"width", 7}, {"weights: KiB", 13}, {"gradients: KiB", 15},
                      {"momentum: KiB", 14}, {"adam: KiB", 10},
                      {"adam, all", 10}});
       for (const Index n : table.sizes({16, 64, 256, 1024, 2048})) {
         Meter meter;
         const nn::Sequential net(nn::Linear(n, n), relu, nn::Linear(n, n));
         const double weights = meter.kibibytes();
         mean(net(Tensor::ones({1, n}))).backward();
         const double gradients = meter.kibibytes();
         optim::SGD plain_descent(net.parameters());
         optim::SGD with_momentum(net.parameters(), {.momentum = 0.9});
         optim::Adam adaptive(net.parameters());
         plain_descent.step();
         with_momentum.step();
         const double one = meter.kibibytes();
         adaptive.step();
         const double two = meter.kibibytes();
         table.row(n, weights, gradients, one, two, (weights + two) / weights);
       }
     }},
  });
}
