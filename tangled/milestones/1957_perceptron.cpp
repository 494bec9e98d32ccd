// Tangled from chapters/07_training.nw: edit that, not this file.
// Include what the perceptron uses
#include <cstdio>

#include <tinytorch/elementwise.hpp>
#include <tinytorch/layers.hpp>
#include <tinytorch/losses.hpp>
#include <tinytorch/optim.hpp>

#include "terminal.hpp"

using namespace tt;
using namespace tt::milestone;

namespace {
// Draw points on two sides of a line
struct Points { Tensor x, side; };  // (n, 2), and (n, 1) of 0 and 1
Points draw(Index n, Generator& g) {
  const Points points{Tensor::empty({n, 2}), Tensor::empty({n, 1})};
  for (Index i = 0; i < n;) {
    const double x = 2 * g.uniform() - 1, y = 2 * g.uniform() - 1;
    const double from_line = 0.8 * x + 0.6 * y - 0.1;
    if (std::abs(from_line) < 0.05) continue;  // a lane without points
    points.x.at({i, 0}) = real(x);
    points.x.at({i, 1}) = real(y);
    points.side.at({i++, 0}) = real(from_line > 0);
  }
  return points;
}
// Show the plane
void show_plane(const nn::Linear& layer, const Points& points) {
  const NoGrad guard;
  std::puts("\nThe plane: dots where the layer says 1, o and x the points");
  std::vector<std::string> lines(20, std::string(60, ' '));
  for (Index i = 0; i < 20; ++i)
    for (Index j = 0; j < 60; ++j) {
      const Tensor at = Tensor::from(
          {(double(j) + 0.5) / 30 - 1, 1 - (double(i) + 0.5) / 10}, {2});
      if (layer(at).item() > 0)
        lines[std::size_t(i)][std::size_t(j)] = '.';
    }
  for (Index i = 0; i < 150; ++i) {
    const auto across = std::size_t((points.x.at({i, 0}) + 1) * 30);
    const auto down = std::size_t((1 - points.x.at({i, 1})) * 10);
    lines[std::min<std::size_t>(down, 19)][std::min<std::size_t>(
        across, 59)] = points.side.at({i, 0}) == 1 ? 'x' : 'o';
  }
  for (const std::string& line : lines) std::printf("  %s\n", line.c_str());
}
// Train one layer to tell the sides apart
std::vector<double> train(const nn::Linear& layer, const Points& known) {
  optim::SGD optimizer(layer.parameters(), {.lr = 1});
  std::vector<double> losses;
  ProgressBar bar(400);
  for (int step = 0; step < 400; ++step) {
    optimizer.zero_grad();
    const Tensor loss =
        binary_cross_entropy_with_logits(layer(known.x), known.side);
    loss.backward();
    optimizer.step();
    losses.push_back(loss.item());
    bar.step();
  }
  return losses;
}
double share_right(const nn::Linear& layer, const Points& points) {
  const Tensor y = layer(points.x);
  Index right = 0;
  for (Index i = 0; i < y.numel(); ++i)
    right += (y.at({i, 0}) > 0) == (points.side.at({i, 0}) == 1);
  return double(right) / double(y.numel());
}
}  // namespace

int main() {
  manual_seed(1957);
  Generator g(1957);
  const Points known = draw(200, g), unseen = draw(1000, g);
  const nn::Linear layer(2, 1);
  plot("Loss over 400 steps", train(layer, known));
  show_plane(layer, unseen);
  const double right = share_right(layer, unseen);
  return verdict({{"points it has not seen: " + percent(right) +
                       " right; at least 95 % are asked for",
                   right >= 0.95}});
}
