// Tangled from chapters/01_tensor.nw: edit that, not this file.
#pragma once
/// \file
/// Arithmetic on elements at equal indices (chapter 01).
#include <tinytorch/tensor.hpp>

namespace tt {
/// The common shape of two shapes, aligned at the right.
/// \throws std::invalid_argument when they do not broadcast
Shape broadcast_shape(const char* op, const Shape& a, const Shape& b);
/// The same, for any two shapes; equal ones and scalars cost nothing.
Shape common_shape(const char* op, const Shape& a, const Shape& b);
// Declare elementwise operations
// Shapes broadcast. Throw std::invalid_argument when they do not.
Tensor add(const Tensor& a, const Tensor& b);
Tensor sub(const Tensor& a, const Tensor& b);
Tensor mul(const Tensor& a, const Tensor& b);
Tensor div(const Tensor& a, const Tensor& b);
Tensor neg(const Tensor& x);
Tensor exp(const Tensor& x);
Tensor log(const Tensor& x);
Tensor sqrt(const Tensor& x);
// Write operators
inline Tensor operator-(const Tensor& x) { return neg(x); }
inline Tensor operator+(const Tensor& a, const Tensor& b) {
  return add(a, b);
}
inline Tensor operator-(const Tensor& a, const Tensor& b) {
  return sub(a, b);
}
inline Tensor operator*(const Tensor& a, const Tensor& b) {
  return mul(a, b);
}
inline Tensor operator/(const Tensor& a, const Tensor& b) {
  return div(a, b);
}
// Write operators with a number
inline Tensor scalar(double s) { return Tensor::full({}, s); }
inline Tensor operator+(const Tensor& a, double s) {
  return a + scalar(s);
}
inline Tensor operator-(const Tensor& a, double s) {
  return a - scalar(s);
}
inline Tensor operator*(const Tensor& a, double s) {
  return a * scalar(s);
}
inline Tensor operator/(const Tensor& a, double s) {
  return a / scalar(s);
}
inline Tensor operator+(double s, const Tensor& b) {
  return scalar(s) + b;
}
inline Tensor operator-(double s, const Tensor& b) {
  return scalar(s) - b;
}
inline Tensor operator*(double s, const Tensor& b) {
  return scalar(s) * b;
}
inline Tensor operator/(double s, const Tensor& b) {
  return scalar(s) / b;
}
// Declare comparisons
/// Whether shapes and all numbers are equal; NaN equals nothing.
bool equal(const Tensor& a, const Tensor& b);
/// Whether shapes are equal and |a - b| ≤ absolute + relative·|b|.
bool allclose(const Tensor& a, const Tensor& b, double relative = 1e-5,
              double absolute = 1e-8);
}  // namespace tt
