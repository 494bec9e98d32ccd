// Tangled from chapters/01_tensor.nw: edit that, not this file.
#include <tinytorch/print.hpp>

#include <algorithm>
#include <cstdio>
#include <ostream>

#include <tinytorch/view.hpp>

namespace tt {
namespace {
// Write one number
std::string number(real value) {
  char text[32];
  std::snprintf(text, sizeof text, "%.4g", static_cast<double>(value));
  return text;
}
// Write the brackets of one dimension
std::string block(const Tensor& x, std::size_t width, bool brief,
                  int depth) {
  if (x.dim() == 0) {
    const std::string text = number(x.item());
    return std::string(width - std::min(width, text.size()), ' ') + text;
  }
  const auto indent = static_cast<std::size_t>(depth + 1);
  const std::string gap =
      x.dim() == 1 ? ", " : ",\n" + std::string(indent + 7, ' ');
  std::string text = "[";
  for (Index i = 0, n = x.size(0); i < n; ++i) {
    if (i > 0) text += gap;
    if (brief && n > 6 && i == 3) {
      text += "..." + gap;
      i = n - 3;
    }
    text += block(x.select(0, i), width, brief, depth + 1);
  }
  return text + "]";
}
}  // namespace
// Write a tensor
std::string to_string(const Tensor& x) {
  if (!x.defined()) return "tensor(undefined)";
  if (x.numel() == 0)
    return "tensor([], shape " + to_string(x.shape()) + ")";
  const bool brief = x.numel() > 1000;
  std::size_t width = brief ? 10 : 0;
  if (!brief)
    for (const real v : x.to_vector())
      width = std::max(width, number(v).size());
  return "tensor(" + block(x, width, brief, 0) + ")";
}
std::ostream& operator<<(std::ostream& out, const Tensor& x) {
  return out << to_string(x);
}
std::ostream& operator<<(std::ostream& out, const Dims& dims) {
  return out << to_string(dims);
}
}  // namespace tt
