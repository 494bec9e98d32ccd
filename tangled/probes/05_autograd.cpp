// Tangled from chapters/05_autograd.nw: edit that, not this file.
#include <tinytorch/elementwise.hpp>
#include <tinytorch/print.hpp>
#include <tinytorch/view.hpp>

#include "probe.hpp"

using namespace tt;

namespace {
// Draw tensors and nodes for probes
Tensor draw_tensor(Draw& draw, const Shape& shape) {
  return Tensor::from(draw.reals(numel(shape), 0.5, 2), shape);
}
void emit_gradients(Emit& emit, const Gradients& gradients) {
  for (const Tensor& g : gradients) {
    emit(g.defined());
    if (g.defined()) emit.all(g.to_vector());
  }
}
/// A node on some of the others, which tells what arrives.
std::shared_ptr<Node> random_node(
    Draw& draw, Emit& emit, const std::vector<std::shared_ptr<Node>>& all) {
  auto node = std::make_shared<Node>(Shape{});
  node->leaf = false;
  std::vector<double> factors;
  for (auto n = all.empty() ? 0 : draw.integer(0, 3); n > 0; --n) {
    const auto last = std::ssize(all) - 1;
    const auto i = static_cast<std::size_t>(draw.integer(0, last));
    node->inputs.push_back(draw.integer(0, 4) ? all[i] : nullptr);
    factors.push_back(draw.uniform(-1, 1));
  }
  node->pull = [&emit, factors](const Tensor& g) {
    emit(static_cast<double>(g.item()));
    Gradients out;
    for (const double f : factors) out.push_back(g * f);
    return out;
  };
  return node;
}
}  // namespace

int main(int argc, char** argv) {
  return run_probes(argc, argv, {
    {"autograd-div",
     [](Draw& draw, Emit& emit) {
       // Probe: autograd-div
       for (int i = 0; i < 20; ++i) {
         const Index n = draw.integer(1, 5);
         const Tensor a = draw_tensor(draw, {n}), b = draw_tensor(draw, {n});
         const Tensor g = draw_tensor(draw, {n});
         if (draw.integer(0, 2)) a.requires_grad_();
         if (draw.integer(0, 2)) b.requires_grad_();
         emit.next_case("gradients of a quotient of " + std::to_string(n));
         emit.tolerance(1e-5, 1e-5);
         emit.attempt([&] { emit_gradients(emit, div_backward(g, a, b)); });
       }
     }},
    {"autograd-matmul",
     [](Draw& draw, Emit& emit) {
       // Probe: autograd-matmul
       for (int i = 0; i < 20; ++i) {
         const Index m = draw.integer(1, 4), k = draw.integer(1, 4);
         const Index n = draw.integer(1, 4), stack = draw.integer(1, 3);
         const Tensor a = draw_tensor(draw, {stack, m, k});
         const Tensor b = draw_tensor(draw, {stack, k, n});
         const Tensor g = draw_tensor(draw, {stack, m, n});
         if (draw.integer(0, 2)) a.requires_grad_();
         if (draw.integer(0, 2)) b.requires_grad_();
         emit.next_case("gradients of a product " + to_string(Shape{m, k, n}));
         emit.tolerance(1e-4, 1e-4);
         emit.attempt([&] { emit_gradients(emit, matmul_backward(g, a, b)); });
       }
     }},
    {"autograd-accumulate",
     [](Draw& draw, Emit& emit) {
       // Probe: autograd-accumulate
       for (int i = 0; i < 20; ++i) {
         const Shape shape = {draw.integer(1, 4), draw.integer(1, 4)};
         Node leaf(shape);
         emit.next_case("gradients of a leaf of shape " + to_string(shape));
         emit.tolerance(1e-5, 1e-5);
         for (auto n = draw.integer(1, 4); n > 0; --n) {
           const bool wide = draw.integer(0, 1);
           Tensor g = draw_tensor(draw, wide ? Shape{1, shape[1]} : shape);
           if (wide) g = g.expand(shape);
           const Tensor held = draw.integer(0, 1) ? g : Tensor();
           emit.attempt([&] { accumulate(leaf, std::move(g)); });
           if (held.defined()) emit.all(held.to_vector());
         }
         emit_gradients(emit, {leaf.gradient});
       }
     }},
    {"autograd-sweep",
     [](Draw& draw, Emit& emit) {
       // Probe: autograd-sweep
       for (int i = 0; i < 20; ++i) {
         emit.next_case("a graph of nodes made at random");
         emit.tolerance(1e-6, 1e-6);
         std::vector<std::shared_ptr<Node>> all;
         for (auto n = draw.integer(1, 12); n > 0; --n)
           all.push_back(random_node(draw, emit, all));
         const Tensor g = draw_tensor(draw, {});
         emit.attempt([&] { sweep(all.back(), g); });
         emit.attempt([&] { sweep(all.back(), g); });
       }
     }},
  });
}
