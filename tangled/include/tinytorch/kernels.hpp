// Tangled from chapters/01_tensor.nw: edit that, not this file.
#pragma once
/// \file
/// The table of functions that do all arithmetic (chapter 01).
#include <cstdint>
#include <span>
#include <string_view>

#include <tinytorch/types.hpp>
// Include what kernels of later chapters are told
#include <tinytorch/steps.hpp>

namespace tt {
// List what an implementation provides
/// What a back end provides. Element i of an operand is p[i * step].
struct Kernels {
  using Map = void (*)(Index n, const real* x, Index xs, real* y, Index ys);
  using Zip = void (*)(Index n, const real* a, Index as, const real* b,
                       Index bs, real* y, Index ys);
  using Fold = real (*)(Index n, const real* x, Index xs);

  const char* name;
  Map copy, neg, exp, log, sqrt;  ///< y[i] = f(x[i])
  Zip add, sub, mul, div;         ///< y[i] = a[i] ∘ b[i]; y may be a or b
  Fold sum, max;                  ///< max needs n > 0; NaN wins
  // Declare the kernel of the matrix product
  /// C = A·B + beta·C for A (m, k) and B (k, n), both with any row and column
  /// stride; row i of C begins at c + i * ldc. With beta 0 C is not read.
  void (*gemm)(Index m, Index n, Index k, const real* a, Index ars, Index acs,
               const real* b, Index brs, Index bcs, real beta, real* c,
               Index ldc);
  // Kernels added by later chapters
  // Kernels of the activations
  // In these y may be x, and dx may be any operand. g is the gradient of y.
  Map relu, sigmoid, tanh, gelu, gelu_tanh;            ///< y[i] = f(x[i])
  Zip relu_backward, sigmoid_backward, tanh_backward;  ///< of g and y
  Zip gelu_backward, gelu_tanh_backward;               ///< of g and x
  // Kernels along lines of numbers
  /// Element i of line r is x[r * xr + i * xs]; n > 0. y may be x, and dx
  /// may be g or y.
  using Lines = void (*)(Index lines, Index n, const real* x, Index xr,
                         Index xs, real* y, Index yr, Index ys);
  using LinesZip = void (*)(Index lines, Index n, const real* g, Index gr,
                            Index gs, const real* y, Index yr, Index ys,
                            real* dx, Index dr, Index ds);
  Lines softmax, log_softmax;
  LinesZip softmax_backward, log_softmax_backward;  ///< of g and y
  // Kernels of the losses
  // Of prediction and target, element by element: a loss, and its slope.
  Zip squared_error, squared_error_slope;
  Zip binary_cross_entropy, binary_cross_entropy_slope;
  Zip logistic_loss, logistic_loss_slope;  ///< the same, of a logit
  /// y[r] is log(Σ exp) of line r; n > 0.
  void (*logsumexp)(Index lines, Index n, const real* x, Index xr, Index xs,
                    real* y);
  /// y[r] is the loss of line r with the label labels[r] < n.
  void (*cross_entropy)(Index lines, Index n, const real* x, Index xr,
                        Index xs, const std::int32_t* labels, real* y);
  /// Its gradient times g, into lines of dx that follow each other.
  void (*cross_entropy_backward)(Index lines, Index n, const real* x,
                                 Index xr, Index xs,
                                 const std::int32_t* labels, real g,
                                 real* dx);
  Zip equal;  ///< 1 where a[i] == b[i], else 0
  void (*sgd_step)(Index n, real* w, Index ws, const real* g, Index gs,
                   const SgdStep& s);
  using VelocityStep = void (*)(Index n, real* w, Index ws, const real* g,
                                Index gs, real* v, Index vs,
                                const SgdStep& s);
  VelocityStep momentum_step, nesterov_step;
  void (*adam_step)(Index n, real* w, Index ws, const real* g, Index gs,
                    real* m, Index ms, real* v, Index vs, const AdamStep& s);
};
// Declare which table is in use
extern const Kernels plain_kernels;  ///< clear loops, the reference
/// All tables of this program.
std::span<const Kernels* const> kernel_tables();
/// \throws std::invalid_argument when no table has this name
const Kernels& kernels_named(std::string_view name);
/// The table in use, chosen at its first call.
/// \throws std::invalid_argument when TINYTORCH_KERNELS names none
const Kernels& kernels();
/// Puts another table in use, program-wide, until the end of the scope.
class [[nodiscard]] UseKernels {
 public:
  explicit UseKernels(const Kernels& table);
  ~UseKernels();
  UseKernels(const UseKernels&) = delete;
  UseKernels& operator=(const UseKernels&) = delete;

 private:
  const Kernels* before_;
};
}  // namespace tt
