// Tangled from chapters/04_losses.nw: edit that, not this file.
#include "terminal.hpp"

#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <numeric>

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
namespace {
Index columns() {
  winsize size = {};
  const bool known = ioctl(1, TIOCGWINSZ, &size) == 0 && size.ws_col > 0;
  return known ? size.ws_col : 76;
}
}  // namespace
void show(const std::vector<Tensor>& pictures) {
  const Index wide = pictures.front().size(-1) + 2;
  const Index fit = std::max<Index>(1, columns() / wide);
  const Index n = std::ssize(pictures), rows = pictures.front().size(-2);
  for (Index first = 0; first < n; first += fit)
    for (Index i = 0; i + 1 < rows; i += 2) {
      for (Index k = first; k < std::min(n, first + fit); ++k) {
        print_two_rows(pictures[static_cast<std::size_t>(k)], i);
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
// Print what else milestones print
void ProgressBar::step(const std::string& note) {
  const auto filled = static_cast<std::size_t>(40 * ++done_ / steps_);
  if (filled == shown_ || !isatty(1)) return;
  shown_ = filled;
  std::printf("\r  %s%s %3zu %%  %s\033[K",
              std::string(filled, '#').c_str(),
              std::string(40 - filled, '.').c_str(), filled * 100 / 40,
              note.c_str());
  std::fflush(stdout);
}
void ProgressBar::hide() const {
  if (isatty(1)) std::printf("\r\033[K");
}
namespace {
std::vector<double> means(const std::vector<double>& values, int columns) {
  std::vector<double> all;
  const auto n = std::ssize(values);
  for (int i = 0; i < columns; ++i) {
    const auto begin = i * n / columns;
    const auto end = std::max(begin + 1, (i + 1) * n / columns);
    all.push_back(std::accumulate(values.begin() + begin,
                                  values.begin() + end, 0.0) /
                  static_cast<double>(end - begin));
  }
  return all;
}
}  // namespace
namespace {
/// Leaves a table of the curve in the folder $TINYTORCH_CURVES, if set.
void keep(const std::vector<double>& columns, Index steps) {
  static int count = 0;
  const char* folder = std::getenv("TINYTORCH_CURVES");
  if (!folder) return;
  std::ofstream table(std::string(folder) + "/curve-" +
                      std::to_string(++count) + ".csv");
  table << "step,loss\n";
  const Index n = std::ssize(columns);
  for (Index i = 0; i < n; ++i)
    table << (2 * i + 1) * steps / (2 * n) << ','
          << columns[static_cast<std::size_t>(i)] << '\n';
}
}  // namespace
void plot(const std::string& title, const std::vector<double>& values) {
  static const char* const blocks[] = {" ", "▁", "▂", "▃", "▄",
                                       "▅", "▆", "▇", "█"};
  if (values.empty()) return;
  const auto columns = means(values, 60);
  keep(columns, std::ssize(values));
  const double most = *std::max_element(columns.begin(), columns.end());
  std::printf("\n%s\n", title.c_str());
  for (int line = 7; line >= 0; --line) {
    const bool marked = line == 7 || line == 0;
    char mark[32] = "";
    if (marked)
      std::snprintf(mark, sizeof mark, "%.4g", line == 7 ? most : 0.0);
    std::printf("%10s %s", mark, marked ? "┤" : "│");
    for (const double value : columns) {
      const double eighths = most > 0 ? value / most * 64 - 8 * line : 0;
      std::fputs(blocks[std::clamp(static_cast<int>(eighths), 0, 8)],
                 stdout);
    }
    std::putchar('\n');
  }
}
}  // namespace tt::milestone
