// Tangled from chapters/03_layers.nw: edit that, not this file.
#include <tinytorch/module.hpp>

#include <algorithm>
#include <stdexcept>

#include <tinytorch/error.hpp>

namespace tt {
const Tensor* find(const StateDict& state, const std::string& name) {
  for (const auto& entry : state)
    if (entry.first == name) return &entry.second;
  return nullptr;
}
namespace nn {
// Hold what a module owns
struct Module::State {
  struct Owned { std::string name; Tensor tensor; bool trained; };
  struct Child { std::string name; std::shared_ptr<State> state; };
  std::vector<Owned> owned;
  std::vector<Child> children;
  bool training = true;

  // Check the name of a new member
  void check_name(const std::string& name) const {
    const auto taken = [&](const auto& m) { return m.name == name; };
    if (name.empty() || name.find('.') != std::string::npos ||
        std::any_of(owned.begin(), owned.end(), taken) ||
        std::any_of(children.begin(), children.end(), taken))
      throw std::invalid_argument("module: the name \"" + name +
                                  "\" is empty, taken, or holds a dot");
  }
  // Visit every tensor with its full name
  template <class F>
  void visit(const std::string& path, F& f) const {
    for (const Owned& o : owned) f(path + o.name, o);
    for (const Child& c : children) c.state->visit(path + c.name + ".", f);
  }
  void set_mode(bool on) {
    training = on;
    for (const Child& c : children) c.state->set_mode(on);
  }
};
Module::Module() : state_(std::make_shared<State>()) {}
// Walk the tree of modules
Tensor Module::parameter(const std::string& name,
                         const Tensor& tensor) const {
  state_->check_name(name);
  // Mark a parameter as trainable
  tensor.requires_grad_();
  state_->owned.push_back({name, tensor, true});
  return tensor;
}
Tensor Module::buffer(const std::string& name, const Tensor& tensor) const {
  state_->check_name(name);
  state_->owned.push_back({name, tensor, false});
  return tensor;
}
void Module::adopt(const std::string& name, const Module& module) const {
  state_->check_name(name);
  state_->children.push_back({name, module.state_});
}
StateDict Module::state_dict() const {
  StateDict all;
  auto add = [&](const std::string& name, const State::Owned& owned) {
    all.emplace_back(name, owned.tensor);
  };
  state_->visit("", add);
  return all;
}
StateDict Module::named_parameters() const {
  StateDict all;
  auto add = [&](const std::string& name, const State::Owned& owned) {
    const bool seen = std::any_of(all.begin(), all.end(), [&](auto& entry) {
      return entry.second.data() == owned.tensor.data();
    });
    if (owned.trained && !seen) all.emplace_back(name, owned.tensor);
  };
  state_->visit("", add);
  return all;
}
std::vector<Tensor> Module::parameters() const {
  std::vector<Tensor> all;
  for (const auto& entry : named_parameters()) all.push_back(entry.second);
  return all;
}
void Module::train(bool on) const { state_->set_mode(on); }
bool Module::training() const { return state_->training; }
// Load a state dict
void Module::load_state_dict(const StateDict& from) const {
  //@begin exercise layers-load-state
  const StateDict own = state_dict();
  std::string wrong;
  for (const auto& [name, tensor] : own)
    if (const Tensor* source = find(from, name); !source)
      wrong += " " + name + " is missing;";
    else if (source->shape() != tensor.shape())
      wrong += " " + name + " is " + to_string(source->shape()) + ", not " +
               to_string(tensor.shape()) + ";";
  for (const auto& [name, tensor] : from)
    if (!find(own, name)) wrong += " " + name + " is unknown;";
  if (!wrong.empty())
    throw std::invalid_argument("load_state_dict:" + wrong);
  for (const auto& [name, tensor] : own) tensor.copy_(*find(from, name));
  //@end exercise layers-load-state
}
}  // namespace nn
}  // namespace tt
