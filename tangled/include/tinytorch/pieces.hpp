// Tangled from chapters/06_optimizers.nw: edit that, not this file.
#pragma once
/// \file
/// Exact numbers in tensors (chapter 06).
#include <cstdint>
#include <string>

#include <tinytorch/tensor.hpp>

namespace tt {
/// 64 bits as four whole numbers below 65536, the lowest bits first.
Tensor to_pieces(std::uint64_t bits);
/// The way back. \throws std::invalid_argument for any other tensor; the
///   message begins with `name`
std::uint64_t from_pieces(const std::string& name, const Tensor& pieces);
}  // namespace tt
