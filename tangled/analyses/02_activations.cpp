// Tangled from chapters/02_activations.nw: edit that, not this file.
#include <tinytorch/activations.hpp>
#include <tinytorch/elementwise.hpp>
#include <tinytorch/kernels.hpp>
#include <tinytorch/random.hpp>
#include <tinytorch/reduce.hpp>
#include <tinytorch/timing.hpp>
#include <tinytorch/view.hpp>

#include <cmath>
#include <functional>

#include "analysis.hpp"

using namespace tt;

int main(int argc, char** argv) {
  return run_analyses(argc, argv, {
    {"activations-cost", "What each function costs on 65536 numbers",
     [](Table& table) {
       // Analysis: activations-cost
       const Kernels& k = kernels();
       const struct { const char* name; Kernels::Map f; Kernels::Zip slope; }
       functions[] = {
         {"copy", k.copy, nullptr}, {"relu", k.relu, k.relu_backward},
         {"exp", k.exp, nullptr}, {"sigmoid", k.sigmoid, k.sigmoid_backward},
         {"tanh", k.tanh, k.tanh_backward}, {"gelu", k.gelu, k.gelu_backward},
         {"gelu by tanh", k.gelu_tanh, k.gelu_tanh_backward},
       };
       Generator g(1);
       const Index n = 1 << 16;
       const Tensor x = Tensor::uniform({n}, -4, 4, g), y = x.clone();
       // Time each function and its gradient
       table.columns({{"function", -14}, {"forward: ns/number", 20},
                      {"copies", 10}, {"gradient: ns/number", 21}});
       const auto time = [&](const std::function<void()>& work) {
         return 1e9 * seconds(work) / static_cast<double>(n);
       };
       double copy = 0;
       for (const auto& of : functions) {
         const Tensor z = Tensor::empty({n});
         const double forward = time([&] {
           of.f(n, x.data(), 1, z.data(), 1); keep(z); });
         if (copy == 0) copy = forward;
         const double back = of.slope ? time([&] {
           of.slope(n, x.data(), 1, y.data(), 1, z.data(), 1); keep(z); }) : 0;
         table.row(of.name, forward, forward / copy, back > 0 ? cell(back) : "-");
       }
     }},
    {"activations-three-softmaxes", "Softmax of 64 rows, three ways",
     [](Table& table) {
       // Analysis: activations-three-softmaxes
       table.columns({{"shift", 7}, {"naive: error", 13}, {"stable: error", 14},
                      {"naive: ns", 10}, {"operations: ns", 15},
                      {"kernel: ns", 11}});
       const Index rows = 64, n = 1000;
       const Tensor logits = Tensor::empty({rows, n});
       Generator g(1);
       for (Index i = 0; i < rows * n; ++i)
         logits.data()[i] = static_cast<real>(g.bits() % 64) / 8;
       const Tensor right = softmax(logits, 1);
       for (const Index shift : table.sizes({-1000, -100, 0, 70, 90, 1000})) {
         const Tensor x = logits + static_cast<double>(shift);
         // Compare three ways to a softmax
         const auto naive = [](const Tensor& z) {
           const Tensor e = exp(z);
           return e / e.sum(1, keepdim);
         };
         const auto stable = [&] { return naive(x - x.max(1, keepdim)); };
         const auto error = [&](const Tensor& y) {
           const Tensor off = y - right;
           return std::fabs(static_cast<double>(max(sqrt(off * off)).item()));
         };
         const auto time = [&](const std::function<void()>& work) {
           return 1e9 * seconds(work) / static_cast<double>(x.numel());
         };
         table.row(shift, error(naive(x)), error(softmax(x, 1)),
                   time([&] { keep(naive(x)); }), time([&] { keep(stable()); }),
                   time([&] { keep(softmax(x, 1)); }));
       }
     }},
    {"activations-in-place", "A new result, or the input overwritten",
     [](Table& table) {
       // Analysis: activations-in-place
       table.columns({{"KiB", 6}, {"relu: ns", 10}, {"relu_: ns", 10},
                      {"ratio", 8}, {"sigmoid: ns", 12}, {"sigmoid_: ns", 13},
                      {"ratio", 8}});
       for (const Index n : table.sizes({1 << 10, 1 << 13, 1 << 16, 1 << 19,
                                         1 << 22, 1 << 24})) {
         Generator g(1);
         const Tensor x = Tensor::uniform({n}, 0, 4, g), y = x.clone();
         const auto time = [&](const std::function<void()>& work) {
           return 1e9 * seconds(work) / static_cast<double>(n);
         };
         const double copy = time([&] { keep(relu(x)); });
         const double place = time([&] { keep(relu_(y)); });
         const double copy_2 = time([&] { keep(sigmoid(x)); });
         const double place_2 = time([&] { keep(sigmoid_(y)); });
         table.row(n * Index{sizeof(real)} / 1024, copy, place, copy / place,
                   copy_2, place_2, copy_2 / place_2);
       }
     }},
  });
}
