// Tangled from chapters/07_training.nw: edit that, not this file.
#include <tinytorch/activations.hpp>
#include <tinytorch/clip.hpp>
#include <tinytorch/elementwise.hpp>
#include <tinytorch/layers.hpp>
#include <tinytorch/memory.hpp>
#include <tinytorch/random.hpp>
#include <tinytorch/timing.hpp>
#include <tinytorch/training.hpp>

#include <cmath>
#include <numbers>
#include <utility>
#include <vector>

#include "analysis.hpp"

using namespace tt;
using std::numbers::pi;

namespace {
// Make models and data to measure
/// Three layers of width n.
nn::Sequential perceptron(Index n) {
  return nn::Sequential(nn::Linear(n, n), relu, nn::Linear(n, n), relu,
                        nn::Linear(n, 10));
}
/// Random rows of width n with random labels out of ten.
Batch digits_of(Index rows, Index n) {
  Generator g(1);
  Batch batch{Tensor::randn({rows, n}, g), {}, {}};
  for (Index i = 0; i < rows; ++i)
    batch.labels.push_back(static_cast<std::int32_t>(g.bits() % 10));
  return batch;
}
/// Points of two spirals, the classes 0 and 1, with noise.
Batch spirals(Index rows, Generator& g) {
  Batch batch{Tensor::empty({rows, 2}), {}, {}};
  for (Index i = 0; i < rows; ++i) {
    const auto label = static_cast<std::int32_t>(g.bits() % 2);
    const double turn = g.uniform(), angle = 9 * turn + pi * label;
    batch.labels.push_back(label);
    for (Index k = 0; k < 2; ++k)
      batch.inputs.at({i, k}) = static_cast<real>(
          2 * turn * (k ? std::sin(angle) : std::cos(angle)) +
          0.03 * g.normal());
  }
  return batch;
}
/// The loss on points that are not trained on, after each tenth of a run.
std::vector<double> spiral_losses(const optim::Schedule& schedule,
                                  Index steps) {
  manual_seed(1);
  Generator g(2);
  const nn::Sequential net(nn::Linear(2, 32), tt::tanh, nn::Linear(32, 32),
                           tt::tanh, nn::Linear(32, 2));
  optim::Adam adam(net.parameters());
  Trainer trainer(net, adam, {.schedule = schedule, .max_norm = 1});
  const std::vector<Batch> unseen = {spirals(500, g)};
  std::vector<double> losses;
  while (trainer.step() < steps) {
    trainer.train_step(std::vector{spirals(16, g)});
    if (trainer.step() % (steps / 10) == 0)
      losses.push_back(trainer.evaluate(unseen).loss());
  }
  return losses;
}
/// MiB that are alive after a step, and at its worst moment, without data.
std::pair<double, double> memory_of(const std::vector<Batch>& window) {
  const auto mebibytes = [before = memory::live_bytes()](Index bytes) {
    return static_cast<double>(bytes - before) / (1024 * 1024);
  };
  const auto net = perceptron(128);
  optim::Adam adam(net.parameters());
  Trainer trainer(net, adam);
  trainer.train_step(window);
  const double fixed = mebibytes(memory::live_bytes());
  memory::reset_peak();
  trainer.train_step(window);
  return {fixed, mebibytes(memory::peak_bytes())};
}
}  // namespace

int main(int argc, char** argv) {
  return run_analyses(argc, argv, {
    // Analyses of training
    {"training-time", "Parts of a step of three layers, 32 examples",
     [](Table& table) {
       // Analysis: training-time
       table.columns({{"width", 7}, {"forward: us", 14}, {"backward: us", 14},
                      {"clip: us", 12}, {"step: us", 12}, {"numbers", 10}});
       for (const Index n : table.sizes({16, 32, 64, 128, 256, 512})) {
         const auto net = perceptron(n);
         const Batch batch = digits_of(32, n);
         optim::Adam adam(net.parameters());
         std::vector<std::vector<double>> laps(4);
         for (int i = 0; i < 9; ++i) {
           Stopwatch watch;
           // Time the four parts of one step
           const auto lap = [&](std::size_t part) {
             laps[part].push_back(1e6 * watch.seconds());
             watch.restart();
           };
           adam.zero_grad();
           watch.restart();
           {
             const Tensor loss = cross_entropy(net(batch.inputs), batch.labels);
             lap(0);
             loss.backward();
           }
           lap(1);
           keep(nn::clip_grad_norm_(net.parameters(), 1));
           lap(2);
           adam.step();
           lap(3);
         }
         Index numbers = 0;
         for (const Tensor& p : net.parameters()) numbers += p.numel();
         table.row(n, median(laps[0]), median(laps[1]), median(laps[2]),
                   median(laps[3]), numbers);
       }
     }},
    {"training-schedules", "Loss on unseen points of two spirals",
     [](Table& table) {
       // Analysis: training-schedules
       const Index last = table.sizes({50, 1200}).back(), tenth = last / 10;
       const double lr = 0.03;
       const auto falling = optim::cosine({.lr = lr, .steps = last});
       const auto warm = optim::cosine({.lr = lr, .steps = last - tenth});
       const std::vector<std::vector<double>> losses = {
           spiral_losses(optim::constant(lr), last),
           spiral_losses(optim::step_decay({.lr = lr, .size = last / 3}), last),
           spiral_losses(falling, last),
           spiral_losses(optim::warmup({.steps = tenth}, warm), last)};
       table.columns({{"step", 6}, {"constant: loss", 15}, {"decay: loss", 13},
                      {"cosine: loss", 14}, {"warm-up: loss", 15}});
       for (std::size_t i = 0; i < losses[0].size(); ++i)
         table.row(Index(i + 1) * tenth, losses[0][i], losses[1][i], losses[2][i],
                   losses[3][i]);
     }},
    {"training-memory", "Memory of a step, three layers of width 128",
     [](Table& table) {
       // Analysis: training-memory
       table.columns({{"batch", 7}, {"fixed: MiB", 12},
                      {"at once: MiB", 14}, {"in pieces: MiB", 16}});
       for (const Index rows : table.sizes({16, 64, 256, 1024, 4096})) {
         std::vector<Batch> pieces;
         for (Index at = 0; at < rows; at += 16)
           pieces.push_back(digits_of(16, 128));
         const auto [fixed, whole] = memory_of({digits_of(rows, 128)});
         table.row(rows, fixed, whole, memory_of(pieces).second);
       }
     }},
  });
}
