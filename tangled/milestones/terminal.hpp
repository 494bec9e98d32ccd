// Tangled from chapters/04_losses.nw: edit that, not this file.
/// \file
/// What the milestones print.
#pragma once

#include <string>
#include <vector>

#include <tinytorch/tinytorch.hpp>

namespace tt::milestone {
/// Prints pictures, (h, w) or (3, h, w) with numbers from 0 to 1, side by
/// side: in colours on a terminal, unless NO_COLOR is set, else in letters.
void show(const std::vector<Tensor>& pictures);
/// What a milestone asks for, and whether it is met.
struct Criterion {
  std::string text;
  bool met;
};
/// Prints each criterion. Returns the exit status: 0 when all are met.
int verdict(const std::vector<Criterion>& criteria);
/// "97.31 %"
std::string percent(double share);
}  // namespace tt::milestone
