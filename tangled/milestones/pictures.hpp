// Tangled from chapters/04_losses.nw: edit that, not this file.
/// \file
/// Pictures with labels: drawn, or from files.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include <tinytorch/random.hpp>

namespace tt::milestone {
// Declare pictures and where they come from
struct Pictures {
  Tensor images;  ///< (n, 28, 28) or (n, 3, 32, 32), from 0 to 1
  std::vector<std::int32_t> labels;
  std::string source;  ///< in words
};
enum class Part { training, held_out };

/// Digits of 28 × 28 pixels, drawn at random.
Pictures draw_digits(Index count, Generator& g);
/// MNIST or CIFAR-10 from $TINYTORCH_DATA; nothing if it is not there. If
/// the test set is missing, the last sixth of the training set is held
/// out. \throws std::runtime_error for a file that is not what it should be
std::optional<Pictures> mnist(Part part);
std::optional<Pictures> cifar10(Part part);
/// MNIST if it is there, else drawn digits.
Pictures digits(Part part, Index drawn);
/// `count` pictures from `start` on.
Pictures slice(const Pictures& all, Index start, Index count);
}  // namespace tt::milestone
