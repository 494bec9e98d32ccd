// Tangled from chapters/07_training.nw: edit that, not this file.
#include <tinytorch/training.hpp>

#include <algorithm>
#include <cmath>
#include <stdexcept>

#include <tinytorch/clip.hpp>
#include <tinytorch/elementwise.hpp>
#include <tinytorch/error.hpp>

namespace tt {
namespace {
// Switch between training and use for a while
/// Sets the mode of a module until the end of the scope.
class [[nodiscard]] Mode {
 public:
  Mode(const nn::Module& module, bool training)
      : module_(module), before_(module.training()) {
    module_.train(training);
  }
  ~Mode() { module_.train(before_); }
  Mode(const Mode&) = delete;
  Mode& operator=(const Mode&) = delete;

 private:
  const nn::Module& module_;
  bool before_;
};
// Refuse to work on nothing
void need_examples(const char* what, std::span<const Batch> batches) {
  if (batches.empty())
    throw std::invalid_argument(std::string(what) + ": there is no batch");
  for (std::size_t i = 0; i < batches.size(); ++i)
    if (batches[i].size() == 0)
      throw std::invalid_argument(
          std::string(what) + ": batch " + std::to_string(i) + " of " +
          std::to_string(batches.size()) + ", counted from 0, is empty");
}
// Find what is not finite
bool finite(const Tensor& x) {
  const std::vector<real> all = x.to_vector();
  return std::all_of(all.begin(), all.end(),
                     [](real v) { return std::isfinite(v); });
}
std::string first_not_finite(const StateDict& parameters) {
  for (const auto& [name, p] : parameters)
    if (!finite(p)) return "parameter " + name + " is not finite";
  for (const auto& [name, p] : parameters)
    if (p.grad().defined() && !finite(p.grad()))
      return "the gradient of " + name + " is not finite";
  return "parameters and gradients are finite, so look at the batch";
}
}  // namespace
// Compare outputs with a batch
Tensor label_loss(const Tensor& outputs, const Batch& batch) {
  return cross_entropy(outputs, batch.labels);
}
Tensor target_loss(const Tensor& outputs, const Batch& batch) {
  return mse_loss(outputs, batch.targets);
}
// Count a batch
void Metrics::add(const Batch& batch, const Tensor& outputs, double loss) {
  examples_ += batch.size();
  loss_ += loss * double(batch.size());
  if (batch.labels.empty()) return;
  labels_ += batch.size();
  right_ += tt::accuracy(outputs, batch.labels) * double(batch.size());
}
void Metrics::add(const Metrics& others) {
  examples_ += others.examples_;
  labels_ += others.labels_;
  loss_ += others.loss_;
  right_ += others.right_;
}
// Accumulate the gradients of a step
Metrics accumulate_gradients(const Forward& model, const Loss& loss,
                             std::span<const Batch> window) {
  Metrics seen;
  //@begin exercise training-accumulate
  Index examples = 0;
  for (const Batch& batch : window) examples += batch.size();
  for (const Batch& batch : window) {
    const Tensor outputs = model(batch.inputs);
    const Tensor mean = loss(outputs, batch);
    (mean * (double(batch.size()) / double(examples))).backward();
    seen.add(batch, outputs, mean.item());
  }
  //@end exercise training-accumulate
  return seen;
}
// Train for a step and for an epoch
Trainer::Trainer(const nn::Module& module, Forward forward,
                 optim::Optimizer& optimizer, TrainerOptions options)
    : module_(module), forward_(std::move(forward)), optimizer_(&optimizer),
      options_(std::move(options)), parameters_(module.parameters()) {
  if (!forward_ || !options_.loss)
    throw std::invalid_argument("trainer: needs a model and a loss");
  if (!(options_.max_norm > 0) || options_.accumulate < 1)
    throw std::invalid_argument(
        "trainer: max_norm and accumulate must be above 0");
}
void Trainer::resume_at(Index step, Index epoch) {
  if (step < 0 || epoch < 0)
    throw std::invalid_argument("trainer: step and epoch are at least 0");
  step_ = step;
  epoch_ = epoch;
}
Metrics Trainer::train_step(std::span<const Batch> window) {
  need_examples("train_step", window);
  const Mode mode(module_, true);
  if (options_.schedule) optimizer_->set_lr(options_.schedule(step_));
  optimizer_->zero_grad();
  const Metrics seen =
      accumulate_gradients(forward_, options_.loss, window);
  double norm = std::numeric_limits<double>::quiet_NaN();
  if (std::isfinite(options_.max_norm) && std::isfinite(seen.loss())) {
    norm = nn::clip_grad_norm_(parameters_, options_.max_norm);
    need_finite(seen.loss(), norm);
  }
  need_finite(seen.loss(), 0);
  optimizer_->step();
  ++step_;
  if (options_.on_step)
    options_.on_step({step_, epoch_, optimizer_->lr(), seen.loss(), norm});
  return seen;
}
Metrics Trainer::train_epoch(std::span<const Batch> batches) {
  need_examples("train_epoch", batches);
  const auto size = static_cast<std::size_t>(options_.accumulate);
  Metrics all;
  for (std::size_t at = 0; at < batches.size(); at += size)
    all.add(train_step(
        batches.subspan(at, std::min(size, batches.size() - at))));
  ++epoch_;
  return all;
}
void Trainer::need_finite(double loss, double norm) const {
  if (std::isfinite(loss) && std::isfinite(norm)) return;
  throw std::runtime_error(
      "train_step: step " + std::to_string(step_) + ": the loss is " +
      (std::isnan(loss) ? "nan" : std::to_string(loss)) + ": " +
      first_not_finite(module_.named_parameters()) +
      "; nothing was changed");
}
// Evaluate a model
Metrics Trainer::evaluate(std::span<const Batch> batches) const {
  need_examples("evaluate", batches);
  const NoGrad unrecorded;
  const Mode mode(module_, false);
  Metrics seen;
  for (const Batch& batch : batches) {
    const Tensor outputs = forward_(batch.inputs);
    seen.add(batch, outputs, options_.loss(outputs, batch).item());
  }
  return seen;
}
}  // namespace tt
