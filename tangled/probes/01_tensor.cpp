// Tangled from chapters/01_tensor.nw: edit that, not this file.
#include <tinytorch/elementwise.hpp>
#include <tinytorch/kernels.hpp>
#include <tinytorch/reduce.hpp>
#include <tinytorch/view.hpp>

#include <algorithm>
#include <cmath>

#include "probe.hpp"

using namespace tt;

namespace {
// Draw shapes and tensors for probes
Shape draw_shape(Draw& draw, int most) {
  Shape shape;
  for (auto n = draw.integer(0, most); n > 0; --n)
    shape.insert(0, draw.integer(0, 5) ? draw.integer(1, 4) : 0);
  return shape;
}
template <class List>
void emit_all(Emit& emit, const List& list) {
  emit(list.end() - list.begin());
  for (const auto value : list) emit(value);
}
/// Calls f on views of random tensors, for right and wrong dimensions.
template <class F>
void emit_views(Draw& draw, Emit& emit, F f) {
  for (int i = 0; i < 30; ++i) {
    Shape shape = draw_shape(draw, 4);
    for (int d = 0; d < shape.size(); ++d) shape[d] += 1;
    Tensor x = Tensor::from(draw.reals(numel(shape), -1, 1), shape);
    for (int d = 0; d < shape.size(); ++d)
      x = x.narrow(d, draw.integer(0, 1), shape[d] - 1);
    const int n = x.dim();
    const auto a = static_cast<int>(draw.integer(-n - 1, n));
    const auto b = static_cast<int>(draw.integer(-n - 1, n));
    // Observe one view
    emit.next_case("dimensions " + std::to_string(a) + " and " +
                   std::to_string(b) + " of " + to_string(x.shape()));
    emit.tolerance(1e-5, 1e-5);
    emit.attempt([&] {
      const Tensor y = f(x, a, b);
      emit_all(emit, y.shape());
      emit_all(emit, y.strides());
      emit(y.storage().owners());
      emit_all(emit, y.to_vector());
    });
  }
}
}  // namespace

int main(int argc, char** argv) {
  return run_probes(argc, argv, {
    {"tensor-transpose",
     [](Draw& draw, Emit& emit) {
       // Probe: tensor-transpose
       emit_views(draw, emit, [](const Tensor& x, int a, int b) {
         return x.transpose(a, b);
       });
     }},
    {"tensor-broadcast",
     [](Draw& draw, Emit& emit) {
       // Probe: tensor-broadcast
       for (int i = 0; i < 40; ++i) {
         const Shape a = draw_shape(draw, 4), b = draw_shape(draw, 4);
         emit.next_case(to_string(a) + " and " + to_string(b));
         emit.attempt([&] { emit_all(emit, broadcast_shape("add", a, b)); });
       }
     }},
    {"tensor-sum",
     [](Draw& draw, Emit& emit) {
       // Probe: tensor-sum
       emit_views(draw, emit, [](const Tensor& x, int a, int b) {
         return sum(x, a, (a + b) % 2 == 0);
       });
     }},
    {"tensor-matmul",
     [](Draw& draw, Emit& emit) {
       // Probe: tensor-matmul
       for (int i = 0; i < 24; ++i) {
         const Index m = draw.integer(0, 9), n = draw.integer(0, 9);
         const Index k = draw.integer(0, 9), ldc = n + draw.integer(0, 3);
         const bool at = draw.integer(0, 1), bt = draw.integer(0, 1);
         const real beta = static_cast<real>(draw.integer(0, 2)) / 2;
         const auto a = draw.reals(m * k, -1, 1), b = draw.reals(k * n, -1, 1);
         std::vector<real> c = draw.reals(m * ldc, -1, 1);
         if (beta == 0) std::fill(c.begin(), c.end(), NAN);
         emit.next_case("gemm of " + to_string(Shape{m, n, k}));
         emit.tolerance(1e-5, 1e-5);
         kernels().gemm(m, n, k, a.data(), at ? 1 : k, at ? m : 1, b.data(),
                        bt ? 1 : n, bt ? k : 1, beta, c.data(), ldc);
         for (Index j = 0; j < m * ldc; ++j)
           if (j % ldc < n) emit(c[static_cast<std::size_t>(j)]);
       }
     }},
  });
}
