// Tangled from chapters/06_optimizers.nw: edit that, not this file.
#pragma once
/// \file
/// What moves parameters along their gradients (chapter 06).
#include <string>
#include <vector>

#include <tinytorch/module.hpp>
#include <tinytorch/steps.hpp>

namespace tt::optim {
// Define what all optimizers share
/// Changes parameters along their gradients.
class Optimizer {
 public:
  virtual ~Optimizer() = default;
  Optimizer(const Optimizer&) = delete;
  Optimizer& operator=(const Optimizer&) = delete;
  // Step and forget gradients
  /// Forgets the gradients of all parameters.
  void zero_grad() const;
  /// Changes every parameter that has a gradient.
  void step();
  double lr() const { return lr_; }  ///< the learning rate
  /// \throws std::invalid_argument unless it is finite and not below 0
  void set_lr(double lr);
  // Save and restore an optimizer
  /// Learning rate, step counts and moments, as "adam.0.exp_avg". Moments
  /// share the optimizer's memory; the other options are not in it.
  StateDict state_dict() const { return state_of(slots_); }
  /// Goes on from a saved state: the learning rate is set, the numbers are
  /// copied. Changes nothing when it throws.
  /// \throws std::invalid_argument when it is the state of another kind of
  ///   optimizer, or of other parameters
  void load_state_dict(const StateDict& from);

 protected:
  // Make an optimizer and its rule
  /// What is kept for one parameter.
  struct Slot {
    Tensor parameter;
    Index steps = 0;              ///< taken so far
    std::vector<Tensor> moments;  ///< made at the first step, all zero
  };
  /// `kind` and the names of moments are used in saved states.
  /// \throws std::invalid_argument when there is no parameter, one is given
  ///   twice or is no leaf that requires a gradient, or for a bad `lr`
  Optimizer(std::string kind, std::vector<std::string> moments,
            const std::vector<Tensor>& parameters, double lr);
  /// Changes slot.parameter in place; slot.steps counts this step already.
  virtual void update(const Slot& slot, const Tensor& gradient) = 0;

 private:
  // Keep what an optimizer remembers
  std::string kind_;
  std::vector<std::string> moments_;
  std::vector<Slot> slots_;
  double lr_;
  std::string name(std::size_t slot, const std::string& what) const;
  StateDict state_of(const std::vector<Slot>& slots) const;
  void add_moments(Slot& slot) const;
};
// Define stochastic gradient descent
/// What SGD can be told; the defaults are PyTorch's.
struct SgdOptions {
  double lr = 1e-3;
  double momentum = 0;
  double dampening = 0;   ///< 1 - the share of new slopes in the velocity
  bool nesterov = false;
  double weight_decay = 0;
};
/// Stochastic gradient descent (Robbins and Monro 1951), with momentum
/// (Polyak 1964) or Nesterov's variant (Sutskever et al. 2013).
class SGD : public Optimizer {
 public:
  /// \throws std::invalid_argument also for an option out of its range
  explicit SGD(const std::vector<Tensor>& parameters,
               const SgdOptions& options = {});

 private:
  void update(const Slot& slot, const Tensor& gradient) override;
  const SgdOptions options_;
};
// Define Adam and AdamW
/// What Adam can be told; the defaults are PyTorch's.
struct AdamOptions {
  double lr = 1e-3;
  double beta1 = 0.9;       ///< of the mean of slopes
  double beta2 = 0.999;     ///< of the mean of squared slopes
  double eps = 1e-8;        ///< added to the root of the second
  double weight_decay = 0;  ///< part of the slope
};
/// The same with another default.
struct AdamWOptions {
  double lr = 1e-3, beta1 = 0.9, beta2 = 0.999, eps = 1e-8;
  double weight_decay = 1e-2;  ///< apart from the slope
};
// Declare the numbers of a step of Adam
/// What Adam's kernel is told in the step of this number, the first is 1;
/// `decoupled` is AdamW's weight decay.
AdamStep adam_numbers(const AdamOptions& options, Index step,
                      bool decoupled);
// Declare the classes Adam and AdamW
/// Steps as long as a gradient is steady (Kingma and Ba 2015).
class Adam : public Optimizer {
 public:
  /// \throws std::invalid_argument also for an option out of its range
  explicit Adam(const std::vector<Tensor>& parameters,
                const AdamOptions& options = {});

 protected:
  Adam(std::string kind, const std::vector<Tensor>& parameters,
       const AdamOptions& options, bool decoupled);

 private:
  void update(const Slot& slot, const Tensor& gradient) override;
  AdamOptions options_;
  const bool decoupled_;
};
/// Adam with decoupled weight decay (Loshchilov and Hutter 2019).
class AdamW : public Adam {
 public:
  explicit AdamW(const std::vector<Tensor>& parameters,
                 const AdamWOptions& options = {});
};
}  // namespace tt::optim
