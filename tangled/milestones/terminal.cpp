// Tangled from chapters/04_losses.nw: edit that, not this file.
#include "terminal.hpp"

#include <unistd.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstdlib>

namespace tt::milestone {
namespace {
bool coloured() { return isatty(1) && !std::getenv("NO_COLOR"); }
// Print a row of pixels
struct Colour { int red, green, blue; };
Colour colour(const Tensor& picture, Index i, Index j) {
  const auto byte = [&](Index channel) {
    const real x = picture.dim() == 2 ? picture.at({i, j})
                                      : picture.at({channel, i, j});
    return static_cast<int>(std::clamp(x, real(0), real(1)) * 255);
  };
  return {byte(0), byte(1), byte(2)};
}
void print_two_rows(const Tensor& picture, Index i) {
  for (Index j = 0; j < picture.size(-1); ++j) {
    const Colour a = colour(picture, i, j), b = colour(picture, i + 1, j);
    const int light = a.red + a.green + a.blue + b.red + b.green + b.blue;
    if (coloured())
      std::printf("\033[38;2;%d;%d;%dm\033[48;2;%d;%d;%dm▀\033[0m", a.red,
                  a.green, a.blue, b.red, b.green, b.blue);
    else
      std::putchar(" .:-=+*#%@"[light * 9 / (6 * 255)]);
  }
}
}  // namespace
// Print pictures side by side
void show(const std::vector<Tensor>& pictures) {
  for (Index i = 0; i + 1 < pictures.front().size(-2); i += 2) {
    for (const Tensor& picture : pictures) {
      print_two_rows(picture, i);
      std::fputs("  ", stdout);
    }
    std::putchar('\n');
  }
}
// Print the criteria
int verdict(const std::vector<Criterion>& criteria) {
  bool all = true;
  std::putchar('\n');
  for (const Criterion& criterion : criteria) {
    std::printf("%s  %s\n", criterion.met ? "met    " : "NOT MET",
                criterion.text.c_str());
    all = all && criterion.met;
  }
  return all ? 0 : 1;
}
std::string percent(double share) {
  char text[32];
  std::snprintf(text, sizeof text, "%.2f %%", 100 * share);
  return text;
}
}  // namespace tt::milestone
