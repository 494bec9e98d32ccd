// Tangled from chapters/07_training.nw: edit that, not this file.
#pragma once
/// \file
/// The loop that trains a model (chapter 07).
#include <concepts>
#include <functional>
#include <limits>
#include <span>
#include <string>
#include <type_traits>
#include <utility>

#include <tinytorch/losses.hpp>
#include <tinytorch/module.hpp>
#include <tinytorch/optim.hpp>
#include <tinytorch/schedule.hpp>

namespace tt {
// Define what a step is made of
/// Examples in rows, with the class of each, or a row of targets for each.
struct Batch {
  Tensor inputs;
  std::vector<std::int32_t> labels = {};
  Tensor targets = {};
  /// How many examples it has.
  Index size() const {
    return inputs.defined() && inputs.dim() > 0 ? inputs.size(0) : 0;
  }
};
/// From inputs to outputs.
using Forward = std::function<Tensor(const Tensor& inputs)>;
/// The mean loss over the examples of a batch, a tensor of one number.
using Loss =
    std::function<Tensor(const Tensor& outputs, const Batch& batch)>;
/// Cross-entropy of the labels.
Tensor label_loss(const Tensor& outputs, const Batch& batch);
/// Squared error of the targets.
Tensor target_loss(const Tensor& outputs, const Batch& batch);
// Define what is counted
/// Running means over examples.
class Metrics {
 public:
  /// Counts a batch, given the model's outputs and the mean loss.
  void add(const Batch& batch, const Tensor& outputs, double loss);
  void add(const Metrics& others);
  Index examples() const { return examples_; }
  double loss() const { return loss_ / double(examples_); }
  /// The share of labels that were right; NaN if there was no label.
  double accuracy() const { return right_ / double(labels_); }

 private:
  Index examples_ = 0, labels_ = 0;
  double loss_ = 0, right_ = 0;  // sums
};
// Declare the accumulation of gradients
/// Adds the gradient of the mean loss over all examples of `window` to
/// the gradients that are there, and counts the examples.
Metrics accumulate_gradients(const Forward& model, const Loss& loss,
                             std::span<const Batch> window);
// Define the trainer
/// What a callback learns after a step.
struct Progress {
  Index step = 0;   ///< steps taken so far
  Index epoch = 0;  ///< epochs finished so far
  double lr = 0, loss = 0;
  double norm = 0;  ///< of the gradient, before clipping; NaN: no limit
};
struct TrainerOptions {
  Loss loss = label_loss;
  optim::Schedule schedule = {};  ///< none: the optimizer keeps its rate
  double max_norm = std::numeric_limits<double>::infinity();
  Index accumulate = 1;           ///< batches in the window of a step
  std::function<void(const Progress&)> on_step = {};
};
/// Trains a model. The optimizer must live as long as the trainer.
class Trainer {
 public:
  /// \throws std::invalid_argument for a limit or window that is not
  ///   positive, or without a loss
  Trainer(const nn::Module& module, Forward forward,
          optim::Optimizer& optimizer, TrainerOptions options = {});
  /// The same of a module that can be called.
  template <std::derived_from<nn::Module> Model>
    requires std::is_invocable_r_v<Tensor, const Model&, const Tensor&>
  Trainer(const Model& model, optim::Optimizer& optimizer,
          TrainerOptions options = {})
      : Trainer(model, Forward(model), optimizer, std::move(options)) {}
  // Train and evaluate
  // Both throw std::invalid_argument when there is no batch or an empty one,
  // and std::runtime_error when the loss or the clipped gradient is not
  // finite; the parameters are then as they were before the step.
  /// One step over all examples of the window.
  Metrics train_step(std::span<const Batch> window);
  /// A step for every `accumulate` batches, and one for what is left over.
  Metrics train_epoch(std::span<const Batch> batches);
  /// Loss and accuracy, without training: nothing is recorded, and modules
  /// are in the mode for use. \throws std::invalid_argument as above
  Metrics evaluate(std::span<const Batch> batches) const;
  // Know the place in the run
  const nn::Module& module() const { return module_; }
  optim::Optimizer& optimizer() const { return *optimizer_; }
  Index step() const { return step_; }    ///< steps taken so far
  Index epoch() const { return epoch_; }  ///< epochs finished so far
  /// Goes on from another place.
  /// \throws std::invalid_argument for a negative number
  void resume_at(Index step, Index epoch);

 private:
  // What the trainer holds
  void need_finite(double loss, double norm) const;

  nn::Module module_;
  Forward forward_;
  optim::Optimizer* optimizer_;
  TrainerOptions options_;
  std::vector<Tensor> parameters_;
  Index step_ = 0, epoch_ = 0;
};
}  // namespace tt
