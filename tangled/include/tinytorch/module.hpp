// Tangled from chapters/03_layers.nw: edit that, not this file.
#pragma once
/// \file
/// What owns parameters: a tree of modules with names (chapter 03).
#include <concepts>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include <tinytorch/tensor.hpp>

namespace tt {
/// Names and tensors, in order; the tensors share their owner's memory.
using StateDict = std::vector<std::pair<std::string, Tensor>>;
/// The tensor of this name, or null.
const Tensor* find(const StateDict& state, const std::string& name);
namespace nn {
// Define the module
/// A handle to parameters, buffers and children; copies share them.
class Module {
 public:
  Module();
  // List what a module owns
  /// Parameters and buffers, here and below, as "fc1.weight".
  StateDict state_dict() const;
  /// The same without buffers; a tensor with two names comes once.
  StateDict named_parameters() const;
  std::vector<Tensor> parameters() const;
  /// Copies the numbers of `from` into the tensors of the same names.
  /// Changes nothing when it throws.
  /// \throws std::invalid_argument when a name is missing or unknown, or a
  ///   shape differs
  void load_state_dict(const StateDict& from) const;
  // Switch between training and use
  /// For this module and all below it.
  void train(bool on = true) const;
  void eval() const { train(false); }
  bool training() const;

 protected:
  // Register what a module owns
  // All return what they were given. Throw std::invalid_argument for a name
  // that is empty, taken, or holds a dot.
  Tensor parameter(const std::string& name, const Tensor& tensor) const;
  Tensor buffer(const std::string& name, const Tensor& tensor) const;
  template <std::derived_from<Module> M>
  M child(const std::string& name, M module) const {
    adopt(name, module);
    return module;
  }

 private:
  struct State;
  void adopt(const std::string& name, const Module& module) const;
  std::shared_ptr<State> state_;
};
}  // namespace nn
}  // namespace tt
