// Tangled from chapters/04_losses.nw: edit that, not this file.
#include <algorithm>
#include <array>
#include <cmath>

#include "pictures.hpp"

namespace tt::milestone {
namespace {
struct Point { double x, y; };
using Stroke = std::vector<Point>;
// The strokes of ten digits
const std::array<Stroke, 10> strokes = {{
    {{.5, .12}, {.32, .2}, {.25, .5}, {.32, .8}, {.5, .88}, {.68, .8},
     {.75, .5}, {.68, .2}, {.5, .12}},
    {{.38, .25}, {.55, .12}, {.55, .88}},
    {{.27, .3}, {.35, .16}, {.5, .12}, {.66, .18}, {.7, .33}, {.6, .5},
     {.27, .86}, {.74, .86}},
    {{.28, .2}, {.45, .12}, {.64, .18}, {.68, .32}, {.58, .45}, {.45, .48},
     {.6, .52}, {.71, .66}, {.65, .82}, {.47, .88}, {.27, .8}},
    {{.6, .88}, {.6, .12}, {.25, .62}, {.75, .62}},
    {{.7, .13}, {.34, .13}, {.31, .45}, {.5, .41}, {.67, .5}, {.7, .67},
     {.6, .83}, {.43, .88}, {.27, .8}},
    {{.65, .13}, {.45, .25}, {.33, .48}, {.31, .68}, {.4, .85}, {.56, .88},
     {.69, .76}, {.66, .57}, {.5, .5}, {.34, .6}},
    {{.26, .14}, {.74, .14}, {.45, .88}},
    {{.5, .48}, {.34, .38}, {.34, .2}, {.5, .12}, {.66, .2}, {.66, .38},
     {.5, .48}, {.31, .6}, {.3, .78}, {.5, .88}, {.7, .78}, {.69, .6},
     {.5, .48}},
    {{.67, .4}, {.5, .5}, {.34, .42}, {.32, .24}, {.44, .12}, {.6, .13},
     {.69, .26}, {.67, .4}, {.64, .62}, {.55, .88}},
}};
// Bend a stroke at random
double between(Generator& g, double low, double high) {
  return low + (high - low) * g.uniform();
}
Stroke bent(Stroke stroke, Generator& g) {
  const double turn = between(g, -0.3, 0.3), slant = between(g, -0.3, 0.3);
  const double wide = between(g, 0.65, 1.1), high = between(g, 0.75, 1.1);
  const double right = between(g, -0.1, 0.1), down = between(g, -0.1, 0.1);
  for (Point& p : stroke) {
    const double y = (p.y - 0.5) * high + between(g, -0.025, 0.025);
    const double x =
        (p.x - 0.5) * wide + slant * y + between(g, -0.025, 0.025);
    p.x = 0.5 + right + x * std::cos(turn) - y * std::sin(turn);
    p.y = 0.5 + down + x * std::sin(turn) + y * std::cos(turn);
  }
  return stroke;
}
// Find the distance from a point to a stroke
double distance(const Stroke& stroke, double x, double y) {
  double least = 2;
  for (std::size_t i = 1; i < stroke.size(); ++i) {
    const Point a = stroke[i - 1], b = stroke[i];
    const double dx = b.x - a.x, dy = b.y - a.y;
    const double along = (x - a.x) * dx + (y - a.y) * dy;
    const double t = std::clamp(along / (dx * dx + dy * dy), 0.0, 1.0);
    least = std::min(least, std::hypot(a.x + t * dx - x, a.y + t * dy - y));
  }
  return least;
}
// Draw one stroke
void draw(const Stroke& stroke, Generator& g, real* image) {
  const double thick = between(g, 0.02, 0.06);
  const double soft = between(g, 0.02, 0.05);
  const double noise = between(g, 0, 0.2);
  for (int i = 0; i < 28; ++i)
    for (int j = 0; j < 28; ++j) {
      const double far = distance(stroke, (j + 0.5) / 28, (i + 0.5) / 28);
      const double ink = std::clamp((thick - far) / soft + 0.5, 0.0, 1.0);
      const double seen = ink + noise * (g.uniform() - 0.5);
      image[28 * i + j] = static_cast<real>(std::clamp(seen, 0.0, 1.0));
    }
}
}  // namespace
// Draw digits at random
Pictures draw_digits(Index count, Generator& g) {
  Pictures all{Tensor::empty({count, 28, 28}), {}, "drawn digits"};
  for (Index i = 0; i < count; ++i) {
    const auto digit = static_cast<std::size_t>(g.bits() % 10);
    draw(bent(strokes[digit], g), g, all.images.data() + 28 * 28 * i);
    all.labels.push_back(static_cast<std::int32_t>(digit));
  }
  return all;
}
}  // namespace tt::milestone
