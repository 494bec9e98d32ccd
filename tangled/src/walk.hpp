// Tangled from chapters/01_tensor.nw: edit that, not this file.
#pragma once
/// \file
/// Loops over strided operands of one shape (chapter 01).
#include <array>

#include <tinytorch/dims.hpp>

namespace tt {
/// One number for each of N operands.
template <std::size_t N>
using Each = std::array<Index, N>;

// Describe one loop of a nest
/// So many times, and how far each operand moves each time.
template <std::size_t N>
struct Loop {
  Index size = 1;
  Each<N> step = {};

  /// Whether one step of this loop is as far as all steps of `inner`.
  bool continues(const Loop& inner) const {
    for (std::size_t k = 0; k < N; ++k)
      if (step[k] != inner.size * inner.step[k]) return false;
    return true;
  }
};
// Merge the loops and run them
template <std::size_t N>
class Nest {
 public:
  Nest(const Shape& shape, const std::array<Strides, N>& strides) {
    for (int d = 0; d < shape.size(); ++d) {
      if (shape[d] == 1) continue;
      Loop<N> next{shape[d], {}};
      for (std::size_t k = 0; k < N; ++k) next.step[k] = strides[k][d];
      if (depth_ > 0 && loops_[depth_ - 1].continues(next))
        next.size *= loops_[--depth_].size;
      loops_[depth_++] = next;
    }
  }
  // Run the loops from the outermost to the rows
  template <class Row>
  void run(Row& row, Each<N> at = {}, int d = 0) const {
    const Loop<N>& loop = loops_[d];
    if (d + 1 >= depth_) {
      if (loop.size > 0) row(loop.size, at, loop.step);
      return;
    }
    for (Index i = 0; i < loop.size; ++i) {
      run(row, at, d + 1);
      for (std::size_t k = 0; k < N; ++k) at[k] += loop.step[k];
    }
  }

 private:
  Loop<N> loops_[Dims::most];
  int depth_ = 0;
};
// Walk in one call
/// Calls row(n, at, step) for every run of the operands, in the order of
/// the shape; never with n = 0.
template <std::size_t N, class Row>
void walk(const Shape& shape, const std::array<Strides, N>& strides,
          Row row) {
  Nest<N>(shape, strides).run(row);
}
}  // namespace tt
