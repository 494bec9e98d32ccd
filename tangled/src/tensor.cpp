// Tangled from chapters/01_tensor.nw: edit that, not this file.
#include <tinytorch/tensor.hpp>

#include <algorithm>
#include <stdexcept>

namespace tt {
// Make a description
std::shared_ptr<Tensor::Impl> Tensor::new_impl() {
  return std::make_shared<Impl>();
}
const Tensor::Impl& Tensor::undefined() {
  throw std::invalid_argument("tensor: this handle refers to no tensor");
}
Tensor Tensor::empty(const Shape& shape) {
  auto impl = new_impl();
  impl->numel = tt::numel(shape);
  impl->shape = shape;
  impl->strides = row_major(shape);
  impl->storage = Storage(impl->numel);
  return Tensor(std::move(impl));
}
// Fill a new tensor
Tensor Tensor::full(const Shape& shape, double value) {
  Tensor out = empty(shape);
  std::fill_n(out.data(), out.numel(), static_cast<real>(value));
  return out;
}
Tensor Tensor::from(std::span<const real> values, const Shape& shape) {
  if (std::ssize(values) != tt::numel(shape))
    throw std::invalid_argument("from: " + std::to_string(values.size()) +
                                " numbers do not fill shape " +
                                to_string(shape));
  Tensor out = empty(shape);
  std::copy(values.begin(), values.end(), out.data());
  return out;
}
Tensor Tensor::from(std::initializer_list<double> values,
                    const Shape& shape) {
  std::vector<real> numbers;
  for (const double v : values) numbers.push_back(static_cast<real>(v));
  return from(numbers, shape);
}
Tensor Tensor::arange(Index n) {
  Tensor out = empty({n});
  for (Index i = 0; i < n; ++i) out.data()[i] = static_cast<real>(i);
  return out;
}
// Read elements
real& Tensor::at(const Dims& index) const {
  bool inside = index.size() == dim();
  Index position = 0;
  for (int d = 0; inside && d < dim(); ++d) {
    inside = index[d] >= 0 && index[d] < shape()[d];
    position += index[d] * strides()[d];
  }
  if (!inside)
    throw std::invalid_argument("at: " + to_string(index) +
                                " is outside shape " + to_string(shape()));
  return data()[position];
}
real Tensor::item() const {
  if (numel() != 1)
    throw std::invalid_argument("item: needs one element, not shape " +
                                to_string(shape()));
  return *data();
}
std::vector<real> Tensor::to_vector() const {
  const Tensor rows = contiguous();
  return std::vector<real>(rows.data(), rows.data() + numel());
}
// Make another tensor of the same storage
Tensor Tensor::as_strided(const Shape& shape, const Strides& strides,
                          Index shift) const {
  auto view = new_impl();
  view->numel = tt::numel(shape);
  view->shape = shape;
  view->strides = strides;
  view->offset = impl().offset + shift;
  view->storage = impl().storage;
  // Check that every element lies in the storage
  Index low = view->offset, high = view->offset;
  for (int d = 0; d < shape.size(); ++d)
    (strides[d] < 0 ? low : high) += (shape[d] - 1) * strides[d];
  const bool inside = low >= 0 && high < view->storage.count();
  if (shape.size() != strides.size() || (view->numel > 0 && !inside))
    throw std::invalid_argument(
        "as_strided: shape " + to_string(shape) + " with strides " +
        to_string(strides) + " leaves a storage of " +
        std::to_string(view->storage.count()) + " elements");
  // Decide whether the elements are contiguous
  Index step = 1;
  for (int d = shape.size() - 1; d >= 0; --d) {
    if (shape[d] == 1) continue;  // never stepped along
    if (strides[d] != step && view->numel > 0) view->contiguous = false;
    step *= shape[d];
  }
  return Tensor(std::move(view));
}
}  // namespace tt
