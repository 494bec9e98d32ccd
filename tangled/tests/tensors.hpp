// Tangled from chapters/01_tensor.nw: edit that, not this file.
#pragma once
/// \file
/// What tests do with tensors.
#include <tinytorch/print.hpp>
#include <tinytorch/random.hpp>
#include <tinytorch/view.hpp>

#include <cmath>
#include <sstream>

#include "check.hpp"

namespace tt::test {
// Make tensors for tests
inline Tensor counting(const Shape& shape) {  // 0, 1, 2, …
  return Tensor::arange(numel(shape)).view(shape);
}
inline Tensor small_integers(const Shape& shape) {  // -3 to 3, no pattern
  Generator g(1);
  const Tensor x = Tensor::empty(shape);
  for (Index i = 0; i < x.numel(); ++i)
    x.data()[i] = static_cast<real>(static_cast<int>(g.bits() % 7) - 3);
  return x;
}
inline real at(const Tensor& x, const Dims& index) { return x.at(index); }
inline std::vector<Shape> shapes() {
  return {{}, {0}, {1}, {7}, {33}, {1, 1}, {2, 3}, {5, 1}, {1, 6},
          {3, 0, 2}, {2, 3, 4}, {4, 1, 3}, {1, 5, 1}, {2, 3, 1, 5},
          {2, 2, 2, 2}};
}
// Compare tensors in tests
inline Result compare(const Tensor& actual, const Tensor& expected,
                      const Tolerance& tolerance = value_tolerance) {
  Result result(actual.shape() == expected.shape());
  if (result)
    result = compare(actual.to_vector(), expected.to_vector(), tolerance);
  if (!result)
    result.message() << " (shape " << to_string(actual.shape())
                     << ", expected " << to_string(expected.shape()) << ")";
  return result;
}
inline Result same(const Tensor& actual, const Tensor& expected,
                   const std::string& idea = "") {
  Result result = compare(actual, expected, exact);
  if (!result && !idea.empty()) result.message() << ": " << idea;
  return result;
}
inline std::string text(const Result& result) {
  const auto message = result.message();
  std::ostringstream out;
  out << message;
  return out.str();
}
// Check the text of an error
inline constexpr std::size_t text_npos = std::string::npos;
inline auto says(std::string text) {
  return [text](const std::exception& e) {
    CHECK(e.what() == text, "the text of the error");
    return e.what() == text;
  };
}
/// Whether a text of an error is found in it, at `place` if that is given.
inline auto mentions(std::string text, std::size_t place = text_npos) {
  return [=](const std::exception& e) {
    const std::size_t at = std::string(e.what()).find(text);
    const bool there = place == text_npos ? at != text_npos : at == place;
    CHECK(there, "the error says \"" + std::string(e.what()) +
                     "\", expected is \"" + text + "\"");
    return there;
  };
}
inline auto begins(std::string text) { return mentions(text, 0); }
// Lay the same numbers out in several ways
struct Layout { std::string name; Tensor tensor; };
/// Tensors equal to x that differ in memory; what lies between is NaN.
inline std::vector<Layout> layouts(const Tensor& x) {
  const std::string of = to_string(x.shape());
  std::vector<Layout> all = {{of + " contiguous", x.clone()}};
  Shape turned, wide, twice;
  Dims order;
  for (int d = 0; d < x.dim(); ++d) {
    turned.insert(0, x.shape()[d]);
    order.insert(0, d);
    wide.insert(d, x.shape()[d] + 3);
    twice.insert(d, 2 * x.shape()[d] + 1);
  }
  // Store the columns first
  all.push_back({of + " transposed",
                 Tensor::empty(turned).permute(order).copy_(x)});
  // Store the numbers inside a larger tensor
  Tensor inside = Tensor::full(wide, NAN);
  for (int d = 0; d < x.dim(); ++d)
    inside = inside.narrow(d, 2, x.shape()[d]);
  all.push_back({of + " sliced", inside.copy_(x)});
  // Store the numbers two steps apart
  const Tensor sparse = Tensor::full(twice, NAN);
  Strides steps = sparse.strides();
  for (int d = 0; d < x.dim(); ++d) steps[d] *= 2;
  all.push_back({of + " strided",
                 sparse.as_strided(x.shape(), steps).copy_(x)});
  return all;
}
}  // namespace tt::test
