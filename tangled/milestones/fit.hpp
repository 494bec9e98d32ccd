// Tangled from chapters/07_training.nw: edit that, not this file.
/// \file
/// Training on pictures.
#pragma once

#include <tinytorch/layers.hpp>
#include <tinytorch/training.hpp>

#include "pictures.hpp"
#include "terminal.hpp"

namespace tt::milestone {
/// Trains on all pictures, some times over in an order drawn from `g`, and
/// prints a row for each epoch. Returns the loss of every step.
std::vector<double> fit(const nn::Sequential& network,
                        const Pictures& training, const Pictures& held_out,
                        int epochs, Generator& g);
/// Batches of 64 in the order of `places`.
std::vector<Batch> batches(const Pictures& all,
                           std::span<const Index> places);
/// 0, 1, 2, … below n.
std::vector<Index> in_order(Index n);
}  // namespace tt::milestone
