// Tangled from chapters/04_losses.nw: edit that, not this file.
/// \file
/// What the milestones print.
#pragma once

#include <string>
#include <vector>

#include <tinytorch/tensor.hpp>

namespace tt::milestone {
/// Prints pictures, (h, w) or (3, h, w) with numbers from 0 to 1, as many
/// side by side as there is room for: in colours on a terminal, unless
/// NO_COLOR is set, else in letters.
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
// Declare what else milestones print
/// A bar that fills while work goes on. Only a terminal sees it.
class ProgressBar {
 public:
  explicit ProgressBar(Index steps) : steps_(steps) {}
  ~ProgressBar() { hide(); }
  /// One step is done; `note` stands behind the bar.
  void step(const std::string& note = "");
  void hide() const;  ///< until the next step

 private:
  Index steps_, done_ = 0;
  std::size_t shown_ = 99;  // how much was filled when it was last drawn
};
/// Draws values in their order, 60 columns wide and 8 lines high.
void plot(const std::string& title, const std::vector<double>& values);
}  // namespace tt::milestone
