// Tangled from chapters/05_autograd.nw: edit that, not this file.
#include <tinytorch/activations.hpp>
#include <tinytorch/elementwise.hpp>
#include <tinytorch/gradcheck.hpp>
#include <tinytorch/matmul.hpp>
#include <tinytorch/memory.hpp>
#include <tinytorch/print.hpp>
#include <tinytorch/random.hpp>
#include <tinytorch/reduce.hpp>
#include <tinytorch/timing.hpp>

#include <cmath>

#include "analysis.hpp"

using namespace tt;

namespace {
// Build a chain of products
double mebibytes(Index bytes) {
  return static_cast<double>(bytes) / (1024 * 1024);
}
/// h ← tanh(h W), with a matrix of its own for each step.
struct Chain {
  Chain(Index depth, Index rows, Index width) {
    Generator random(1);
    x = Tensor::randn({rows, width}, random);
    for (Index i = 0; i < depth; ++i)
      weights.push_back((Tensor::randn({width, width}, random) /
                         std::sqrt(double(width))).requires_grad_());
  }
  Tensor step(Tensor h, std::size_t from, std::size_t to) const {
    for (std::size_t i = from; i < to; ++i) h = tanh(matmul(h, weights[i]));
    return h;
  }
  Tensor run() const { return step(x, 0, weights.size()); }
  Index bytes() const {
    return std::ssize(weights) * weights[0].numel() * Index{sizeof(real)};
  }

  Tensor x;
  std::vector<Tensor> weights;
};
// Train a chain in segments
/// One forward and backward pass, in segments of k steps.
void train(const Chain& chain, Index k) {
  const auto steps = static_cast<std::size_t>(k), n = chain.weights.size();
  Tensor h = chain.x;
  for (std::size_t i = 0; i < n; i += steps) {
    const auto segment = [&chain, i, steps](std::span<const Tensor> in) {
      return chain.step(in[0], i, i + steps);
    };
    h = steps < n ? checkpoint(segment, {h}) : segment({{h}});
  }
  sum(h).backward();
  for (const Tensor& w : chain.weights) w.zero_grad();
}
}  // namespace

int main(int argc, char** argv) {
  return run_analyses(argc, argv, {
    {"autograd-graph-memory", "What a recorded chain of products keeps",
     [](Table& table) {
       // Analysis: autograd-graph-memory
       table.columns({"products", {"weights: MiB", 14}, {"unrecorded: MiB", 17},
                      {"recorded: MiB", 15}, {"swept: MiB", 12}});
       for (const Index depth : table.sizes({1, 2, 5, 10, 20, 40})) {
         const Chain chain(depth, 256, 256);
         const auto above = [start = memory::live_bytes()] {
           return mebibytes(memory::live_bytes() - start);
         };
         double unrecorded = 0;
         {
           const NoGrad guard;
           const Tensor y = chain.run();
           unrecorded = above();
         }
         const Tensor y = sum(chain.run());
         const double recorded = above();
         y.backward();
         table.row(depth, mebibytes(chain.bytes()), unrecorded, recorded,
                   above() - mebibytes(chain.bytes()));
       }
     }},
    {"autograd-recompute", "Segments of a chain computed twice",
     [](Table& table) {
       // Analysis: autograd-recompute
       table.columns({{"segment", 10}, {"peak: MiB", 12}, {"time: ms", 12},
                      {"peak, share", 14}, {"time, ratio", 14}});
       const Chain chain(64, 1024, 32);
       double plain_peak = 0, plain_time = 0;
       for (const Index k : table.sizes({64, 1, 2, 4, 8, 16, 32})) {
         const double time = seconds([&] { train(chain, k); });
         const Index before = memory::live_bytes();
         memory::reset_peak();
         train(chain, k);
         const double peak = mebibytes(memory::peak_bytes() - before);
         if (k == 64) plain_peak = peak, plain_time = time;
         table.row(k == 64 ? "none" : std::to_string(k), peak, 1e3 * time,
                   peak / plain_peak, time / plain_time);
       }
     }},
    {"autograd-sweep-or-differences", "One sweep against 2n evaluations",
     [](Table& table) {
       // Analysis: autograd-sweep-or-differences
       table.columns({"inputs", {"value: us", 12}, {"sweep: us", 12},
                      {"differences: us", 17}, {"sweep / value", 15}});
       for (const Index n : table.sizes({4, 16, 64, 256, 1024})) {
         Generator random(1);
         const Tensor x = Tensor::randn({n}, random);
         const auto f = [&] { return sum(tanh(x) * exp(x * 0.1) + x * x); };
         const double value = seconds([&] { keep(f()); });
         const double differences = seconds([&] { keep(numeric_gradient(f, x)); });
         x.requires_grad_();
         const double sweep = seconds([&] {
           x.zero_grad();
           f().backward();
         });
         table.row(n, 1e6 * value, 1e6 * sweep, 1e6 * differences, sweep / value);
       }
     }},
  });
}
