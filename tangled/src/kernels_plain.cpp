// Tangled from chapters/01_tensor.nw: edit that, not this file.
#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>

#include <tinytorch/error.hpp>
#include <tinytorch/kernels.hpp>

namespace tt {
namespace {

// Apply a function along one step
template <auto f>
void map(Index n, const real* x, Index xs, real* y, Index ys) {
  for (Index i = 0; i < n; ++i) y[i * ys] = f(x[i * xs]);
}
template <auto f>
void zip(Index n, const real* a, Index as, const real* b, Index bs, real* y,
         Index ys) {
  if (as == 1 && bs == 0 && ys == 1)
    for (Index i = 0; i < n; ++i) y[i] = f(a[i], *b);
  else
    for (Index i = 0; i < n; ++i) y[i * ys] = f(a[i * as], b[i * bs]);
}
// Fold numbers into one
real sum(Index n, const real* x, Index xs) {
  constexpr Index lanes = 16;
  real part[lanes] = {}, total = 0;
  Index i = 0;
  for (; i + lanes <= n; i += lanes)
    for (Index j = 0; j < lanes; ++j) part[j] += x[(i + j) * xs];
  for (; i < n; ++i) total += x[i * xs];
  for (const real p : part) total += p;
  return total;
}
real max(Index n, const real* x, Index xs) {
  real most = x[0];
  bool nan = false;
  for (Index i = 0; i < n; ++i) {
    most = std::max(most, x[i * xs]);
    nan |= std::isnan(x[i * xs]);
  }
  return nan ? std::numeric_limits<real>::quiet_NaN() : most;
}
// Multiply matrices
void gemm(Index m, Index n, Index k, const real* a, Index ars, Index acs,
          const real* b, Index brs, Index bcs, real beta, real* c,
          Index ldc) {
  //@begin exercise tensor-matmul
  for (Index i = 0; i < m; ++i) {
    real* row = c + i * ldc;
    for (Index j = 0; j < n; ++j) row[j] = beta == 0 ? 0 : beta * row[j];
    for (Index p = 0; p < k; ++p) {
      const real x = a[i * ars + p * acs];
      for (Index j = 0; j < n; ++j) row[j] += x * b[p * brs + j * bcs];
    }
  }
  //@end exercise tensor-matmul
}

}  // namespace

// Fill the plain table
constinit const Kernels plain_kernels = {
  .name = "plain",
  .copy = map<[](real x) { return x; }>,
  .neg = map<[](real x) { return -x; }>,
  .exp = map<[](real x) { return std::exp(x); }>,
  .log = map<[](real x) { return std::log(x); }>,
  .sqrt = map<[](real x) { return std::sqrt(x); }>,
  .add = zip<std::plus<real>{}>,
  .sub = zip<std::minus<real>{}>,
  .mul = zip<std::multiplies<real>{}>,
  .div = zip<std::divides<real>{}>,
  .sum = sum,
  .max = max,
  .gemm = gemm,
};
}  // namespace tt
