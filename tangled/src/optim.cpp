// Tangled from chapters/06_optimizers.nw: edit that, not this file.
#include <tinytorch/optim.hpp>

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdint>
#include <sstream>
#include <stdexcept>
#include <utility>

#include <tinytorch/error.hpp>
#include <tinytorch/kernels.hpp>
#include <tinytorch/pieces.hpp>

#include "walk.hpp"

namespace tt::optim {
namespace {
// Refuse an option out of its range
double need(bool fine, const std::string& option, double value,
            const char* range) {
  if (fine) return value;
  std::ostringstream text;
  text << option << " is " << value << "; it must be " << range;
  throw std::invalid_argument(text.str());
}
double not_negative(const std::string& option, double value) {
  return need(std::isfinite(value) && value >= 0, option, value,
              "finite and not below 0");
}
double below_one(const std::string& option, double value) {
  return need(value >= 0 && value < 1, option, value,
              "at least 0 and below 1");
}
// Compare the names and shapes of two states
void compare_states(const StateDict& own, const StateDict& from) {
  std::string wrong;
  for (const auto& [name, tensor] : own)
    if (const Tensor* given = find(from, name); !given)
      wrong += " " + name + " is missing;";
    else if (given->shape() != tensor.shape())
      wrong += " the shape of " + name + " is " +
               to_string(given->shape()) + ", it must be " +
               to_string(tensor.shape()) + ";";
  for (const auto& [name, tensor] : from)
    if (!find(own, name)) wrong += " " + name + " belongs to no parameter;";
  if (!wrong.empty())
    throw std::invalid_argument("load_state_dict:" + wrong);
}
}  // namespace
// Make an optimizer for parameters
Optimizer::Optimizer(std::string kind, std::vector<std::string> moments,
                     const std::vector<Tensor>& parameters, double lr)
    : kind_(std::move(kind)), moments_(std::move(moments)),
      lr_(not_negative(kind_ + ": lr", lr)) {
  if (parameters.empty())
    throw std::invalid_argument(kind_ + ": no parameters were given");
  for (const Tensor& p : parameters) {
    // Check that this parameter can be stepped
    const auto refuse = [&](const std::string& why) {
      throw std::invalid_argument(kind_ + ": parameter " +
                                  std::to_string(slots_.size()) + " " + why);
    };
    if (!p.requires_grad()) refuse("requires no gradient; leave it out");
    if (!p.node()->leaf) refuse("is the result of an operation, not a leaf");
    for (const Slot& slot : slots_)
      if (slot.parameter.node() == p.node()) refuse("is given twice");
    slots_.push_back({p, 0, {}});
  }
}
// Step along the gradients
void Optimizer::step() {
  const NoGrad guard;
  for (Slot& slot : slots_) {
    const Tensor gradient = slot.parameter.grad();
    if (!gradient.defined()) continue;
    if (slot.steps++ == 0) add_moments(slot);
    update(slot, gradient);
  }
}
void Optimizer::zero_grad() const {
  for (const Slot& slot : slots_) slot.parameter.zero_grad();
}
void Optimizer::set_lr(double lr) {
  lr_ = not_negative(kind_ + ": lr", lr);
}
// Save and load the state of an optimizer
std::string Optimizer::name(std::size_t slot,
                            const std::string& what) const {
  return kind_ + "." + std::to_string(slot) + "." + what;
}
StateDict Optimizer::state_of(const std::vector<Slot>& slots) const {
  StateDict all = {
      {kind_ + ".lr", to_pieces(std::bit_cast<std::uint64_t>(lr_))}};
  for (std::size_t i = 0; i < slots.size(); ++i) {
    const Slot& slot = slots[i];
    if (slot.steps == 0) continue;
    all.emplace_back(name(i, "step"),
                     to_pieces(static_cast<std::uint64_t>(slot.steps)));
    for (std::size_t k = 0; k < moments_.size(); ++k)
      all.emplace_back(name(i, moments_[k]), slot.moments[k]);
  }
  return all;
}
void Optimizer::add_moments(Slot& slot) const {
  for (std::size_t k = 0; k < moments_.size(); ++k)
    slot.moments.push_back(Tensor::zeros(slot.parameter.shape()));
}
void Optimizer::load_state_dict(const StateDict& from) {
  const Tensor* rate = find(from, kind_ + ".lr");
  if (!rate)
    throw std::invalid_argument(
        "load_state_dict: this is not the state of " + kind_ +
        "; it does not hold " + kind_ + ".lr");
  std::vector<Slot> slots;
  for (std::size_t i = 0; i < slots_.size(); ++i) {
    // Prepare a slot for what the state holds
    Slot slot = {slots_[i].parameter, 0, {}};
    const std::string key = name(i, "step");
    if (const Tensor* steps = find(from, key)) {
      slot.steps = static_cast<Index>(
          from_pieces("load_state_dict: " + key, *steps));
      add_moments(slot);
    }
    slots.push_back(std::move(slot));
  }
  const StateDict own = state_of(slots);
  compare_states(own, from);
  set_lr(std::bit_cast<double>(
      from_pieces("load_state_dict: " + kind_ + ".lr", *rate)));
  for (const auto& [key, tensor] : own) tensor.copy_(*find(from, key));
  slots_ = std::move(slots);
}
// Step with stochastic gradient descent
namespace {
SgdOptions checked(const SgdOptions& o) {
  not_negative("sgd: momentum", o.momentum);
  not_negative("sgd: weight_decay", o.weight_decay);
  need(std::isfinite(o.dampening), "sgd: dampening", o.dampening, "finite");
  if (o.nesterov && (o.momentum == 0 || o.dampening != 0))
    throw std::invalid_argument(
        "sgd: nesterov needs a momentum and no dampening");
  return o;
}
}  // namespace
SGD::SGD(const std::vector<Tensor>& parameters, const SgdOptions& options)
    : Optimizer("sgd",
                options.momentum == 0
                    ? std::vector<std::string>{}
                    : std::vector<std::string>{"momentum_buffer"},
                parameters, options.lr),
      options_(checked(options)) {}
void SGD::update(const Slot& slot, const Tensor& gradient) {
  const SgdOptions& o = options_;
  const SgdStep s = {
      real(lr()), real(o.weight_decay), real(o.momentum),
      slot.steps == 1 ? real(1) : real(1 - o.dampening)};
  const Tensor &w = slot.parameter, &g = gradient;
  if (slot.moments.empty()) {
    // Walk through parameter and gradient
    walk<2>(w.shape(), {w.strides(), g.strides()},
            [&](Index n, auto& at, auto& step) {
              kernels().sgd_step(n, w.data() + at[0], step[0],
                                 g.data() + at[1], step[1], s);
            });
  } else {
    // Walk through parameter, gradient and velocity
    const Tensor& v = slot.moments[0];
    const auto kernel =
        o.nesterov ? kernels().nesterov_step : kernels().momentum_step;
    walk<3>(w.shape(), {w.strides(), g.strides(), v.strides()},
            [&](Index n, auto& at, auto& step) {
              kernel(n, w.data() + at[0], step[0], g.data() + at[1], step[1],
                     v.data() + at[2], step[2], s);
            });
  }
}
// Find the numbers of a step of Adam
AdamStep adam_numbers(const AdamOptions& o, Index step, bool decoupled) {
  const double t = static_cast<double>(step);
  AdamStep s = {};
  s.eps = real(o.eps);
  s.beta1 = real(o.beta1);
  s.new1 = real(1 - o.beta1);
  s.beta2 = real(o.beta2);
  s.new2 = real(1 - o.beta2);
  //@begin exercise optim-adam-numbers
  s.rate = real(o.lr / (1 - std::pow(o.beta1, t)));
  s.scale = real(1 / std::sqrt(1 - std::pow(o.beta2, t)));
  s.decay = decoupled ? 0 : real(o.weight_decay);
  s.shrink = decoupled ? real(1 - o.lr * o.weight_decay) : 1;
  //@end exercise optim-adam-numbers
  return s;
}
// Step with Adam
namespace {
AdamOptions checked(const std::string& kind, const AdamOptions& o) {
  below_one(kind + ": beta1", o.beta1);
  below_one(kind + ": beta2", o.beta2);
  not_negative(kind + ": eps", o.eps);
  not_negative(kind + ": weight_decay", o.weight_decay);
  return o;
}
}  // namespace
Adam::Adam(std::string kind, const std::vector<Tensor>& parameters,
           const AdamOptions& options, bool decoupled)
    : Optimizer(kind, {"exp_avg", "exp_avg_sq"}, parameters, options.lr),
      options_(checked(kind, options)), decoupled_(decoupled) {}
Adam::Adam(const std::vector<Tensor>& parameters,
           const AdamOptions& options)
    : Adam("adam", parameters, options, false) {}
AdamW::AdamW(const std::vector<Tensor>& parameters, const AdamWOptions& o)
    : Adam("adamw", parameters,
           {o.lr, o.beta1, o.beta2, o.eps, o.weight_decay}, true) {}
void Adam::update(const Slot& slot, const Tensor& gradient) {
  options_.lr = lr();  // a schedule may have set it
  const auto s = adam_numbers(options_, slot.steps, decoupled_);
  const Tensor &w = slot.parameter, &g = gradient;
  const Tensor &m = slot.moments[0], &v = slot.moments[1];
  walk<4>(w.shape(), {w.strides(), g.strides(), m.strides(), v.strides()},
          [&](Index n, auto& at, auto& step) {
            kernels().adam_step(n, w.data() + at[0], step[0],
                                g.data() + at[1], step[1],
                                m.data() + at[2], step[2],
                                v.data() + at[3], step[3], s);
          });
}
}  // namespace tt::optim
