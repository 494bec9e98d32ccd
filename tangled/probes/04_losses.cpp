// Tangled from chapters/04_losses.nw: edit that, not this file.
#include <tinytorch/losses.hpp>
#include <tinytorch/print.hpp>
#include <tinytorch/view.hpp>

#include <cmath>

#include "probe.hpp"

using namespace tt;

namespace {
// Draw logits with special numbers and labels
/// Rows of logits, as a slice of a larger tensor. Kind 0 has small
/// numbers, 1 large ones, 2 some -inf, 3 nothing else, 4 one NaN or +inf.
Tensor draw_logits(Draw& draw, int kind) {
  const Index rows = draw.integer(1, 5), n = draw.integer(1, 7);
  const double most = kind == 1 ? 1000 : 4;
  const Tensor all = Tensor::from(draw.reals(rows * (n + 1), -most, most),
                                  {rows, n + 1});
  const Tensor x = all.narrow(1, 1, n);
  const auto put = [&](real value) {
    x.at({draw.integer(0, rows - 1), draw.integer(0, n - 1)}) = value;
  };
  if (kind == 2)
    for (int i = 0; i < 4; ++i) put(-INFINITY);
  if (kind == 3) x.fill_(-INFINITY);
  if (kind == 4) put(draw.integer(0, 1) ? INFINITY : real(NAN));
  return x;
}
std::vector<std::int32_t> draw_labels(Draw& draw, const Tensor& logits) {
  std::vector<std::int32_t> labels;
  for (Index r = 0; r < logits.size(0); ++r)
    labels.push_back(
        static_cast<std::int32_t>(draw.integer(0, logits.size(1) - 1)));
  return labels;
}
}  // namespace

int main(int argc, char** argv) {
  return run_probes(argc, argv, {
    // Probes of the losses
    {"losses-logsumexp",
     [](Draw& draw, Emit& emit) {
       // Probe: losses-logsumexp
       for (int i = 0; i < 30; ++i) {
         const Tensor x = draw_logits(draw, i % 5);
         const int d = static_cast<int>(draw.integer(-2, 1));
         emit.next_case("logsumexp of " + to_string(x.shape()) + " along " +
                        std::to_string(d));
         emit.tolerance(1e-5, 1e-5);
         emit.attempt([&] { emit.all(logsumexp(x, d).to_vector()); });
       }
     }},
    {"losses-cross-entropy",
     [](Draw& draw, Emit& emit) {
       // Probe: losses-cross-entropy
       for (int i = 0; i < 30; ++i) {
         const Tensor x = draw_logits(draw, i % 5);
         const std::vector<std::int32_t> labels = draw_labels(draw, x);
         emit.next_case("cross_entropy of " + to_string(x.shape()));
         emit.tolerance(1e-20, 1e-4);
         for (Index r = 0; r < x.size(0); ++r) {
           const auto label = static_cast<std::size_t>(r);
           emit.attempt([&] {
             emit(cross_entropy(x.narrow(0, r, 1),
                                Labels(labels).subspan(label, 1)).item());
           });
         }
       }
     }},
    {"losses-cross-entropy-backward",
     [](Draw& draw, Emit& emit) {
       // Probe: losses-cross-entropy-backward
       for (int i = 0; i < 20; ++i) {
         const Tensor x = draw_logits(draw, i % 5);
         const std::vector<std::int32_t> labels = draw_labels(draw, x);
         const Tensor g = Tensor::full({}, draw.uniform(-2, 2));
         emit.next_case("gradient of cross_entropy of " + to_string(x.shape()));
         emit.tolerance(1e-6, 1e-5);
         emit.attempt([&] {
           emit.all(cross_entropy_backward(g, x, labels).to_vector());
         });
       }
     }},
    {"losses-logistic",
     [](Draw& draw, Emit& emit) {
       // Probe: losses-logistic
       for (int i = 0; i < 60; ++i) {
         const double most = i % 3 == 0 ? 2 : i % 3 == 1 ? 30 : 1e4;
         const Tensor x = Tensor::full({}, draw.uniform(-most, most));
         const double t = i % 4 == 0 ? draw.uniform(0, 1) : i % 2;
         emit.next_case("loss of logit " + std::to_string(x.item()) +
                        " with target " + std::to_string(t));
         emit.tolerance(1e-35, 1e-5);
         emit.attempt([&] {
           emit(binary_cross_entropy_with_logits(x, Tensor::full({}, t)).item());
         });
       }
     }},
  });
}
