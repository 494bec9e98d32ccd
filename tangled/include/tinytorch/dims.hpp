// Tangled from chapters/01_tensor.nw: edit that, not this file.
#pragma once
/// \file
/// Shapes and strides (chapter 01).
#include <initializer_list>
#include <string>

#include <tinytorch/types.hpp>

namespace tt {
// Define a list of at most six whole numbers
/// At most six whole numbers, stored inline. `d[-1]` is the last one.
class Dims {
 public:
  static constexpr int most = 6;
  Dims() = default;
  Dims(std::initializer_list<Index> list);
  int size() const { return n_; }
  Index operator[](int i) const { return d_[i < 0 ? n_ + i : i]; }
  Index& operator[](int i) { return d_[i < 0 ? n_ + i : i]; }
  const Index* begin() const { return d_; }
  const Index* end() const { return d_ + n_; }
  bool operator==(const Dims&) const = default;
  // Change the length of the list
  /// Puts `value` before position `i`.
  /// \throws std::invalid_argument when the list is full
  void insert(int i, Index value);
  /// Removes position `i`.
  void erase(int i);

 private:
  Index d_[most] = {};  // those from n_ on stay 0, so == compares them all
  int n_ = 0;
};
using Shape = Dims;    ///< how many elements lie along each dimension
using Strides = Dims;  ///< how far apart neighbours along it are in memory
// Declare what we ask of a shape
/// How many elements a shape has; 1 for `()`.
/// \throws std::invalid_argument for a negative size or too many bytes
Index numel(const Shape& shape);
/// The strides of rows without gaps: (2, 3) gives (3, 1).
Strides row_major(const Shape& shape);
/// The position that `d` means in `shape`; -1 is the last dimension.
/// \throws std::invalid_argument when there is none; begins with `op`
int dim_index(const char* op, int d, const Shape& shape);
/// "(2, 3)"
std::string to_string(const Dims& dims);
}  // namespace tt
