// Tangled from chapters/01_tensor.nw: edit that, not this file.
#pragma once
/// \file
/// The tensor: a handle to numbers and their arrangement (chapter 01).
#include <memory>
#include <span>
#include <vector>

#include <tinytorch/storage.hpp>

namespace tt {
class Generator;
/// Says what a reduction does with its dimension: `x.sum(1, keepdim)`.
inline constexpr bool keepdim = true;

// Declare what a tensor needs
struct Node;
// Define the handle
/// A handle to a tensor: a copy is a second name for the same numbers.
/// `const` is shallow: it protects the handle, not the numbers.
class Tensor {
 public:
  Tensor() = default;  ///< refers to nothing
  // Create tensors
  /// Numbers of no particular value.
  static Tensor empty(const Shape& shape);
  /// The same number everywhere.
  static Tensor full(const Shape& shape, double value);
  static Tensor zeros(const Shape& shape) { return full(shape, 0); }
  static Tensor ones(const Shape& shape) { return full(shape, 1); }
  /// Given numbers in row-major order, copied.
  /// \throws std::invalid_argument unless there are `numel(shape)` of them
  static Tensor from(std::span<const real> values, const Shape& shape);
  static Tensor from(std::initializer_list<double> values, const Shape&);
  /// 0, 1, 2, …, n - 1
  static Tensor arange(Index n);
  /// Random numbers, uniform on [low, high).
  static Tensor uniform(const Shape&, double low, double high, Generator&);
  /// Random numbers, normal with mean 0 and standard deviation 1.
  static Tensor randn(const Shape&, Generator&);
  // Ask for the arrangement
  bool defined() const { return impl_ != nullptr; }
  const Shape& shape() const { return impl().shape; }
  const Strides& strides() const { return impl().strides; }
  /// Elements along `dim`. \throws std::invalid_argument if there is no such
  Index size(int dim) const {
    return shape()[dim_index("size", dim, shape())];
  }
  int dim() const { return impl().shape.size(); }
  Index numel() const { return impl().numel; }
  bool is_contiguous() const { return impl().contiguous; }
  const Storage& storage() const { return impl().storage; }
  // Reach the numbers
  /// The first element; the others lie at multiples of the strides from it.
  real* data() const { return impl().storage.data() + impl().offset; }
  /// The element at `index`. \throws std::invalid_argument outside the shape
  real& at(const Dims& index) const;
  /// The value of a tensor of one element.
  /// \throws std::invalid_argument for any other number of elements
  real item() const;
  std::vector<real> to_vector() const;  ///< all elements in row-major order
  /// Sets every element.
  const Tensor& fill_(double value) const;
  /// Sets the elements to those of `source`, which is expanded if need be.
  /// \throws std::invalid_argument if it does not stretch to this shape
  const Tensor& copy_(const Tensor& source) const;
  /// Adds `x`, expanded if need be, in place. Never recorded by autograd.
  const Tensor& add_(const Tensor& x) const;
  // Write views as members
  /// The same storage under another rule; `shift` moves the first element.
  /// \throws std::invalid_argument when an element would lie outside
  Tensor as_strided(const Shape& shape, const Strides& strides,
                    Index shift = 0) const;
  Tensor transpose(int a, int b) const;
  Tensor permute(const Dims& order) const;
  Tensor expand(const Shape& shape) const;
  Tensor narrow(int dim, Index start, Index length) const;
  Tensor select(int dim, Index index) const;
  Tensor unsqueeze(int dim) const;
  Tensor squeeze(int dim) const;
  Tensor clone() const;
  Tensor contiguous() const;
  Tensor view(const Shape& shape) const;
  Tensor reshape(const Shape& shape) const;
  // Write operations as members
  // What they do stands at the functions of the same names.
  Tensor matmul(const Tensor& other) const;
  Tensor sum() const;
  Tensor sum(int dim, bool keep = false) const;
  Tensor mean() const;
  Tensor mean(int dim, bool keep = false) const;
  Tensor max() const;
  Tensor max(int dim, bool keep = false) const;
  // Further members of Tensor
  /// Whether gradients flow to this tensor.
  bool requires_grad() const { return impl_ && impl_->node; }
  /// Makes this tensor a leaf to which gradients flow, or ends that.
  /// \throws std::invalid_argument for the result of an operation
  const Tensor& requires_grad_(bool on = true) const;
  /// The same numbers outside the graph.
  Tensor detach() const;
  /// The gradient of a leaf; undefined before one arrived.
  Tensor grad() const;
  /// Forgets the gradient.
  void zero_grad() const;
  /// Adds the gradient of this number to every leaf that it depends on.
  /// \throws std::invalid_argument if it has more than one element, does
  ///   not require a gradient, or was swept before
  void backward() const;
  /// The same for a tensor of any shape, given the gradient with respect
  /// to it. \throws std::invalid_argument also if the shapes differ
  void backward(const Tensor& gradient) const;
  /// Its place in the graph; null if it does not require a gradient.
  const std::shared_ptr<Node>& node() const { return impl().node; }
  /// Gives it a place in the graph; record() does.
  void set_node(std::shared_ptr<Node> node) const { impl_->node = node; }
  /// Whether no other handle or view shares these numbers.
  bool is_sole_owner() const {
    return impl_.use_count() == 1 && impl().storage.owners() == 1;
  }

 private:
  // Describe an arrangement of numbers
  struct Impl {
    Shape shape;
    Strides strides;
    Index numel = 1;
    Index offset = 0;        // of the first element, in the storage
    bool contiguous = true;  // row-major without gaps
    Storage storage;
    // Further fields of Impl
    std::shared_ptr<Node> node;  // its place in the graph, if it has one
  };
  static std::shared_ptr<Impl> new_impl();
  explicit Tensor(std::shared_ptr<Impl> impl) : impl_(std::move(impl)) {}
  const Impl& impl() const { return impl_ ? *impl_ : undefined(); }
  [[noreturn]] static const Impl& undefined();
  std::shared_ptr<Impl> impl_;
};
}  // namespace tt
// Include what every user of tensors needs
#include <tinytorch/autograd.hpp>
