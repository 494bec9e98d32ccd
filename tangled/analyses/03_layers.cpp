// Tangled from chapters/03_layers.nw: edit that, not this file.
#include <tinytorch/activations.hpp>
#include <tinytorch/elementwise.hpp>
#include <tinytorch/layers.hpp>
#include <tinytorch/matmul.hpp>
#include <tinytorch/memory.hpp>
#include <tinytorch/random.hpp>
#include <tinytorch/reduce.hpp>
#include <tinytorch/timing.hpp>
#include <tinytorch/view.hpp>

#include <cmath>
#include <numbers>

#include "analysis.hpp"

using namespace tt;

int main(int argc, char** argv) {
  return run_analyses(argc, argv, {
    {"layers-signal", "Root mean square of a signal through ReLU layers",
     [](Table& table) {
       // Analysis: layers-signal
       table.columns({{"layers", 8}, {"0.01: size", 14}, {"PyTorch: size", 16},
                      {"Xavier: size", 15}, {"He: size", 12}});
       const Index width = 256;
       const auto signal = [&](Index layers, auto fill) {
         Generator g(1);
         Tensor x = Tensor::randn({64, width}, g);
         for (Index i = 0; i < layers; ++i)
           x = relu(linear(x, fill(Tensor::empty({width, width}), g)));
         return std::sqrt(static_cast<double>(mean(x * x).item()));
       };
       // List four ways to begin
       const auto small = [](const Tensor& w, Generator& g) {
         return w.copy_(Tensor::randn(w.shape(), g) * 0.01);
       };
       const auto pytorch = [](const Tensor& w, Generator& g) {
         return nn::init::kaiming_uniform_(w, 1 / std::numbers::sqrt3, g);
       };
       const auto glorot = [](const Tensor& w, Generator& g) {
         return nn::init::xavier_normal_(w, 1, g);
       };
       const auto he = [](const Tensor& w, Generator& g) {
         return nn::init::kaiming_normal_(w, std::numbers::sqrt2, g);
       };
       for (const Index n : table.sizes({1, 2, 5, 10, 20}))
         table.row(n, signal(n, small), signal(n, pytorch), signal(n, glorot),
                   signal(n, he));
     }},
    {"layers-linear", "A linear layer in three ways, 64 rows",
     [](Table& table) {
       // Analysis: layers-linear
       table.columns({{"width", 7}, {"linear: ms", 12}, {"matmul, +: ms", 15},
                      {"(in, out): ms", 15}, {"linear: GFLOP/s", 17}});
       for (const Index n : table.sizes({16, 64, 256, 512})) {
         Generator g(1);
         const Tensor x = Tensor::randn({64, n}, g), w = Tensor::randn({n, n}, g);
         const Tensor b = Tensor::randn({n}, g), turned = w.permute({1, 0});
         const Tensor stored = turned.contiguous();
         const double one = seconds([&] { keep(linear(x, w, b)); });
         const double two = seconds([&] { keep(matmul(x, turned) + b); });
         const double other = seconds([&] { keep(matmul(x, stored) + b); });
         const double flop = 2.0 * 64 * static_cast<double>(n * n);
         table.row(n, 1e3 * one, 1e3 * two, 1e3 * other, flop / one / 1e9);
       }
     }},
    {"layers-batch", "A linear layer called with 1 row and with 64",
     [](Table& table) {
       // Analysis: layers-batch
       table.columns({{"width", 7}, {"parameters", 12}, {"KiB", 9},
                      {"1 row: us", 12}, {"64 rows: us", 13}, {"ratio", 8}});
       for (const Index n : table.sizes({32, 64, 128, 256, 512, 1024})) {
         const Index before = memory::live_bytes();
         const nn::Linear layer(n, n);
         const Index bytes = memory::live_bytes() - before;
         Generator g(1);
         const Tensor one = Tensor::randn({1, n}, g);
         const Tensor many = Tensor::randn({64, n}, g);
         Index count = 0;
         for (const Tensor& p : layer.parameters()) count += p.numel();
         const double single = seconds([&] { keep(layer(one)); });
         const double batch = seconds([&] { keep(layer(many)); });
         table.row(n, count, bytes / 1024, 1e6 * single, 1e6 * batch,
                   batch / single);
       }
     }},
  });
}
