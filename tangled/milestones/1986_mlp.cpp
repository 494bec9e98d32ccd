// Tangled from chapters/07_training.nw: edit that, not this file.
// Include what the reader of digits uses
#include <cstdio>

#include <tinytorch/losses.hpp>
#include <tinytorch/reduce.hpp>

#include "fit.hpp"
#include "networks.hpp"

using namespace tt;
using namespace tt::milestone;

namespace {
// Show what the network took for something else
/// Shows six mistakes, and returns the share that is right.
double show_mistakes(const nn::Sequential& network, const Pictures& all) {
  const NoGrad guard;
  network.eval();
  const Tensor logits = network(all.images);
  std::vector<Tensor> shown;
  std::string said;
  for (Index i = 0; i < logits.size(0) && shown.size() < 6; ++i) {
    const auto label = all.labels[static_cast<std::size_t>(i)];
    const auto answer = argmax(logits.narrow(0, i, 1)).front();
    if (answer == label) continue;
    shown.push_back(all.images.select(0, i));
    said += ' ';
    said += std::to_string(label) + " taken for " +
            std::to_string(answer) + ";";
  }
  std::printf("\nMistakes:%s\n", said.c_str());
  if (!shown.empty()) show(shown);
  return accuracy(logits, all.labels);
}
}  // namespace

int main() try {
  manual_seed(1986);
  Generator g(1986);
  const Pictures training = digits(Part::training, 12'000);
  const Pictures held_out = digits(Part::held_out, 2000);
  // Train, show, and measure
  const bool mnist = training.source == "MNIST";
  const nn::Sequential network =
      mnist ? digits_network(256, 0.25) : digits_network(64);
  const double asked = mnist ? 0.98 : 0.95;
  plot("Loss of every step",
       fit(network, training, held_out, mnist ? 15 : 8, g));
  const double right = show_mistakes(network, held_out);
  return verdict({{held_out.source + ", held out: " + percent(right) +
                       " right; at least " + percent(asked) +
                       " are asked for", right >= asked}});
} catch (const std::exception& error) {
  std::fprintf(stderr, "1986_mlp: %s\n", error.what());
  return 1;
}
