// Tangled from chapters/07_training.nw: edit that, not this file.
#pragma once
/// \file
/// Runs that survive the end of their program (chapter 07).
#include <string>
#include <vector>

#include <tinytorch/random.hpp>
#include <tinytorch/training.hpp>

namespace tt {
// Declare checkpoints
/// Saves the model, the optimizer, step and epoch, the default generator,
/// from which dropout draws, and `generators`, in their order. Whatever
/// happens, `path` is the old file or the new one, whole.
/// \throws std::runtime_error when it cannot be written
void save_checkpoint(const std::string& path, const Trainer& trainer,
                     const std::vector<Generator*>& generators = {});
/// Goes on from a saved place. Changes nothing when it throws.
/// \throws std::runtime_error when the file cannot be read
/// \throws std::invalid_argument when it is no whole checkpoint of this
///   version, or one of another model, optimizer or number of generators
void load_checkpoint(const std::string& path, Trainer& trainer,
                     const std::vector<Generator*>& generators = {});
/// Loads both states, or throws what `load_state_dict` threw and leaves
/// model and optimizer as they were.
void restore(const nn::Module& model, optim::Optimizer& optimizer,
             const StateDict& model_state,
             const StateDict& optimizer_state);
}  // namespace tt
