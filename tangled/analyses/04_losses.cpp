// Tangled from chapters/04_losses.nw: edit that, not this file.
#include <tinytorch/activations.hpp>
#include <tinytorch/elementwise.hpp>
#include <tinytorch/layers.hpp>
#include <tinytorch/losses.hpp>
#include <tinytorch/memory.hpp>
#include <tinytorch/random.hpp>
#include <tinytorch/reduce.hpp>
#include <tinytorch/timing.hpp>
#include <tinytorch/view.hpp>

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>

#include "analysis.hpp"

using namespace tt;

namespace {
// Measure the error of a loss
long double true_loss(const Tensor& row, Index label) {
  long double others = 0;
  for (Index k = 0; k < row.numel(); ++k)
    if (k != label)
      others += std::exp(static_cast<long double>(row.at({0, k})) -
                         static_cast<long double>(row.at({0, label})));
  return std::log1p(others);
}
/// Relative, at most 1; 1 also for NaN. Below the smallest number of full
/// precision an error is measured by that number.
double error(real loss, double right) {
  const double smallest = std::numeric_limits<real>::min();
  const double off = std::fabs(static_cast<double>(loss) - right);
  return std::min(1.0, off / std::max(right, smallest));
}
// Build a table of zeros and ones
Tensor one_hot(Labels labels, Index classes) {
  const Tensor out = Tensor::zeros({std::ssize(labels), classes});
  for (Index r = 0; r < out.size(0); ++r)
    out.at({r, labels[static_cast<std::size_t>(r)]}) = 1;
  return out;
}
/// The bytes alive at the peak of f beside those before it.
Index peak_of(const std::function<void()>& f) {
  memory::reset_peak();
  const Index before = memory::live_bytes();
  f();
  return memory::peak_bytes() - before;
}
}  // namespace

int main(int argc, char** argv) {
  return run_analyses(argc, argv, {
    // Analyses of the losses
    {"losses-stability", "Worst error of cross-entropy, and rows lost",
     [](Table& table) {
       // Analysis: losses-stability
       table.columns({{"size", 5}, {"naive: error", 12},
                      {"log_softmax: error", 18}, {"fused: error", 12},
                      {"naive: lost", 11}, {"softmax: lost", 13}});
       for (const Index size : table.sizes({1, 2, 5, 10, 20, 50, 100, 200})) {
         Generator g(1);
         const auto s = static_cast<double>(size);
         const Tensor x = Tensor::uniform({256, 10}, -s, s, g);
         // Find the worst row of each way
         const Tensor naive = exp(x) / exp(x).sum(1, keepdim);
         const Tensor stable = softmax(x, 1), logs = log_softmax(x, 1);
         double worst[3] = {};
         Index lost[2] = {};
         for (Index r = 0; r < 256; ++r) {
           const auto label = static_cast<std::int32_t>(g.bits() % 10);
           const Tensor row = x.narrow(0, r, 1);
           const real from_naive = -std::log(naive.at({r, label}));
           const real got[] = {from_naive, -logs.at({r, label}),
                               cross_entropy(row, {&label, 1}).item()};
           const auto right = static_cast<double>(true_loss(row, label));
           for (int way = 0; way < 3; ++way)
             worst[way] = std::max(worst[way], error(got[way], right));
           lost[0] += !std::isfinite(from_naive);
           lost[1] += !std::isfinite(std::log(stable.at({r, label})));
         }
         table.row(size, worst[0], worst[1], worst[2], lost[0], lost[1]);
       }
     }},
    {"losses-fused", "Cross-entropy and gradient, from parts and fused",
     [](Table& table) {
       // Analysis: losses-fused
       table.columns({{"classes", 7}, {"parts: ns", 10}, {"fused: ns", 10},
                      {"ratio", 7}, {"parts: KiB", 11}, {"kept: KiB", 10},
                      {"fused: KiB", 11}});
       for (const Index n : table.sizes({10, 100, 1000, 10000, 50000})) {
         Generator g(1);
         const Tensor x = Tensor::randn({32, n}, g);
         std::vector<std::int32_t> labels;
         for (Index r = 0; r < 32; ++r)
           labels.push_back(static_cast<std::int32_t>(g.bits() % 10));
         // Take both ways to a loss and back
         Index kept = 0;
         const auto parts = [&] {
           const Index before = memory::live_bytes();
           const Tensor right = one_hot(labels, n), y = log_softmax(x, 1);
           keep(sum(y * right) / -32);
           kept = memory::live_bytes() - before;
           keep(log_softmax_backward(right / -32, y, 1));
         };
         const auto fused = [&] {
           keep(cross_entropy(x, labels));
           keep(cross_entropy_backward(Tensor::ones({}), x, labels));
         };
         const Index most = peak_of(parts), least = peak_of(fused);
         const double count = static_cast<double>(x.numel());
         const double slow = 1e9 * seconds(parts) / count;
         const double fast = 1e9 * seconds(fused) / count;
         table.row(n, slow, fast, slow / fast, most / 1024, kept / 1024,
                   least / 1024);
       }
     }},
    {"losses-classes", "A layer, its loss and its gradient, 32 rows",
     [](Table& table) {
       // Analysis: losses-classes
       table.columns({{"classes", 8}, {"logits: KiB", 12}, {"layer: us", 12},
                      {"loss: us", 12}, {"gradient: us", 14}, {"share: %", 10}});
       for (const Index n : table.sizes({10, 100, 1000, 10000, 50000})) {
         Generator g(1);
         const Tensor x = Tensor::randn({32, 128}, g), one = Tensor::ones({});
         const Tensor w = Tensor::randn({n, 128}, g) / 11, y = linear(x, w);
         const std::vector<std::int32_t> labels(32, 3);
         const double layer = 1e6 * seconds([&] { keep(linear(x, w)); });
         const double loss = 1e6 * seconds([&] {
           keep(cross_entropy(y, labels)); });
         const double back = 1e6 * seconds([&] {
           keep(cross_entropy_backward(one, y, labels)); });
         table.row(n, y.numel() * Index{sizeof(real)} / 1024, layer, loss, back,
                   100 * (loss + back) / (layer + loss + back));
       }
     }},
  });
}
