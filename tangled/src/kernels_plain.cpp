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
// Plain loops of later chapters
real relu(real x) { return x < 0 ? 0 : x; }
real relu_backward(real g, real y) { return y <= 0 ? 0 : g; }
real sigmoid(real x) {
  //@begin exercise activations-sigmoid
  return 1 / (1 + std::exp(-x));
  //@end exercise activations-sigmoid
}
real sigmoid_backward(real g, real y) { return g * (y * (1 - y)); }
real tanh_backward(real g, real y) { return g * ((1 - y) * (1 + y)); }
constexpr real far = 100;  // there Φ is 0 or 1 to the last bit
constexpr real root_half = static_cast<real>(0.70710678118654752440);
constexpr real density_at_0 = static_cast<real>(0.39894228040143267794);

real normal_cdf(real x) { return std::erfc(-x * root_half) / 2; }  // Φ
real gelu(real x) { return std::max(x, -far) * normal_cdf(x); }
constexpr real twice_root = static_cast<real>(1.5957691216057307118);
constexpr real cubic = static_cast<real>(0.044715);

real gelu_tanh(real x) {
  const real z = std::max(x, -far);
  const real twice_u = twice_root * (z + cubic * z * z * z);
  return z / (1 + std::exp(-twice_u));
}
real gelu_tanh_slope(real x) {
  const real z = std::clamp(x, -far, far);
  const real twice_u = twice_root * (z + cubic * z * z * z);
  const real rise = twice_root * (1 + 3 * cubic * z * z);
  const real left = 1 / (1 + std::exp(-twice_u));
  const real right = 1 / (1 + std::exp(twice_u));
  return left + z * left * right * rise;
}
real gelu_slope(real x) {
  //@begin exercise activations-gelu-slope
  const real z = std::clamp(x, -far, far);
  const real density = density_at_0 * std::exp(-z * z / 2);
  return normal_cdf(z) + z * density;
  //@end exercise activations-gelu-slope
}
real gelu_backward(real g, real x) { return g * gelu_slope(x); }
real gelu_tanh_backward(real g, real x) { return g * gelu_tanh_slope(x); }
template <auto line>
void lines_map(Index lines, Index n, const real* x, Index xr, Index xs,
               real* y, Index yr, Index ys) {
  for (Index r = 0; r < lines; ++r) line(n, x + r * xr, xs, y + r * yr, ys);
}
void softmax_line(Index n, const real* x, Index xs, real* y, Index ys) {
  //@begin exercise activations-softmax
  const real most = max(n, x, xs);
  if (most == -std::numeric_limits<real>::infinity()) {
    for (Index i = 0; i < n; ++i) y[i * ys] = 0;
    return;
  }
  for (Index i = 0; i < n; ++i) y[i * ys] = std::exp(x[i * xs] - most);
  const real total = sum(n, y, ys);
  for (Index i = 0; i < n; ++i) y[i * ys] /= total;
  //@end exercise activations-softmax
}
void log_softmax_line(Index n, const real* x, Index xs, real* y, Index ys) {
  constexpr real infinity = std::numeric_limits<real>::infinity();
  real most = -infinity, total = 0;
  for (Index i = 0; i < n; ++i) {
    const real v = x[i * xs];
    if (v == -infinity) continue;  // adds nothing
    if (v > most) {
      total *= std::exp(most - v);
      most = v;
    }
    total += std::exp(v - most);
  }
  if (total == 0) most = 0, total = 1;  // all are -inf and stay so
  const real log_total = std::log(total);
  for (Index i = 0; i < n; ++i) y[i * ys] = x[i * xs] - most - log_total;
}
template <auto line>
void lines_zip(Index lines, Index n, const real* g, Index gr, Index gs,
               const real* y, Index yr, Index ys, real* dx, Index dr,
               Index ds) {
  for (Index r = 0; r < lines; ++r)
    line(n, g + r * gr, gs, y + r * yr, ys, dx + r * dr, ds);
}
void softmax_backward_line(Index n, const real* g, Index gs, const real* y,
                           Index ys, real* dx, Index ds) {
  //@begin exercise activations-softmax-backward
  real mean = 0;  // of g, weighted by the probabilities
  for (Index i = 0; i < n; ++i) mean += g[i * gs] * y[i * ys];
  for (Index i = 0; i < n; ++i)
    dx[i * ds] = y[i * ys] * (g[i * gs] - mean);
  //@end exercise activations-softmax-backward
}
void log_softmax_backward_line(Index n, const real* g, Index gs,
                               const real* y, Index ys, real* dx,
                               Index ds) {
  const real total = sum(n, g, gs);
  for (Index i = 0; i < n; ++i)
    dx[i * ds] = g[i * gs] - std::exp(y[i * ys]) * total;
}
real squared_error(real x, real t) { return (x - t) * (x - t); }
real squared_error_slope(real x, real t) { return 2 * (x - t); }
real logsumexp_line(Index n, const real* x, Index xs) {
  //@begin exercise losses-logsumexp
  const real most = max(n, x, xs);
  if (std::isinf(most)) return most;
  real total = 0;
  for (Index i = 0; i < n; ++i) total += std::exp(x[i * xs] - most);
  return most + std::log(total);
  //@end exercise losses-logsumexp
}
void logsumexp(Index lines, Index n, const real* x, Index xr, Index xs,
               real* y) {
  for (Index r = 0; r < lines; ++r)
    y[r] = logsumexp_line(n, x + r * xr, xs);
}
real cross_entropy_line(Index n, const real* x, Index xs, Index label) {
  //@begin exercise losses-cross-entropy
  Index top = 0;
  for (Index i = 1; i < n; ++i)
    if (x[i * xs] > x[top * xs] || std::isnan(x[i * xs])) top = i;
  const real highest = x[top * xs];
  if (highest == -std::numeric_limits<real>::infinity()) return -highest;
  real others = 0;
  for (Index i = 0; i < n; ++i)
    if (i != top) others += std::exp(x[i * xs] - highest);
  return (highest - x[label * xs]) + std::log1p(others);
  //@end exercise losses-cross-entropy
}
void cross_entropy(Index lines, Index n, const real* x, Index xr, Index xs,
                   const std::int32_t* labels, real* y) {
  for (Index r = 0; r < lines; ++r)
    y[r] = cross_entropy_line(n, x + r * xr, xs, labels[r]);
}
void cross_entropy_slope_line(Index n, const real* x, Index xs, Index label,
                              real g, real* dx) {
  //@begin exercise losses-cross-entropy-backward
  softmax_line(n, x, xs, dx, 1);
  dx[label] -= 1;
  for (Index i = 0; i < n; ++i) dx[i] *= g;
  //@end exercise losses-cross-entropy-backward
}
void cross_entropy_backward(Index lines, Index n, const real* x, Index xr,
                            Index xs, const std::int32_t* labels, real g,
                            real* dx) {
  for (Index r = 0; r < lines; ++r)
    cross_entropy_slope_line(n, x + r * xr, xs, labels[r], g, dx + r * n);
}
real clamped(real log) { return std::max(log, real(-100)); }  // or NaN
real binary_cross_entropy(real p, real t) {
  return -t * clamped(std::log(p)) - (1 - t) * clamped(std::log1p(-p));
}
real binary_cross_entropy_slope(real p, real t) {
  return (p - t) / std::max((1 - p) * p, real(1e-12));
}
real logistic_loss(real x, real t) {
  //@begin exercise losses-logistic
  const real tail = std::log1p(std::exp(-std::fabs(x)));
  return std::max(x, real(0)) - t * x + tail;
  //@end exercise losses-logistic
}
real logistic_loss_slope(real x, real t) { return sigmoid(x) - t; }
void descend(real& w, real g, const SgdStep& s) {
  w -= s.rate * (g + s.decay * w);
}
void sgd_step(Index n, real* w, Index ws, const real* g, Index gs,
              const SgdStep& step) {
  const SgdStep s = step;  // no write to w can change a copy
  if (ws == 1 && gs == 1)
    for (Index i = 0; i < n; ++i) descend(w[i], g[i], s);
  else
    for (Index i = 0; i < n; ++i) descend(w[i * ws], g[i * gs], s);
}
// Change one number and its velocity
void roll(real& w, real g, real& v, const SgdStep& s) {
  //@begin exercise optim-momentum
  v = s.momentum * v + s.add * g;
  w -= s.rate * v;
  //@end exercise optim-momentum
}
void look_ahead(real& w, real g, real& v, const SgdStep& s) {
  //@begin exercise optim-nesterov
  v = s.momentum * v + s.add * g;
  w -= s.rate * (g + s.momentum * v);
  //@end exercise optim-nesterov
}
template <auto change>
void with_velocity(Index n, real* w, Index ws, const real* g, Index gs,
                   real* v, Index vs, const SgdStep& step) {
  const SgdStep s = step;
  const auto at = [&](real& x, real slope, real& velocity) {
    change(x, slope + s.decay * x, velocity, s);
  };
  if (ws == 1 && gs == 1 && vs == 1)
    for (Index i = 0; i < n; ++i) at(w[i], g[i], v[i]);
  else
    for (Index i = 0; i < n; ++i) at(w[i * ws], g[i * gs], v[i * vs]);
}
// Change one number and its two moments
void adapt(real& w, real g, real& m, real& v, const AdamStep& s) {
  const real slope = g + s.decay * w;
  w *= s.shrink;
  //@begin exercise optim-adam
  m = s.beta1 * m + s.new1 * slope;
  v = s.beta2 * v + s.new2 * slope * slope;
  w -= s.rate * m / (s.scale * std::sqrt(v) + s.eps);
  //@end exercise optim-adam
}
void adam_step(Index n, real* w, Index ws, const real* g, Index gs, real* m,
               Index ms, real* v, Index vs, const AdamStep& step) {
  const AdamStep s = step;
  if (ws == 1 && gs == 1 && ms == 1 && vs == 1)
    for (Index i = 0; i < n; ++i) adapt(w[i], g[i], m[i], v[i], s);
  else
    for (Index i = 0; i < n; ++i)
      adapt(w[i * ws], g[i * gs], m[i * ms], v[i * vs], s);
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
  // Plain kernels of later chapters
  .relu = map<relu>,
  // Plain kernels of the other elementwise activations
  .sigmoid = map<sigmoid>,
  .tanh = map<[](real x) { return std::tanh(x); }>,
  .gelu = map<gelu>,
  .gelu_tanh = map<gelu_tanh>,
  // Plain kernels of the gradients
  .relu_backward = zip<relu_backward>,
  .sigmoid_backward = zip<sigmoid_backward>,
  .tanh_backward = zip<tanh_backward>,
  .gelu_backward = zip<gelu_backward>,
  .gelu_tanh_backward = zip<gelu_tanh_backward>,
  // Plain kernels along lines
  .softmax = lines_map<softmax_line>,
  .log_softmax = lines_map<log_softmax_line>,
  .softmax_backward = lines_zip<softmax_backward_line>,
  .log_softmax_backward = lines_zip<log_softmax_backward_line>,
  .squared_error = zip<squared_error>,
  .squared_error_slope = zip<squared_error_slope>,
  // Plain kernels of the other losses
  .binary_cross_entropy = zip<binary_cross_entropy>,
  .binary_cross_entropy_slope = zip<binary_cross_entropy_slope>,
  .logistic_loss = zip<logistic_loss>,
  .logistic_loss_slope = zip<logistic_loss_slope>,
  .logsumexp = logsumexp,
  .cross_entropy = cross_entropy,
  .cross_entropy_backward = cross_entropy_backward,
  .equal = zip<[](real a, real b) { return static_cast<real>(a == b); }>,
  .sgd_step = sgd_step,
  .momentum_step = with_velocity<roll>,
  .nesterov_step = with_velocity<look_ahead>,
  // Plain kernels of the adaptive steps
  .adam_step = adam_step,
};
}  // namespace tt
