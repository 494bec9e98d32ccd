// Tangled from chapters/05_autograd.nw: edit that, not this file.
#pragma once
/// \file
/// Gradients, by one sweep through the operations (chapter 05).
#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <vector>

#include <tinytorch/tensor.hpp>

namespace tt {
// Define a node of the graph
/// One gradient for each input; an undefined tensor where none is wanted.
using Gradients = std::vector<Tensor>;
/// From the gradient of a result to the gradients of the inputs.
using Pull = std::function<Gradients(const Tensor& gradient)>;

/// A tensor's place in the graph.
struct Node {
  explicit Node(const Shape& of);
  ~Node();
  Node(const Node&) = delete;
  Node& operator=(const Node&) = delete;

  const std::uint64_t order;  ///< a result is newer than its inputs
  const Shape shape;          ///< of the tensor, and so of its gradient
  std::vector<std::shared_ptr<Node>> inputs;  ///< null: none wanted there
  Pull pull;                  ///< what the sweep calls, once
  bool leaf = true;           ///< not the result of an operation
  Tensor gradient;            ///< of a leaf: the sum of all that arrived
};
// Switch recording on and off
/// Whether operations are recorded in this thread.
inline thread_local bool recording = true;
/// Sets whether operations are recorded, until the end of the scope.
class [[nodiscard]] GradMode {
 public:
  explicit GradMode(bool on) : before_(recording) { recording = on; }
  ~GradMode() { recording = before_; }
  GradMode(const GradMode&) = delete;
  GradMode& operator=(const GradMode&) = delete;

 private:
  bool before_;
};
/// Nothing is recorded in its scope.
struct [[nodiscard]] NoGrad : GradMode {
  NoGrad() : GradMode(false) {}
};
// Declare how an operation is recorded
/// Whether an operation on these inputs must be recorded.
template <class... Inputs>
bool needs_gradient(const Inputs&... inputs) {
  return recording && (inputs.requires_grad() || ...);
}
/// Makes `out` the result of an operation on `inputs`. `pull` must not
/// hold `out` itself, which would own itself then, but out.detach().
void record(const Tensor& out, std::initializer_list<Tensor> inputs,
            Pull pull);
/// \throws std::invalid_argument if the target `x` of `op` requires a
///   gradient and operations are recorded
void need_constant(const char* op, const Tensor& x);
// Declare the sweep
/// Adds a gradient to what a leaf has. `gradient` has the leaf's shape.
void accumulate(Node& leaf, Tensor gradient);
/// Walks from `root` to all leaves that it depends on, newest node first,
/// and adds to each leaf the gradient that arrives.
void sweep(const std::shared_ptr<Node>& root, const Tensor& gradient);
// Declare gradients of more than one line
/// Sums a gradient over what broadcasting had repeated, so that it has
/// the shape of the tensor that was stretched.
Tensor undo_broadcasting(const Tensor& gradient, const Shape& shape);
// What the operations of these names record. An input that requires no
// gradient gets an undefined one.
Gradients div_backward(const Tensor& g, const Tensor& a, const Tensor& b);
Gradients matmul_backward(const Tensor& g, const Tensor& a,
                          const Tensor& b);
Gradients linear_backward(const Tensor& g, const Tensor& x, const Tensor& w,
                          const Tensor& b);
/// `most` has the shape of g: that of x, or 1 where it was reduced.
Tensor max_backward(const Tensor& g, const Tensor& x, const Tensor& most);
// Declare checkpointing
/// A part of a model, as a function of tensors.
using Segment = std::function<Tensor(std::span<const Tensor> inputs)>;
/// segment(inputs), keeping the inputs alone: what lies between is computed
/// again when the gradient comes. Generators that the segment draws from
/// must be named, so that the second run draws the same numbers.
Tensor checkpoint(const Segment& segment, std::vector<Tensor> inputs,
                  std::vector<Generator*> generators = {});
}  // namespace tt
