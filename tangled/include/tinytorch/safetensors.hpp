// Tangled from chapters/03_layers.nw: edit that, not this file.
#pragma once
/// \file
/// Tensors in files that other programs open (chapter 03).
#include <tinytorch/module.hpp>

namespace tt {
/// Writes a file in the safetensors format; an old one is replaced whole.
/// \throws std::runtime_error when it cannot be written
void save_safetensors(const StateDict& state, const std::string& path);
/// Reads one. Types F32 and F64 are converted to `real`.
/// \throws std::runtime_error when it cannot be read
/// \throws std::invalid_argument when it is not a sound safetensors file
StateDict load_safetensors(const std::string& path);
}  // namespace tt
