// Tangled from chapters/05_autograd.nw: edit that, not this file.
#include <tinytorch/autograd.hpp>

#include <atomic>
#include <map>
#include <stdexcept>
#include <string>
#include <utility>

#include <tinytorch/elementwise.hpp>
#include <tinytorch/error.hpp>
#include <tinytorch/matmul.hpp>
#include <tinytorch/random.hpp>
#include <tinytorch/reduce.hpp>
#include <tinytorch/view.hpp>

#include "apply.hpp"

namespace tt {
// Make and unmake a node
namespace {
std::uint64_t next_order() {
  static std::atomic<std::uint64_t> count = 0;
  return count.fetch_add(1, std::memory_order_relaxed);
}
}  // namespace
Node::Node(const Shape& of) : order(next_order()), shape(of) {}
Node::~Node() {
  pull = nullptr;
  std::vector<std::shared_ptr<Node>> doomed = std::move(inputs);
  while (!doomed.empty()) {
    const std::shared_ptr<Node> node = std::move(doomed.back());
    doomed.pop_back();
    if (node.use_count() != 1) continue;  // null, or someone needs it
    for (auto& input : node->inputs) doomed.push_back(std::move(input));
    node->inputs.clear();
    node->pull = nullptr;
  }
}
// Record an operation
void record(const Tensor& out, std::initializer_list<Tensor> inputs,
            Pull pull) {
  const auto node = std::make_shared<Node>(out.shape());
  node->leaf = false;
  node->pull = std::move(pull);
  for (const Tensor& x : inputs)
    node->inputs.push_back(x.requires_grad() ? x.node() : nullptr);
  out.set_node(node);
}
// Refuse a target that wants a gradient
void need_constant(const char* op, const Tensor& x) {
  if (needs_gradient(x))
    throw std::invalid_argument(
        std::string(op) + ": the target requires a gradient, which this "
        "loss does not give; pass target.detach()");
}
// Answer for the graph
const Tensor& Tensor::requires_grad_(bool on) const {
  if (requires_grad() && !node()->leaf)
    throw std::invalid_argument(
        "requires_grad_: this tensor is the result of an operation; "
        "detach() it first");
  if (on != requires_grad())
    impl_->node = on ? std::make_shared<Node>(shape()) : nullptr;
  return *this;
}
Tensor Tensor::detach() const { return as_strided(shape(), strides()); }
Tensor Tensor::grad() const {
  return requires_grad() ? node()->gradient : Tensor();
}
void Tensor::zero_grad() const {
  if (requires_grad()) node()->gradient = Tensor();
}
// Undo broadcasting
Tensor undo_broadcasting(const Tensor& gradient, const Shape& shape) {
  if (gradient.shape() == shape) return gradient;
  Tensor out = gradient;
  while (out.dim() > shape.size()) out = sum(out, 0);
  for (int d = 0; d < out.dim(); ++d)
    if (shape[d] == 1 && out.shape()[d] != 1) out = sum(out, d, keepdim);
  if (out.shape() != shape)
    throw std::logic_error("backward: a gradient of shape " +
                           to_string(gradient.shape()) +
                           " arrived at a tensor of shape " +
                           to_string(shape));
  return out;
}
// Share a gradient among the largest
Tensor max_backward(const Tensor& g, const Tensor& x, const Tensor& most) {
  const Tensor largest = zip("max", kernels().equal, x, most);
  return largest * (g / undo_broadcasting(largest, most.shape()));
}
// Find the gradients of a quotient
Gradients div_backward(const Tensor& g, const Tensor& a, const Tensor& b) {
  Gradients out(2);
  //@begin exercise autograd-div
  const Tensor share = g / b;
  if (a.requires_grad()) out[0] = share;
  if (b.requires_grad()) out[1] = -share * a / b;
  //@end exercise autograd-div
  return out;
}
// Find the gradients of a matrix product
Gradients matmul_backward(const Tensor& g, const Tensor& a,
                          const Tensor& b) {
  Gradients out(2);
  //@begin exercise autograd-matmul
  if (a.requires_grad()) out[0] = matmul(g, b.transpose(-2, -1));
  if (b.requires_grad()) out[1] = matmul(a.transpose(-2, -1), g);
  //@end exercise autograd-matmul
  return out;
}
// Find the gradients of a linear layer
Gradients linear_backward(const Tensor& g, const Tensor& x, const Tensor& w,
                          const Tensor& b) {
  Gradients out(3);
  Shape lead = x.shape();
  lead.erase(lead.size() - 1);
  const Index rows = numel(lead);
  if (x.requires_grad()) out[0] = matmul(g, w);
  if (w.requires_grad())
    out[1] = matmul(g.reshape({rows, w.size(0)}).transpose(0, 1),
                    x.reshape({rows, w.size(1)}));
  if (b.requires_grad()) out[2] = g;
  return out;
}
// Accumulate the gradient of a leaf
void accumulate(Node& leaf, Tensor gradient) {
  //@begin exercise autograd-accumulate
  if (leaf.gradient.defined())
    leaf.gradient.add_(gradient);
  else if (gradient.is_sole_owner() && gradient.is_contiguous())
    leaf.gradient = std::move(gradient);
  else
    leaf.gradient = clone(gradient);
  //@end exercise autograd-accumulate
}
namespace {
// Hold what waits for the sweep
/// Nodes that a gradient has reached, with the sum of all that arrived.
class Waiting {
 public:
  void add(const std::shared_ptr<Node>& node, const Tensor& gradient) {
    Arrived& at = nodes_[node->order];
    at.node = node;
    at.gradient = at.gradient.defined() ? at.gradient + gradient : gradient;
  }
  bool empty() const { return nodes_.empty(); }
  struct Arrived {
    std::shared_ptr<Node> node;
    Tensor gradient;
  };
  Arrived take_newest() {
    return std::move(nodes_.extract(nodes_.begin()).mapped());
  }

 private:
  std::map<std::uint64_t, Arrived, std::greater<>> nodes_;
};
// Pull a gradient through one node
/// The gradients of the node's inputs, each in the shape of its input. Then
/// the node keeps nothing: the memory behind its formula is free.
Gradients pull_through(Node& node, const Tensor& gradient) {
  const Pull pull = std::exchange(node.pull, nullptr);
  if (!pull)
    throw std::invalid_argument(
        "backward: this result was swept before, and its graph is gone; "
        "compute it again");
  Gradients gradients = pull(gradient);
  for (std::size_t i = 0; i < node.inputs.size(); ++i)
    if (node.inputs[i] && gradients[i].defined())
      gradients[i] =
          undo_broadcasting(gradients[i], node.inputs[i]->shape);
  return gradients;
}
}  // namespace
// Sweep from a result to its leaves
void sweep(const std::shared_ptr<Node>& root, const Tensor& gradient) {
  const NoGrad guard;
  Waiting waiting;
  //@begin exercise autograd-sweep
  waiting.add(root, gradient);
  while (!waiting.empty()) {
    auto [node, arrived] = waiting.take_newest();
    if (node->leaf) {
      accumulate(*node, std::move(arrived));
      continue;
    }
    const Gradients gradients = pull_through(*node, arrived);
    const auto inputs = std::exchange(node->inputs, {});
    for (std::size_t i = 0; i < inputs.size(); ++i)
      if (inputs[i] && gradients[i].defined())
        waiting.add(inputs[i], gradients[i]);
  }
  //@end exercise autograd-sweep
}
// Start the sweep from a tensor
void Tensor::backward() const {
  if (numel() != 1)
    throw std::invalid_argument(
        "backward: shape " + to_string(shape()) +
        " has more than one element; give the gradient with respect to it");
  backward(ones(shape()));
}
void Tensor::backward(const Tensor& gradient) const {
  if (!requires_grad())
    throw std::invalid_argument(
        "backward: nothing was recorded for this tensor: no input requires "
        "a gradient, or it was computed under NoGrad");
  if (gradient.shape() != shape())
    throw std::invalid_argument("backward: a gradient of shape " +
                                to_string(gradient.shape()) +
                                " for a tensor of shape " +
                                to_string(shape()));
  sweep(node(), gradient);
}
namespace {
// Set generators back for a while
/// Exchanges the states of generators, and back at the end of the scope.
class Rewind {
 public:
  Rewind(std::vector<Generator*> live, std::vector<Generator> before)
      : live_(std::move(live)), other_(std::move(before)) {
    exchange();
  }
  ~Rewind() { exchange(); }
  Rewind(const Rewind&) = delete;
  Rewind& operator=(const Rewind&) = delete;

 private:
  void exchange() {
    for (std::size_t i = 0; i < live_.size(); ++i)
      std::swap(*live_[i], other_[i]);
  }
  std::vector<Generator*> live_;
  std::vector<Generator> other_;
};
}  // namespace
// Compute a segment again when its gradient comes
Tensor checkpoint(const Segment& segment, std::vector<Tensor> inputs,
                  std::vector<Generator*> generators) {
  std::vector<Generator> before;
  for (const Generator* g : generators) before.push_back(*g);
  Tensor out;
  {
    const NoGrad guard;
    out = segment(inputs).detach();
  }
  if (!recording) return out;
  record(out, {}, [segment, inputs, generators, before](const Tensor& g) {
    const GradMode guard(true);
    const Rewind rewind(generators, before);
    // Run the segment again and pull the gradient through it
    std::vector<Tensor> again;
    for (const Tensor& x : inputs)
      again.push_back(x.detach().requires_grad_(x.requires_grad()));
    const Tensor result = segment(again);
    if (result.requires_grad()) result.backward(g);
    Gradients gradients;
    for (const Tensor& x : again) gradients.push_back(x.grad());
    return gradients;
  });
  for (const Tensor& x : inputs)
    out.node()->inputs.push_back(x.requires_grad() ? x.node() : nullptr);
  return out;
}
}  // namespace tt
