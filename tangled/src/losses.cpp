// Tangled from chapters/04_losses.nw: edit that, not this file.
#include <tinytorch/losses.hpp>

#include <limits>
#include <stdexcept>
#include <string>

#include <tinytorch/activations.hpp>
#include <tinytorch/elementwise.hpp>
#include <tinytorch/error.hpp>
#include <tinytorch/reduce.hpp>
#include <tinytorch/view.hpp>

#include "apply.hpp"
#include "walk.hpp"

namespace tt {
namespace {
// Check prediction and target
void check_not_empty(const char* op, const Tensor& x, Reduction reduction) {
  if (x.numel() == 0 && reduction == Reduction::mean)
    throw std::invalid_argument(std::string(op) + ": shape " +
                                to_string(x.shape()) +
                                " holds nothing to take the mean of");
}
void check_pair(const char* op, const Tensor& x, const Tensor& target,
                Reduction reduction) {
  if (x.shape() != target.shape())
    throw std::invalid_argument(
        std::string(op) + ": prediction " + to_string(x.shape()) +
        " and target " + to_string(target.shape()) +
        " differ in shape: nothing is broadcast here, reshape one of them");
  check_not_empty(op, x, reduction);
}
// Check logits and labels
void check_labels(const char* op, const Tensor& logits, Labels labels) {
  if (logits.dim() != 2 || std::ssize(labels) != logits.size(0))
    throw std::invalid_argument(
        std::string(op) + ": " + std::to_string(labels.size()) +
        " labels for logits " + to_string(logits.shape()) +
        ": needs (rows, classes) and one label for each row");
  const Index classes = logits.size(1);
  for (std::size_t i = 0; i < labels.size(); ++i)
    if (labels[i] < 0 || labels[i] >= classes)
      throw std::invalid_argument(
          std::string(op) + ": label " + std::to_string(labels[i]) +
          " at position " + std::to_string(i) + " is none of the " +
          std::to_string(classes) + " classes, which count from 0");
}
// Make one number of many losses
Tensor reduce(const Tensor& losses, Reduction reduction) {
  return reduction == Reduction::mean ? mean(losses) : sum(losses);
}
/// What the slope of each of `count` losses is multiplied by.
double share(const Tensor& g, Index count, Reduction reduction) {
  const bool divided = reduction == Reduction::mean;
  return g.item() / (divided ? static_cast<double>(count) : 1.0);
}
Tensor pair_loss(const char* op, Kernels::Zip loss, const Tensor& x,
                 const Tensor& target, Reduction reduction) {
  check_pair(op, x, target, reduction);
  return reduce(zip(op, loss, x, target), reduction);
}
Tensor pair_gradient(const char* op, Kernels::Zip slope, const Tensor& g,
                     const Tensor& x, const Tensor& target,
                     Reduction reduction) {
  check_pair(op, x, target, reduction);
  return zip(op, slope, x, target) * share(g, x.numel(), reduction);
}
}  // namespace
// Compute the losses of quantities
Tensor mse_loss(const Tensor& prediction, const Tensor& target,
                Reduction reduction) {
  Tensor out = pair_loss("mse_loss", kernels().squared_error, prediction,
                         target, reduction);
  // Gradient of mse_loss
  if (needs_gradient(prediction, target))
    record(out, {prediction, target},
           [prediction, target, reduction](const Tensor& g) {
             const Tensor slope =
                 mse_loss_backward(g, prediction, target, reduction);
             return Gradients{slope,
                              target.requires_grad() ? -slope : Tensor()};
           });
  return out;
}
Tensor mse_loss_backward(const Tensor& g, const Tensor& prediction,
                         const Tensor& target, Reduction reduction) {
  return pair_gradient("mse_loss_backward", kernels().squared_error_slope,
                       g, prediction, target, reduction);
}
Tensor binary_cross_entropy(const Tensor& probabilities,
                            const Tensor& target, Reduction reduction) {
  Tensor out = pair_loss("binary_cross_entropy",
                         kernels().binary_cross_entropy, probabilities,
                         target, reduction);
  // Gradient of binary_cross_entropy
  need_constant("binary_cross_entropy", target);
  if (needs_gradient(probabilities))
    record(out, {probabilities},
           [probabilities, target, reduction](const Tensor& g) {
             return Gradients{binary_cross_entropy_backward(
                 g, probabilities, target, reduction)};
           });
  return out;
}
Tensor binary_cross_entropy_backward(const Tensor& g,
                                     const Tensor& probabilities,
                                     const Tensor& target,
                                     Reduction reduction) {
  return pair_gradient("binary_cross_entropy_backward",
                       kernels().binary_cross_entropy_slope, g,
                       probabilities, target, reduction);
}
Tensor binary_cross_entropy_with_logits(const Tensor& logits,
                                        const Tensor& target,
                                        Reduction reduction) {
  Tensor out = pair_loss("binary_cross_entropy_with_logits",
                         kernels().logistic_loss, logits, target,
                         reduction);
  // Gradient of binary_cross_entropy_with_logits
  need_constant("binary_cross_entropy_with_logits", target);
  if (needs_gradient(logits))
    record(out, {logits}, [logits, target, reduction](const Tensor& g) {
      return Gradients{binary_cross_entropy_with_logits_backward(
          g, logits, target, reduction)};
    });
  return out;
}
Tensor binary_cross_entropy_with_logits_backward(const Tensor& g,
                                                 const Tensor& logits,
                                                 const Tensor& target,
                                                 Reduction reduction) {
  return pair_gradient("binary_cross_entropy_with_logits_backward",
                       kernels().logistic_loss_slope, g, logits, target,
                       reduction);
}
// Compute the losses of classes
Tensor logsumexp(const Tensor& x, int dim, bool keep) {
  const int d = dim_index("logsumexp", dim, x.shape());
  const Index n = x.shape()[d], xs = x.strides()[d];
  Shape firsts = x.shape();
  firsts[d] = 1;
  Tensor out = Tensor::full(firsts, -std::numeric_limits<real>::infinity());
  if (n > 0)
    walk<2>(firsts, {x.strides(), out.strides()},
            [&](Index lines, auto& at, auto& step) {
              kernels().logsumexp(lines, n, x.data() + at[0], step[0], xs,
                                  out.data() + at[1]);
            });
  if (!keep) out = out.squeeze(d);
  // Gradient of logsumexp
  if (needs_gradient(x))
    record(out, {x}, [x, d, keep](const Tensor& g) {
      return Gradients{logsumexp_backward(g, x, d, keep)};
    });
  return out;
}
Tensor logsumexp_backward(const Tensor& g, const Tensor& x, int dim,
                          bool keep) {
  const int d = dim_index("logsumexp_backward", dim, x.shape());
  Shape firsts = x.shape();
  if (keep) firsts[d] = 1;
  else firsts.erase(d);
  if (g.shape() != firsts)
    throw std::invalid_argument("logsumexp_backward: a gradient of shape " +
                                to_string(g.shape()) +
                                " does not fit shape " + to_string(firsts));
  return (keep ? g : g.unsqueeze(d)) * softmax(x, d);
}
Tensor cross_entropy(const Tensor& logits, Labels labels,
                     Reduction reduction) {
  check_labels("cross_entropy", logits, labels);
  check_not_empty("cross_entropy", logits, reduction);
  const Tensor losses = Tensor::empty({logits.size(0)});
  kernels().cross_entropy(logits.size(0), logits.size(1), logits.data(),
                          logits.strides()[0], logits.strides()[1],
                          labels.data(), losses.data());
  Tensor out = reduce(losses, reduction);
  // Gradient of cross_entropy
  if (needs_gradient(logits))
    record(out, {logits},
           [logits, kept = std::vector(labels.begin(), labels.end()),
            reduction](const Tensor& g) {
             return Gradients{
                 cross_entropy_backward(g, logits, kept, reduction)};
           });
  return out;
}
Tensor cross_entropy_backward(const Tensor& g, const Tensor& logits,
                              Labels labels, Reduction reduction) {
  check_labels("cross_entropy_backward", logits, labels);
  check_not_empty("cross_entropy_backward", logits, reduction);
  const Tensor out = Tensor::empty(logits.shape());
  const Index rows = logits.size(0);
  kernels().cross_entropy_backward(
      rows, logits.size(1), logits.data(), logits.strides()[0],
      logits.strides()[1], labels.data(),
      static_cast<real>(share(g, rows, reduction)), out.data());
  return out;
}
// Count right answers
namespace {
bool is_right(Index n, const real* x, Index xs, Index label) {
  const real own = x[label * xs];
  for (Index k = 0; k < n; ++k)
    if (!(k < label ? x[k * xs] < own : x[k * xs] <= own)) return false;
  return true;
}
}  // namespace
double accuracy(const Tensor& logits, Labels labels) {
  check_labels("accuracy", logits, labels);
  check_not_empty("accuracy", logits, Reduction::mean);
  const Index rows = logits.size(0), step = logits.strides()[0];
  Index right = 0;
  for (Index r = 0; r < rows; ++r)
    right += is_right(logits.size(1), logits.data() + r * step,
                      logits.strides()[1],
                      labels[static_cast<std::size_t>(r)]);
  return static_cast<double>(right) / static_cast<double>(rows);
}
}  // namespace tt
