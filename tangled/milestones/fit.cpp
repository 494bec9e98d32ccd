// Tangled from chapters/07_training.nw: edit that, not this file.
#include "fit.hpp"

#include <algorithm>
#include <iostream>
#include <numeric>

#include "../analyses/analysis.hpp"

namespace tt::milestone {
// Gather pictures into batches
std::vector<Index> in_order(Index n) {
  std::vector<Index> places(static_cast<std::size_t>(n));
  std::iota(places.begin(), places.end(), Index(0));
  return places;
}
std::vector<Batch> batches(const Pictures& all,
                           std::span<const Index> places) {
  std::vector<Batch> made;
  for (std::size_t start = 0; start < places.size(); start += 64) {
    const auto some = places.subspan(
        start, std::min<std::size_t>(64, places.size() - start));
    Shape shape = all.images.shape();
    shape[0] = std::ssize(some);
    Batch batch{Tensor::empty(shape)};
    for (Index i = 0; i < shape[0]; ++i) {
      const Index from = some[static_cast<std::size_t>(i)];
      batch.inputs.select(0, i).copy_(all.images.select(0, from));
      batch.labels.push_back(all.labels[static_cast<std::size_t>(from)]);
    }
    made.push_back(std::move(batch));
  }
  return made;
}
namespace {
// Put pictures into a random order
std::vector<Index> shuffled(Index n, Generator& g) {
  std::vector<Index> places = in_order(n);
  for (std::size_t i = places.size(); i > 1; --i)
    std::swap(places[i - 1], places[g.bits() % i]);
  return places;
}
}  // namespace
// Fit a network to pictures
std::vector<double> fit(const nn::Sequential& network,
                        const Pictures& training, const Pictures& held_out,
                        int epochs, Generator& g) {
  const Index n = std::ssize(training.labels);
  const Index steps = epochs * ((n + 63) / 64);
  // Prepare the trainer and what it reports
  std::vector<double> losses;
  ProgressBar bar(steps);
  optim::Adam optimizer(network.parameters());
  Trainer trainer(network, optimizer, {
      .schedule = optim::warmup({.steps = steps / 20 + 1},
                                optim::cosine({.lr = 2e-3, .steps = steps})),
      .on_step = [&](const Progress& now) {
        losses.push_back(now.loss);
        bar.step("loss " + std::to_string(now.loss));
      }});
  std::cout << training.source << ": " << n << " pictures\n";
  Table table(std::cout);
  table.columns({{"epoch", 7}, {"loss", 10}, {"right, %", 10},
                 {"held out, %", 13}});
  const auto unseen =
      batches(held_out, in_order(std::ssize(held_out.labels)));
  for (int epoch = 1; epoch <= epochs; ++epoch) {
    const Metrics seen =
        trainer.train_epoch(batches(training, shuffled(n, g)));
    bar.hide();
    table.row(epoch, seen.loss(), 100 * seen.accuracy(),
              100 * trainer.evaluate(unseen).accuracy());
  }
  return losses;
}
}  // namespace tt::milestone
