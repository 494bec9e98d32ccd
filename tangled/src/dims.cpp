// Tangled from chapters/01_tensor.nw: edit that, not this file.
#include <tinytorch/dims.hpp>

#include <algorithm>
#include <stdexcept>

namespace tt {
// Change a list of whole numbers
Dims::Dims(std::initializer_list<Index> list) {
  for (const Index value : list) insert(n_, value);
}
void Dims::insert(int i, Index value) {
  if (n_ == most)
    throw std::invalid_argument("shape " + to_string(*this) +
                                ": six dimensions are the most");
  std::copy_backward(d_ + i, d_ + n_, d_ + n_ + 1);
  d_[i] = value;
  ++n_;
}
void Dims::erase(int i) {
  std::copy(d_ + i + 1, d_ + n_, d_ + i);
  d_[--n_] = 0;
}
// Answer questions about shapes
Index numel(const Shape& shape) {
  constexpr Index each = sizeof(real);
  Index bytes = each;
  bool sound = true;
  for (const Index size : shape)
    sound &= size >= 0 && !__builtin_mul_overflow(bytes, size, &bytes);
  if (!sound)
    throw std::invalid_argument("shape " + to_string(shape) +
                                ": a size is negative or all too large");
  return bytes / each;
}
Strides row_major(const Shape& shape) {
  Strides strides = shape;
  Index step = 1;
  for (int d = shape.size() - 1; d >= 0; --d) {
    strides[d] = step;
    step *= shape[d];
  }
  return strides;
}
int dim_index(const char* op, int d, const Shape& shape) {
  const int n = shape.size();
  if (d < -n || d >= n)
    throw std::invalid_argument(
        std::string(op) + ": there is no dimension " + std::to_string(d) +
        " in shape " + to_string(shape));
  return d < 0 ? d + n : d;
}
std::string to_string(const Dims& dims) {
  std::string text = "(";
  for (int d = 0; d < dims.size(); ++d)
    text += (d ? ", " : "") + std::to_string(dims[d]);
  return text + ")";
}
}  // namespace tt
