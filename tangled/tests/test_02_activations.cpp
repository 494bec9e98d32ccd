// Tangled from chapters/02_activations.nw: edit that, not this file.
#include <tinytorch/activations.hpp>
#include <tinytorch/elementwise.hpp>
#include <tinytorch/kernels.hpp>
#include <tinytorch/matmul.hpp>
#include <tinytorch/random.hpp>
#include <tinytorch/reduce.hpp>
#include <tinytorch/view.hpp>

#include <cmath>
#include <functional>

#include "tensors.hpp"

namespace {

using namespace tt;
using namespace tt::test;

// Reference functions in long double
using Wide = long double;
constexpr Tolerance or_nan{value_tolerance.absolute,
                           value_tolerance.relative, true};
constexpr Tolerance relative{0, real_is_float ? 1e-5 : 1e-12};

Wide sigmoid_of(Wide x) { return 1 / (1 + std::exp(-x)); }
Wide tanh_of(Wide x) { return std::tanh(x); }
Wide gelu_of(Wide x) { return x * std::erfc(-x / std::sqrt(2.0L)) / 2; }
Wide gelu_tanh_of(Wide x) {
  const Wide pi = std::acos(-1.0L);
  return x / 2 *
         (1 + std::tanh(std::sqrt(2 / pi) * (x + 0.044715L * x * x * x)));
}
using Line = std::vector<Wide>;
Line softmax_of(Line x) {
  Wide total = 0;
  for (Wide& v : x) total += v = std::exp(v);
  for (Wide& v : x) v /= total;
  return x;
}
Line log_softmax_of(const Line& x) {
  Line y = softmax_of(x);
  for (Wide& v : y) v = std::log(v);
  return y;
}
// Check a function in every shape and layout
Tensor spread(const Shape& shape) {  // from -6 to 6
  Generator g(5);
  return Tensor::uniform(shape, -6, 6, g);
}
template <class F>
Tensor each(const Tensor& x, F f) {
  const Tensor y = x.clone();
  for (Index i = 0; i < y.numel(); ++i)
    y.data()[i] = static_cast<real>(f(Wide{y.data()[i]}));
  return y;
}
template <class Op, class F>
void check_map(Op op, F reference) {
  for (const Shape& shape : shapes())
    for (const Layout& x : layouts(spread(shape)))
      CHECK(compare(op(x.tensor), each(x.tensor, reference)), x.name);
}
/// backward(g, kept(x)) against g times the slope of `f` at x.
template <class F, class Kept, class Backward>
void check_slope(F f, Kept kept, Backward backward) {
  constexpr Wide h = 1e-6L;
  for (const Shape& shape : shapes()) {
    const Tensor x = spread(shape), g = counting(shape) - 2;
    const Tensor slope = each(x, [&](Wide v) {
      return (f(v + h) - f(v - h)) / (2 * h);
    });
    for (const Layout& y : layouts(each(x, kept)))
      for (const Layout& z : layouts(g))
        CHECK(compare(backward(z.tensor, y.tensor), g * slope),
              y.name + ", gradient " + z.name);
  }
}
/// Replaces each line of x along d by f(line of x, line of g).
template <class F>
Tensor each_line(const Tensor& x, const Tensor& g, int d, F f) {
  const Tensor y = x.clone();
  const Index n = x.shape()[d], step = y.strides()[d];
  const auto last = static_cast<std::size_t>(n);
  for (Index i = 0; i < y.numel(); ++i) {
    if (i / step % n != 0) continue;  // not the first of its line
    Line line(last), along(last);
    for (std::size_t k = 0; k < last; ++k) {
      line[k] = y.data()[i + static_cast<Index>(k) * step];
      along[k] = g.data()[i + static_cast<Index>(k) * step];
    }
    line = f(line, along);
    for (std::size_t k = 0; k < last; ++k)
      y.data()[i + static_cast<Index>(k) * step] =
          static_cast<real>(line[k]);
  }
  return y;
}
template <class Op, class F>
void check_lines(Op op, F reference) {
  for (const Shape& shape : shapes())
    for (int d = 0; d < shape.size(); ++d) {
      const Tensor x = spread(shape);
      const Tensor y = each_line(x, x, d, [&](const Line& line,
                                              const Line&) {
        return reference(line);
      });
      for (const Layout& z : layouts(x)) {
        CHECK(compare(op(z.tensor, d), y), z.name);
        CHECK(compare(op(z.tensor, d - shape.size()), y), z.name);
      }
    }
}
/// How Σ g·f(x) changes with each number of the line x.
template <class F>
Line slopes(F f, Line x, const Line& g) {
  constexpr Wide h = 1e-6L;
  const auto total = [&](std::size_t j, Wide by) {
    Line moved = x;
    moved[j] += by;
    moved = f(moved);
    Wide sum = 0;
    for (std::size_t i = 0; i < g.size(); ++i) sum += g[i] * moved[i];
    return sum;
  };
  Line slope = x;
  for (std::size_t j = 0; j < x.size(); ++j)
    slope[j] = (total(j, h) - total(j, -h)) / (2 * h);
  return slope;
}
template <class F, class Backward>
void check_lines_slope(F f, Backward backward) {
  const auto value = [&](const Line& x, const Line&) { return f(x); };
  const auto slope = [&](const Line& x, const Line& g) {
    return slopes(f, x, g);
  };
  for (const Shape& shape : shapes())
    for (int d = 0; d < shape.size(); ++d) {
      const Tensor x = spread(shape), g = small_integers(shape);
      const Tensor expected = each_line(x, g, d, slope);
      for (const Layout& y : layouts(each_line(x, x, d, value)))
        for (const Layout& z : layouts(g))
          CHECK(compare(backward(z.tensor, y.tensor, d), expected),
                y.name + ", gradient " + z.name);
    }
}

BOOST_AUTO_TEST_SUITE(activations_given)
// Tests of relu
BOOST_AUTO_TEST_CASE(relu_cuts_off_what_is_negative_and_keeps_nan) {
  const Tensor x = Tensor::from({-INFINITY, -2, 0, 3, INFINITY, NAN}, {6});
  const std::vector<real> y = relu(x).to_vector();
  CHECK(compare(y, {0, 0, 0, 3, INFINITY, NAN}, or_nan));
  const Tensor g = Tensor::from({1, 2, 3, 4, 5, 6}, {6});
  CHECK(same(relu_backward(g, relu(x)),
             Tensor::from({0, 0, 0, 4, 5, 6}, {6})));
}
BOOST_AUTO_TEST_CASE(relu_of_every_layout) {
  check_map([](const Tensor& x) { return relu(x); },
            [](Wide x) { return x > 0 ? x : 0; });
}
BOOST_AUTO_TEST_CASE(in_place_overwrites_what_the_handle_refers_to) {
  const Tensor x = counting({3, 4}) - 6;
  const Tensor y = relu_(x.narrow(1, 1, 2));
  CHECK(y.data() == x.data() + 1, "no new memory");
  CHECK(same(x, Tensor::from({-6, 0, 0, -3, -2, 0, 0, 1, 2, 3, 4, 5},
                             {3, 4}), "columns 1 and 2 only"));
  for (const Shape& shape : shapes())
    for (const Layout& z : layouts(spread(shape))) {
      const Tensor expected = tanh(z.tensor);
      CHECK(same(tanh_(z.tensor), expected, z.name));
    }
}
BOOST_AUTO_TEST_CASE(in_place_refuses_a_tensor_that_repeats_a_number) {
  const Tensor x = Tensor::ones({2, 1}).expand({2, 3});
  BOOST_CHECK_EXCEPTION(relu_(x), std::invalid_argument,
      says("relu_: dimension 1 of shape (2, 3) repeats one number in "
           "memory: clone it first"));
  BOOST_CHECK_EXCEPTION(relu_backward(counting({3}), counting({2, 3})),
      std::invalid_argument,
      says("relu_backward: a gradient of shape (3) does not fit shape "
           "(2, 3)"));
}
// Tests of sigmoid and tanh
BOOST_AUTO_TEST_CASE(tanh_has_its_values_and_its_limits) {
  const Tensor x =
      Tensor::from({-INFINITY, -1000, -1, 0, 1000, INFINITY, NAN}, {7});
  CHECK(compare(tanh(x).to_vector(),
                {-1, -1, real(-0.76159415596), 0, 1, 1, NAN}, or_nan));
  const Tensor tiny = Tensor::from({1e-3, -1e-5, 1e-8, 1e-20}, {4});
  CHECK(compare(tanh(tiny), each(tiny, tanh_of), relative),
        "near 0 tanh(x) is about x and keeps all digits");
}
BOOST_AUTO_TEST_CASE(tanh_of_every_layout) {
  check_map([](const Tensor& x) { return tanh(x); }, tanh_of);
}
BOOST_AUTO_TEST_CASE(gradients_of_sigmoid_and_tanh_are_slopes) {
  check_slope(sigmoid_of, sigmoid_of, sigmoid_backward);
  check_slope(tanh_of, tanh_of, tanh_backward);
  const Tensor ends = Tensor::from({-1, 1}, {2});
  CHECK(same(tanh_backward(ends, ends), Tensor::zeros({2})));
  const Tensor zero_one = Tensor::from({0, 1}, {2});
  CHECK(same(sigmoid_backward(ends, zero_one), Tensor::zeros({2})));
}
// Tests of gelu
BOOST_AUTO_TEST_CASE(gelu_has_its_values_and_its_limits) {
  const Tensor x =
      Tensor::from({-INFINITY, -1e30, -1, 1, 5, INFINITY, NAN}, {7});
  CHECK(compare(gelu(x).to_vector(),
                {0, 0, real(-0.158655253931), real(0.841344746069),
                 real(4.99999856674), INFINITY, NAN}, or_nan));
  CHECK(compare(gelu(x, Gelu::tanh).to_vector(),
                {0, 0, real(-0.158808009392), real(0.841191990608),
                 real(4.99999977082), INFINITY, NAN}, or_nan));
}
BOOST_AUTO_TEST_CASE(gelu_keeps_its_digits_where_it_is_small) {
  const Tensor x = Tensor::from({-5, -4, -1e-3, 1e-6, 1e-20}, {5});
  const Tolerance few{0, 1e-4};  // exp(-x²/2) enlarges errors of x² tenfold
  CHECK(compare(gelu(x), each(x, gelu_of), few),
        "1 + erf would cancel");
  CHECK(compare(gelu(x, Gelu::tanh), each(x, gelu_tanh_of), few),
        "1 + tanh would cancel");
}
BOOST_AUTO_TEST_CASE(gelu_of_every_layout) {
  check_map([](const Tensor& x) { return gelu(x); }, gelu_of);
  check_map([](const Tensor& x) { return gelu(x, Gelu::tanh); },
            gelu_tanh_of);
}
BOOST_AUTO_TEST_CASE(gradient_of_the_approximation_is_its_slope) {
  const auto slope = [](const Tensor& g, const Tensor& x) {
    return gelu_backward(g, x, Gelu::tanh);
  };
  check_slope(gelu_tanh_of, [](Wide x) { return x; }, slope);
  const Tensor ends = Tensor::from({-INFINITY, -1e30, 1e30, INFINITY, NAN},
                                   {5});
  CHECK(compare(slope(Tensor::ones({5}), ends).to_vector(),
                {0, 0, 1, 1, NAN}, or_nan));
}
// Tests of log-softmax
BOOST_AUTO_TEST_CASE(log_softmax_stays_finite_where_softmax_is_zero) {
  const Tensor x = Tensor::from({1, 2, 3, -1000, 1000, 999}, {2, 3});
  const Tensor y = Tensor::from({-2.40760596444, -1.40760596444,
                                 -0.407605964444, -2000.31326168752,
                                 -0.313261687518, -1.31326168752}, {2, 3});
  CHECK(compare(log_softmax(x, 1), y));
  CHECK(compare(log_softmax(x.narrow(0, 0, 1) + 1e6, 1),
                y.narrow(0, 0, 1)), "shifts cancel");
  kernels().log_softmax(2, 3, x.data(), 3, 1, x.data(), 3, 1);
  CHECK(compare(x, y), "y may be x");
}
BOOST_AUTO_TEST_CASE(log_softmax_along_each_dimension_of_every_layout) {
  check_lines([](const Tensor& x, int d) { return log_softmax(x, d); },
              log_softmax_of);
}
BOOST_AUTO_TEST_CASE(log_softmax_of_masked_numbers_is_minus_infinity) {
  const real inf = INFINITY;
  const Tensor x = Tensor::from({-inf, 0, 0, -inf, -inf, -inf}, {2, 3});
  const real half = std::log(real(0.5));
  CHECK(compare(log_softmax(x, 1).to_vector(),
                {-inf, half, half, -inf, -inf, -inf}));
  for (const real bad : {real(NAN), inf}) {
    const Tensor y = log_softmax(Tensor::from({1, bad, -inf, 2}, {4}), 0);
    CHECK(compare(y.to_vector(), {NAN, NAN, NAN, NAN}, or_nan));
  }
}
BOOST_AUTO_TEST_CASE(a_dimension_that_is_not_there_is_refused) {
  BOOST_CHECK_EXCEPTION(softmax(counting({}), -1), std::invalid_argument,
      says("softmax: there is no dimension -1 in shape ()"));
  BOOST_CHECK_EXCEPTION(log_softmax(counting({2}), 1),
      std::invalid_argument,
      says("log_softmax: there is no dimension 1 in shape (2)"));
  CHECK(softmax(Tensor::empty({2, 0}), 1).shape() == Shape({2, 0}));
}
// Tests of the gradient of log-softmax
BOOST_AUTO_TEST_CASE(log_softmax_backward_is_the_slope_in_every_layout) {
  check_lines_slope(log_softmax_of, log_softmax_backward);
  BOOST_CHECK_EXCEPTION(
      log_softmax_backward(counting({3}), counting({2, 3}), 0),
      std::invalid_argument,
      says("log_softmax_backward: a gradient of shape (3) does not fit "
           "shape (2, 3)"));
}
BOOST_AUTO_TEST_SUITE_END()

// Test each activation's exercise in a suite of its own
BOOST_AUTO_TEST_SUITE(activations_sigmoid)
// Test: activations-sigmoid
BOOST_AUTO_TEST_CASE(sigmoid_has_its_values_and_its_limits) {
  const Tensor x =
      Tensor::from({-INFINITY, -1000, -1, 0, 1, 1000, INFINITY, NAN}, {8});
  const std::vector<real> y = sigmoid(x).to_vector();
  CHECK(y[5] == 1, "sigma(1000) is 1: did exp overflow?");
  CHECK(y[1] == 0, "sigma(-1000) is 0");
  CHECK(compare(y, {0, 0, real(0.26894142137), 0.5,
                    real(0.73105857863), 1, 1, NAN}, or_nan));
}
BOOST_AUTO_TEST_CASE(sigmoid_keeps_its_digits_where_it_is_small) {
  const Tensor x = Tensor::from({-20, -40, -80}, {3});
  CHECK(compare(sigmoid(x), each(x, sigmoid_of), relative),
        "a difference from 1 loses what is small");
}
BOOST_AUTO_TEST_CASE(sigmoid_of_every_layout) {
  check_map([](const Tensor& x) { return sigmoid(x); }, sigmoid_of);
}
BOOST_AUTO_TEST_SUITE_END()
BOOST_AUTO_TEST_SUITE(activations_gelu_slope)
// Test: activations-gelu-slope
BOOST_AUTO_TEST_CASE(gelu_slope_has_its_values_and_its_limits) {
  const Tensor x =
      Tensor::from({-INFINITY, -1e30, -1, 0, 1, 1e30, INFINITY, NAN}, {8});
  const Tensor slope = gelu_backward(Tensor::ones({8}), x);
  CHECK(compare(slope.to_vector(),
                {0, 0, real(-0.08331547058769), 0.5,
                 real(1.08331547058769), 1, 1, NAN}, or_nan),
        "0 and 1 at the ends: is there an infinity times 0?");
}
BOOST_AUTO_TEST_CASE(gelu_slope_is_the_slope_of_gelu) {
  const auto slope = [](const Tensor& g, const Tensor& x) {
    return gelu_backward(g, x);
  };
  check_slope(gelu_of, [](Wide x) { return x; }, slope);
  const Tensor x = spread({100}), g = Tensor::ones({100});
  CHECK(compare(slope(g, x) + slope(g, -x), g),
        "the slopes at x and -x add up to 1");
}
BOOST_AUTO_TEST_SUITE_END()
BOOST_AUTO_TEST_SUITE(activations_softmax)
// Test: activations-softmax
BOOST_AUTO_TEST_CASE(softmax_has_its_values_whatever_the_shift) {
  const Tensor x = Tensor::from({1, 2, 3}, {3});
  const Tensor y = Tensor::from({0.0900305731704, 0.244728471055,
                                 0.665240955775}, {3});
  for (const double shift : {0.0, 1000.0, -1000.0, 1e6})
    CHECK(compare(softmax(x + shift, 0), y),
          "shift by " + std::to_string(shift) +
              ": subtract the largest number first");
  const Tensor far_apart = Tensor::from({-1000, 1000, 0, 1000}, {4});
  CHECK(same(softmax(far_apart, 0),
             Tensor::from({0, 0.5, 0, 0.5}, {4})));
  kernels().softmax(1, 3, x.data(), 3, 1, x.data(), 3, 1);
  CHECK(compare(x, y), "y may be x");
}
BOOST_AUTO_TEST_CASE(softmax_of_masked_numbers_is_zero) {
  const real inf = INFINITY;
  const Tensor x = Tensor::from({-inf, 0, 0, -inf, -inf, -inf, 7, -inf,
                                 -inf}, {3, 3});
  CHECK(same(softmax(x, 1), Tensor::from({0, 0.5, 0.5, 0, 0, 0, 1, 0,
                                          0}, {3, 3}),
             "a line of nothing but -inf becomes 0, not NaN"));
  for (const real bad : {real(NAN), inf}) {
    const Tensor y = softmax(Tensor::from({1, bad, -inf, 2}, {4}), 0);
    CHECK(compare(y.to_vector(), {NAN, NAN, NAN, NAN}, or_nan),
          "NaN and +inf must not go unnoticed");
  }
}
BOOST_AUTO_TEST_CASE(softmax_along_each_dimension_of_every_layout) {
  check_lines([](const Tensor& x, int d) { return softmax(x, d); },
              softmax_of);
}
BOOST_AUTO_TEST_CASE(softmax_of_a_long_line_sums_to_one) {
  const Tensor x = spread({2, 50000}) * 166;  // about -1000 to 1000
  const Tensor y = softmax(x, -1);
  for (Index i = 0; i < 2; ++i)
    CHECK(compare(sum(y.select(0, i)).item(), 1));
}
BOOST_AUTO_TEST_SUITE_END()
BOOST_AUTO_TEST_SUITE(activations_softmax_backward)
// Test: activations-softmax-backward
BOOST_AUTO_TEST_CASE(softmax_backward_has_its_values) {
  const Tensor y = Tensor::from({0.25, 0.25, 0.5}, {3});
  const Tensor g = Tensor::from({4, 0, 2}, {3});
  CHECK(compare(softmax_backward(g, y, 0),
                Tensor::from({0.5, -0.5, 0}, {3})),
        "subtract the mean of g weighted by y, then multiply by y");
  CHECK(compare(softmax_backward(Tensor::full({3}, 7), y, 0),
                Tensor::zeros({3})), "equal gradients cancel");
  CHECK(same(softmax_backward(g, Tensor::zeros({3}), 0),
             Tensor::zeros({3}), "a masked line gets no gradient"));
  kernels().softmax_backward(1, 3, g.data(), 3, 1, y.data(), 3, 1,
                             g.data(), 3, 1);
  CHECK(compare(g, Tensor::from({0.5, -0.5, 0}, {3})), "dx may be g");
}
BOOST_AUTO_TEST_CASE(softmax_backward_is_the_slope_in_every_layout) {
  check_lines_slope(softmax_of, softmax_backward);
}
BOOST_AUTO_TEST_SUITE_END()
BOOST_AUTO_TEST_SUITE(activations_integration)
// Test_module: a classifier from logits to gradients
BOOST_AUTO_TEST_CASE(test_module_classifier_and_its_gradient) {
  Generator g(3);
  const Tensor x = Tensor::randn({4, 5}, g), w1 = Tensor::randn({5, 8}, g);
  const Tensor w2 = Tensor::randn({8, 3}, g), b = Tensor::randn({3}, g);
  const Tensor right = Tensor::zeros({4, 3});  // one 1 in each row
  for (Index i = 0; i < 4; ++i) right.at({i, i % 3}) = 1;
  const auto loss = [&](const Tensor& hidden) {
    return -sum(log_softmax(matmul(relu(hidden), w2) + b, 1) * right);
  };
  const Tensor hidden = matmul(x, w1);
  const Tensor logits = matmul(relu(hidden), w2) + b;
  // Check the probabilities of the classifier
  const Tensor y = softmax(logits, 1), log_y = log_softmax(logits, 1);
  CHECK(compare(y.sum(1), Tensor::ones({4})), "rows sum to 1");
  CHECK(compare(exp(log_y), y), "one is the other's logarithm");
  CHECK(argmax(y) == argmax(logits), "order is kept");
  CHECK(compare(softmax(logits.transpose(0, 1), 0), y.transpose(0, 1)),
        "a view is as good as a copy");
  CHECK(compare(softmax(logits * 1000, 1).sum(1), Tensor::ones({4})));
  // Check the gradient of the classifier
  const Tensor at_logits = log_softmax_backward(-right, log_y, 1);
  CHECK(compare(at_logits, y - right), "probabilities minus targets");
  CHECK(compare(softmax_backward(-right / y, y, 1), at_logits),
        "the long way, through softmax and log");
  const Tensor at_hidden = relu_backward(
      matmul(at_logits, w2.transpose(0, 1)), relu(hidden));
  const double h = real_is_float ? 1e-2 : 1e-5;
  for (Index i = 0; i < 4; ++i) {
    Tensor step = Tensor::zeros({4, 8});
    step.at({i, 2 * i}) = static_cast<real>(h);
    const Tensor change = loss(hidden + step) - loss(hidden - step);
    CHECK(compare(at_hidden.at({i, 2 * i}), change.item() / (2 * h),
                  {gradient_tolerance.absolute * 10, 1e-3}));
  }
}
BOOST_AUTO_TEST_SUITE_END()
}  // namespace
