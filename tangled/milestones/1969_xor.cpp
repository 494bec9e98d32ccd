// Tangled from chapters/07_training.nw: edit that, not this file.
// Include what exclusive or uses
#include <cstdio>

#include <tinytorch/losses.hpp>
#include <tinytorch/optim.hpp>

#include "networks.hpp"
#include "terminal.hpp"

using namespace tt;
using namespace tt::milestone;

namespace {
const Tensor points = Tensor::from({0, 0, 0, 1, 1, 0, 1, 1}, {4, 2});
const Tensor wanted = Tensor::from({0, 1, 1, 0}, {4, 1});
// Train on exclusive or
/// How many of the four are right after 500 steps.
int trained(const nn::Sequential& network, std::vector<double>& losses) {
  optim::Adam optimizer(network.parameters(), {.lr = 0.05});
  for (int step = 0; step < 500; ++step) {
    optimizer.zero_grad();
    const Tensor loss =
        binary_cross_entropy_with_logits(network(points), wanted);
    loss.backward();
    optimizer.step();
    losses.push_back(loss.item());
  }
  const Tensor y = network(points);
  int right = 0;
  for (Index i = 0; i < 4; ++i)
    right += (y.at({i, 0}) > 0) == (wanted.at({i, 0}) == 1);
  return right;
}
// Train from twenty starts
struct Starts { int solved = 0; };
template <class Make>
Starts from_twenty_starts(const char* title, Make make) {
  Starts starts;
  std::vector<double> losses;
  std::vector<int> right;
  ProgressBar bar(20);
  for (std::uint64_t seed = 1; seed <= 20; ++seed) {
    manual_seed(seed);
    losses.clear();
    right.push_back(trained(make(), losses));
    starts.solved += right.back() == 4;
    bar.step();
  }
  plot(std::string(title) + ": loss over 500 steps, last start", losses);
  std::printf("right of four, start by start:");
  for (const int r : right) std::printf(" %d", r);
  std::putchar('\n');
  return starts;
}
}  // namespace

int main() {
  const Starts one = from_twenty_starts(
      "One layer", [] { return nn::Sequential(nn::Linear(2, 1)); });
  const Starts two = from_twenty_starts("A hidden layer of 8", xor_network);
  return verdict({
      {"one layer: 4 of 4 right from no start", one.solved == 0},
      {"a hidden layer: 4 of 4 right from all 20 starts",
       two.solved == 20}});
}
