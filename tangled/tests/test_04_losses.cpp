// Tangled from chapters/04_losses.nw: edit that, not this file.
#include <tinytorch/activations.hpp>
#include <tinytorch/elementwise.hpp>
#include <tinytorch/layers.hpp>
#include <tinytorch/losses.hpp>
#include <tinytorch/matmul.hpp>
#include <tinytorch/random.hpp>
#include <tinytorch/reduce.hpp>
#include <tinytorch/view.hpp>

#include <cmath>
#include <vector>

#include "tensors.hpp"

namespace {

using namespace tt;
using namespace tt::test;

// Reference losses in long double
using Wide = long double;
using Numbers = std::vector<Wide>;

Numbers wide(const Tensor& x) {
  const std::vector<real> v = x.to_vector();
  return {v.begin(), v.end()};
}
Wide logsumexp_of(const Numbers& line) {
  Wide total = 0;
  for (const Wide v : line) total += std::exp(v);
  return std::log(total);
}
Wide logistic_of(Wide x, Wide t) {
  const Wide p = 1 / (1 + std::exp(-x));
  return -t * std::log(p) - (1 - t) * std::log(1 - p);
}
/// The sum over the rows of x, of which there are as many as labels.
Wide cross_entropy_of(const Numbers& x, Labels labels) {
  const auto n = std::ssize(x) / std::ssize(labels);
  auto row = x.begin();
  Wide total = 0;
  for (const std::int32_t label : labels) {
    total += logsumexp_of(Numbers(row, row + n)) - row[label];
    row += n;
  }
  return total;
}
std::vector<std::int32_t> labels_below(Index n) {
  std::vector<std::int32_t> labels;
  for (Index i = 0; i < 5; ++i)
    labels.push_back(static_cast<std::int32_t>((3 * i + 1) % n));
  return labels;
}
/// How f changes with each number of x.
template <class F>
Tensor differences(F f, const Tensor& x) {
  constexpr Wide h = 1e-6L;
  const Tensor slope = Tensor::empty(x.shape());
  Numbers at = wide(x);
  real* out = slope.data();
  for (Wide& v : at) {
    const Wide middle = v;
    v = middle + h;
    const Wide up = f(at);
    v = middle - h;
    *out++ = static_cast<real>((up - f(at)) / (2 * h));
    v = middle;
  }
  return slope;
}
Tensor spread(const Shape& shape, double low, double high) {
  Generator g(5);
  return Tensor::uniform(shape, low, high, g);
}
// Check a loss of quantities in every shape and layout
template <class F>
Wide total_of(F f, const Numbers& x, const Numbers& t) {
  Wide total = 0;
  for (std::size_t i = 0; i < x.size(); ++i) total += f(x[i], t[i]);
  return total;
}
template <class Loss, class F>
void check_values(Loss loss, double low, double high, F f) {
  for (const Shape& shape : shapes()) {
    const Tensor x = spread(shape, low, high), t = spread(shape, 0, 1);
    const double n = static_cast<double>(x.numel());
    const auto total = static_cast<double>(total_of(f, wide(x), wide(t)));
    for (const Layout& a : layouts(x))
      for (const Layout& b : layouts(t)) {
        CHECK(compare(loss(a.tensor, b.tensor, Reduction::sum).item(),
                      total), a.name + ", target " + b.name);
        if (n > 0)
          CHECK(compare(
              loss(a.tensor, b.tensor, Reduction::mean).item(), total / n));
      }
  }
}
template <class Backward, class F>
void check_slopes(Backward backward, double low, double high, F f) {
  const Tensor g = Tensor::full({}, 3);
  for (const Shape& shape : shapes()) {
    const Tensor x = spread(shape, low, high), t = spread(shape, 0, 1);
    const Tensor slope = 3 * differences([&](const Numbers& v) {
      return total_of(f, v, wide(t));
    }, x);
    for (const Layout& a : layouts(x))
      for (const Layout& b : layouts(t)) {
        CHECK(compare(backward(g, a.tensor, b.tensor, Reduction::sum),
                      slope), a.name + ", target " + b.name);
        if (x.numel() > 0)
          CHECK(compare(
              backward(g, a.tensor, b.tensor, Reduction::mean),
              slope / static_cast<double>(x.numel())));
      }
  }
}
template <class Loss, class Backward, class F>
void check_pairs(Loss loss, Backward backward, double low, double high,
                 F f) {
  check_values(loss, low, high, f);
  check_slopes(backward, low, high, f);
}
// Fold lines with a reference
/// f of every line of x along d, which keeps size 1.
template <class F>
Tensor fold_lines(const Tensor& x, int d, F f) {
  const Tensor turned = x.transpose(d, -1);
  Shape shape = turned.shape();
  const Index n = shape[shape.size() - 1];
  shape[shape.size() - 1] = 1;
  const Numbers all = wide(turned);
  std::vector<real> y;
  for (auto line = all.begin(); std::ssize(y) < numel(shape); line += n)
    y.push_back(static_cast<real>(f(Numbers(line, line + n))));
  return Tensor::from(y, shape).transpose(d, -1);
}
/// How log-sum-exp along d changes with each element of x.
Tensor fold_slopes(const Tensor& x, int d) {
  const Tensor turned = x.transpose(d, -1);
  const Index n = turned.size(-1);
  return differences([&](const Numbers& all) {
    Wide total = 0;
    for (auto line = all.begin(); line != all.end(); line += n)
      total += logsumexp_of(Numbers(line, line + n));
    return total;
  }, turned).transpose(d, -1);
}

BOOST_AUTO_TEST_SUITE(losses_given)
// Tests of squared error
BOOST_AUTO_TEST_CASE(mse_loss_has_its_values) {
  const Tensor a = Tensor::from({1, 2, 3}, {3});
  const Tensor t = Tensor::from({1, 0, 4}, {3});
  CHECK(compare(mse_loss(a, t).item(), 5.0 / 3));
  CHECK(mse_loss(a, t, Reduction::sum).item() == 5);
  CHECK(mse_loss(a, a).item() == 0);
  const Tensor slope = Tensor::from({0, 4, -2}, {3});
  const Tensor one = Tensor::ones({});
  CHECK(compare(mse_loss_backward(one, a, t), slope / 3));
  CHECK(same(mse_loss_backward(one * 5, a, t, Reduction::sum),
             slope * 5));
}
BOOST_AUTO_TEST_CASE(mse_loss_of_every_layout) {
  check_pairs(mse_loss, mse_loss_backward, -2, 2,
              [](Wide x, Wide t) { return (x - t) * (x - t); });
}
BOOST_AUTO_TEST_CASE(losses_refuse_to_stretch_a_target) {
  const Tensor a = counting({3, 1}), t = counting({3});
  BOOST_CHECK_EXCEPTION(mse_loss(a, t), std::invalid_argument,
      says("mse_loss: prediction (3, 1) and target (3) differ in shape: "
           "nothing is broadcast here, reshape one of them"));
  CHECK(mse_loss(a, t.reshape({3, 1})).item() == 0);
  using Wrong = std::invalid_argument;
  const Tensor one = Tensor::ones({});
  BOOST_CHECK_THROW(mse_loss(a, one), Wrong);
  BOOST_CHECK_THROW(binary_cross_entropy(a, t), Wrong);
  BOOST_CHECK_THROW(binary_cross_entropy_with_logits(a, t), Wrong);
  BOOST_CHECK_THROW(mse_loss_backward(one, a, t), Wrong);
  BOOST_CHECK_THROW(binary_cross_entropy_backward(one, a, t), Wrong);
  BOOST_CHECK_THROW(
      binary_cross_entropy_with_logits_backward(one, a, t), Wrong);
  BOOST_CHECK_THROW(mse_loss_backward(t, t, t), Wrong);
}
BOOST_AUTO_TEST_CASE(the_mean_of_an_empty_batch_is_an_error_and_no_nan) {
  const Tensor none = Tensor::empty({0, 3});
  BOOST_CHECK_EXCEPTION(mse_loss(none, none), std::invalid_argument,
      says("mse_loss: shape (0, 3) holds nothing to take the mean of"));
  using Wrong = std::invalid_argument;
  BOOST_CHECK_THROW(binary_cross_entropy(none, none), Wrong);
  BOOST_CHECK_THROW(binary_cross_entropy_with_logits(none, none), Wrong);
  BOOST_CHECK_THROW(cross_entropy(none, {}), Wrong);
  BOOST_CHECK_THROW(accuracy(none, {}), Wrong);
  CHECK(mse_loss(none, none, Reduction::sum).item() == 0);
  CHECK(cross_entropy(none, {}, Reduction::sum).item() == 0);
  const Tensor one = Tensor::ones({});
  CHECK(same(mse_loss_backward(one, none, none, Reduction::sum),
             none));
  CHECK(same(cross_entropy_backward(one, none, {}, Reduction::sum),
             none));
}
// Tests of the gradient of log-sum-exp
BOOST_AUTO_TEST_CASE(the_gradient_of_logsumexp_is_its_slope) {
  for (const Shape& shape : shapes())
    for (int d = 0; d < shape.size(); ++d) {
      const Tensor x = spread(shape, -3, 3);
      const Tensor y = fold_lines(x, d, logsumexp_of);
      const Tensor g = small_integers(y.shape());
      const Tensor slope = g * fold_slopes(x, d);
      for (const Layout& z : layouts(x)) {
        CHECK(compare(logsumexp_backward(g, z.tensor, d, keepdim),
                      slope), z.name);
        CHECK(compare(logsumexp_backward(g.squeeze(d), z.tensor, d),
                      slope), z.name);
      }
    }
}
BOOST_AUTO_TEST_CASE(the_gradient_of_logsumexp_at_its_limits) {
  const Tensor hidden = Tensor::full({2}, -INFINITY);
  CHECK(same(logsumexp_backward(Tensor::ones({}), hidden, 0),
             Tensor::zeros({2})));
  BOOST_CHECK_EXCEPTION(
      logsumexp_backward(counting({1}), counting({2, 3}), 0),
      std::invalid_argument,
      says("logsumexp_backward: a gradient of shape (1) does not fit shape "
           "(3)"));
}
// Tests of labels
BOOST_AUTO_TEST_CASE(labels_that_do_not_fit_are_named) {
  const Tensor x = counting({3, 5});
  const auto refuse = [&](const std::vector<std::int32_t>& labels,
                          const std::string& what) {
    BOOST_CHECK_EXCEPTION(cross_entropy(x, labels), std::invalid_argument,
                          says("cross_entropy: " + what));
    BOOST_CHECK_EXCEPTION(accuracy(x, labels), std::invalid_argument,
                          says("accuracy: " + what));
    BOOST_CHECK_EXCEPTION(
        cross_entropy_backward(Tensor::ones({}), x, labels),
        std::invalid_argument, says("cross_entropy_backward: " + what));
  };
  refuse({0, 4, 5}, "label 5 at position 2 is none of the 5 classes, "
                    "which count from 0");
  refuse({0, -1, 9}, "label -1 at position 1 is none of the 5 classes, "
                     "which count from 0");
  refuse({0, 1}, "2 labels for logits (3, 5): needs (rows, classes) and "
                 "one label for each row");
  refuse({0, 1, 2, 3}, "4 labels for logits (3, 5): needs (rows, classes) "
                       "and one label for each row");
}
BOOST_AUTO_TEST_CASE(labels_need_rows_of_classes) {
  const std::vector<std::int32_t> one = {0};
  for (const Shape& shape : {Shape{}, {1}, {1, 0}, {1, 2, 3}}) {
    const Tensor x = Tensor::zeros(shape);
    BOOST_CHECK_THROW(cross_entropy(x, one), std::invalid_argument);
    BOOST_CHECK_THROW(cross_entropy_backward(Tensor::ones({}), x, one),
                      std::invalid_argument);
    BOOST_CHECK_THROW(accuracy(x, one), std::invalid_argument);
  }
}
// Tests of the loss of probabilities
BOOST_AUTO_TEST_CASE(binary_cross_entropy_of_every_layout) {
  check_pairs(binary_cross_entropy, binary_cross_entropy_backward, 0.1,
              0.9, [](Wide p, Wide t) {
                return -t * std::log(p) - (1 - t) * std::log(1 - p);
              });
}
BOOST_AUTO_TEST_CASE(binary_cross_entropy_is_clamped_at_its_ends) {
  const auto loss = [](double p, double t) {
    return binary_cross_entropy(Tensor::full({}, p), Tensor::full({}, t))
        .item();
  };
  CHECK((loss(0, 0) == 0 && loss(1, 1) == 0));
  CHECK((loss(0, 1) == 100 && loss(1, 0) == 100), "as in PyTorch");
  for (const double p : {-0.5, 1.5, double(NAN)})
    for (const double t : {0.0, 1.0})
      CHECK(std::isnan(loss(p, t)), "no probability, no loss");
  const Tensor p = Tensor::from({0, 1, 0, 1}, {4});
  const Tensor t = Tensor::from({0, 1, 1, 0}, {4});
  const Tensor one = Tensor::ones({});
  CHECK(compare(binary_cross_entropy_backward(one, p, t).to_vector(),
                {0, 0, real(-2.5e11), real(2.5e11)}), "finite");
}
// Tests of the gradient of the logistic loss
BOOST_AUTO_TEST_CASE(the_gradient_of_a_logit_is_probability_minus_target) {
  check_slopes(binary_cross_entropy_with_logits_backward, -6, 6,
               logistic_of);
  const Tensor x = Tensor::from({-1e4, 1e4, -1e4, 1e4}, {4});
  const Tensor t = Tensor::from({0, 1, 1, 0}, {4});
  CHECK(same(binary_cross_entropy_with_logits_backward(
                 Tensor::ones({}), x, t, Reduction::sum),
             Tensor::from({0, 0, -1, 1}, {4})));
}
// Tests of accuracy
BOOST_AUTO_TEST_CASE(accuracy_counts_rows_whose_largest_logit_is_right) {
  const Tensor x = Tensor::from({0, 1, 2, 2, 1, 0, 5, 5, 5, 1, 3, 3},
                                {4, 3});
  const std::vector<std::int32_t> all = {2, 0, 0, 1}, half = {2, 0, 1, 2};
  for (const Layout& z : layouts(x)) {
    CHECK(accuracy(z.tensor, all) == 1, z.name);
    CHECK(accuracy(z.tensor, half) == 0.5, "the first of equals");
  }
  const auto first = argmax(x);
  CHECK(accuracy(x, first) == 1, "agrees with argmax");
}
BOOST_AUTO_TEST_CASE(accuracy_never_counts_nan_as_right) {
  const double nan = NAN;
  const Tensor x = Tensor::from({nan, 0, 0, nan, nan, nan, 9, nan}, {4, 2});
  for (const std::int32_t label : {0, 1}) {
    const std::vector<std::int32_t> labels(4, label);
    CHECK(accuracy(x, labels) == 0, "label " + std::to_string(label));
  }
}
BOOST_AUTO_TEST_SUITE_END()

// Test each exercise on losses in a suite of its own
BOOST_AUTO_TEST_SUITE(losses_logsumexp)
// Test: losses-logsumexp
BOOST_AUTO_TEST_CASE(logsumexp_has_its_values_whatever_the_shift) {
  const Tensor x = Tensor::from({1, 2, 3}, {3});
  for (const double shift : {0.0, 1000.0, -1000.0, 1e4})
    CHECK(compare(logsumexp(x + shift, 0).item(),
                  shift + 3.40760596444438),
          "shift by " + std::to_string(shift) +
              ": subtract the largest number, and put it back");
  CHECK(logsumexp(Tensor::full({1}, 7), 0).item() == 7);
  CHECK(compare(logsumexp(Tensor::zeros({1000}), 0).item(),
                std::log(1000.0)));
}
BOOST_AUTO_TEST_CASE(logsumexp_has_its_limits) {
  const real inf = INFINITY, nan = NAN;
  const Tensor x = Tensor::from({-inf, 0, -inf, -inf, 0, inf, nan, inf,
                                 -inf, nan, -inf, inf}, {6, 2});
  CHECK(compare(logsumexp(x, 1).to_vector(),
                {0, -inf, inf, nan, nan, inf},
                {value_tolerance.absolute, 0, true}),
        "an infinite largest number is the answer; NaN stays NaN");
}
BOOST_AUTO_TEST_CASE(logsumexp_along_each_dimension_of_every_layout) {
  for (const Shape& shape : shapes())
    for (int d = 0; d < shape.size(); ++d) {
      const Tensor x = spread(shape, -6, 6);
      const Tensor y = fold_lines(x, d, logsumexp_of);
      for (const Layout& z : layouts(x)) {
        CHECK(compare(logsumexp(z.tensor, d, keepdim), y), z.name);
        CHECK(compare(logsumexp(z.tensor, d - shape.size()),
                      y.squeeze(d)), z.name);
      }
    }
}
BOOST_AUTO_TEST_SUITE_END()
BOOST_AUTO_TEST_SUITE(losses_cross_entropy)
// Test: losses-cross-entropy
BOOST_AUTO_TEST_CASE(cross_entropy_has_its_values_whatever_the_shift) {
  const Tensor x = Tensor::from({1, 2, 3, 1, 2, 3}, {2, 3});
  const std::vector<std::int32_t> labels = {2, 0};
  for (const double shift : {0.0, 1e4, -1e4}) {
    CHECK(compare(cross_entropy(x + shift, labels).item(),
                  1.40760596444438),
          "subtract the label's logit from the largest one first");
    CHECK(compare(
        cross_entropy(x + shift, labels, Reduction::sum).item(),
        2.81521192888876));
  }
  const Tensor even = Tensor::full({2, 1000}, 3);
  CHECK(compare(cross_entropy(even, labels).item(), std::log(1000.0)),
        "equal logits cost the logarithm of the number of classes");
}
BOOST_AUTO_TEST_CASE(cross_entropy_stays_finite_and_keeps_its_digits) {
  const Tensor x = Tensor::from({1e4, -1e4, 0, -1e4, 1e4, 0}, {2, 3});
  const std::vector<std::int32_t> right = {0, 1}, wrong = {1, 0};
  CHECK(cross_entropy(x, right).item() == 0);
  CHECK(cross_entropy(x, wrong).item() == 20000,
        "certain and wrong: large, not infinite");
  const Tensor sure = Tensor::from({30, 0}, {1, 2});
  const std::vector<std::int32_t> zero = {0};
  CHECK(compare(cross_entropy(sure, zero).item(),
                9.35762296883973e-14, {0, 1e-5}),
        "log(1 + small) is small, not 0: is there a log1p?");
}
BOOST_AUTO_TEST_CASE(cross_entropy_of_every_layout) {
  for (const Index n : {1, 2, 7})
    for (const double most : {6.0, 600.0})
      for (const Layout& x : layouts(spread({5, n}, -most, most))) {
        const double total = static_cast<double>(
            cross_entropy_of(wide(x.tensor), labels_below(n)));
        CHECK(compare(
            cross_entropy(x.tensor, labels_below(n)).item(), total / 5),
            x.name);
      }
}
BOOST_AUTO_TEST_CASE(cross_entropy_of_what_is_not_finite) {
  const real inf = INFINITY, nan = NAN;
  const auto loss = [](std::initializer_list<double> row,
                       std::int32_t label) {
    const std::vector<std::int32_t> labels = {label};
    return cross_entropy(
        Tensor::from(row, {1, static_cast<Index>(row.size())}), labels);
  };
  CHECK(loss({0, -inf}, 1).item() == inf, "probability 0");
  CHECK(loss({0, -inf}, 0).item() == 0, "probability 1");
  CHECK(loss({-inf, -inf}, 1).item() == inf, "nothing has a chance");
  for (const std::int32_t label : {0, 1, 2}) {
    CHECK(std::isnan(loss({nan, 1, 2}, label).item()), "NaN first");
    CHECK(std::isnan(loss({3, 1, nan}, label).item()), "NaN last");
    CHECK(!std::isfinite(loss({0, inf, 2}, label).item()), "+inf");
    CHECK(std::isnan(loss({-inf, nan, -inf}, label).item()),
          "NaN behind -inf: a row with NaN gives NaN");
  }
}
BOOST_AUTO_TEST_SUITE_END()
BOOST_AUTO_TEST_SUITE(losses_cross_entropy_backward)
// Test: losses-cross-entropy-backward
BOOST_AUTO_TEST_CASE(the_gradient_of_cross_entropy_has_its_values) {
  const Tensor x = Tensor::from({1, 2, 3, 1e4, -1e4, 0}, {2, 3});
  const std::vector<std::int32_t> labels = {2, 1};
  const Tensor slope = Tensor::from({0.0900305731704, 0.244728471055,
                                     -0.334759044225, 1, -1, 0}, {2, 3});
  const Tensor one = Tensor::ones({});
  CHECK(compare(cross_entropy_backward(one, x, labels), slope / 2),
        "probabilities minus one-hot, divided by the number of rows");
  CHECK(compare(
      cross_entropy_backward(one * 3, x, labels, Reduction::sum),
      slope * 3), "g multiplies both terms");
  const Tensor hidden = Tensor::full({1, 3}, -INFINITY);
  const std::vector<std::int32_t> zero = {0};
  CHECK(same(cross_entropy_backward(one, hidden, zero),
             Tensor::from({-1, 0, 0}, {1, 3})));
}
BOOST_AUTO_TEST_CASE(the_gradient_of_cross_entropy_is_its_slope) {
  const Tensor g = Tensor::full({}, 2);
  for (const Index n : {1, 2, 7}) {
    const auto labels = labels_below(n);
    const Tensor x = spread({5, n}, -3, 3);
    const Tensor slope = differences([&](const Numbers& v) {
      return cross_entropy_of(v, labels);
    }, x);
    for (const Layout& z : layouts(x)) {
      CHECK(compare(
          cross_entropy_backward(g, z.tensor, labels, Reduction::sum),
          2 * slope), z.name + ": differs from central differences");
      CHECK(compare(cross_entropy_backward(g, z.tensor, labels),
                    2 * slope / 5), z.name);
    }
  }
}
BOOST_AUTO_TEST_SUITE_END()
BOOST_AUTO_TEST_SUITE(losses_logistic)
// Test: losses-logistic
BOOST_AUTO_TEST_CASE(logistic_loss_has_its_values_and_stays_finite) {
  const Tensor x = Tensor::from({0, 2, 2, 1e4, 1e4, -1e4, -1e4}, {7});
  const Tensor t = Tensor::from({0.25, 1, 0, 1, 0, 1, 0}, {7});
  const double right[] = {0.693147180559945, 0.126928011042973,
                          2.126928011042973, 0, 1e4, 1e4, 0};
  for (Index i = 0; i < 7; ++i)
    CHECK(compare(
        binary_cross_entropy_with_logits(x.select(0, i), t.select(0, i))
            .item(), right[i]), "logit " + std::to_string(x.at({i})) +
        ": did exp overflow?");
}
BOOST_AUTO_TEST_CASE(logistic_loss_keeps_its_digits_where_it_is_small) {
  for (const double sign : {-1.0, 1.0}) {
    const Tensor x = Tensor::full({}, 30 * sign);
    const Tensor t = Tensor::full({}, sign > 0);
    CHECK(compare(binary_cross_entropy_with_logits(x, t).item(),
                  9.35762296883973e-14, {0, 1e-5}),
          "log(1 + small) is small, not 0: is there a log1p?");
  }
}
BOOST_AUTO_TEST_CASE(logistic_loss_of_what_is_not_finite) {
  for (const double x : {-INFINITY, INFINITY, NAN})
    for (const double t : {0.0, 1.0})
      CHECK(!std::isfinite(binary_cross_entropy_with_logits(
                Tensor::full({}, x), Tensor::full({}, t)).item()));
}
BOOST_AUTO_TEST_CASE(logistic_loss_of_every_layout) {
  check_values(binary_cross_entropy_with_logits, -6, 6, logistic_of);
}
BOOST_AUTO_TEST_SUITE_END()
BOOST_AUTO_TEST_SUITE(losses_integration)
// Test_module: a classifier learns with gradients by hand
BOOST_AUTO_TEST_CASE(test_module_softmax_regression_learns) {
  const Tensor x = Tensor::from({3, 0, 2, 1, -1, 3, 0, 2, -2, -2, -1, -3},
                                {6, 2});
  const std::vector<std::int32_t> labels = {0, 0, 1, 1, 2, 2};
  const nn::Linear layer(2, 3);
  layer.weight.fill_(0);
  layer.bias.fill_(0);
  const auto loss = [&] { return cross_entropy(layer(x), labels).item(); };
  const auto slope = [&] {
    return cross_entropy_backward(Tensor::ones({}), layer(x), labels);
  };
  CHECK(compare(loss(), std::log(3.0)), "it knows nothing yet");
  // Check one weight's gradient against a difference
  layer.weight.copy_(small_integers({3, 2}) / 4);
  const double h = real_is_float ? 1e-2 : 1e-4;
  const Tensor gradient = matmul(slope().transpose(0, 1), x);
  for (Index i = 0; i < 6; ++i) {
    real& w = layer.weight.at({i / 2, i % 2});
    const real middle = w;
    const auto moved = [&](double by) {
      w = middle + static_cast<real>(by);
      return static_cast<double>(loss());
    };
    const double change = moved(h) - moved(-h);
    w = middle;
    CHECK(compare(gradient.at({i / 2, i % 2}), change / (2 * h),
                  {1e-3, 1e-3}));
  }
  // Follow the gradient down
  real before = loss();
  for (int step = 0; step < 100; ++step) {
    const Tensor g = slope();
    layer.weight.add_(matmul(g.transpose(0, 1), x) * -0.1);
    layer.bias.add_(g.sum(0) * -0.1);
    const real now = loss();
    REQUIRE(now < before, "each step lowers the loss");
    before = now;
  }
  CHECK(before < real(0.1));
  CHECK(accuracy(layer(x), labels) == 1);
}
// Test_module: losses agree with each other
BOOST_AUTO_TEST_CASE(losses_agree_where_they_mean_the_same) {
  const Tensor x = spread({5, 2}, -4, 4);
  x.narrow(1, 0, 1).fill_(0);
  const std::vector<std::int32_t> labels = {0, 1, 1, 0, 1};
  const Tensor t = Tensor::from({0, 1, 1, 0, 1}, {5});
  const Tensor one = Tensor::ones({});
  const Tensor logit = x.select(1, 1), loss = cross_entropy(x, labels);
  CHECK(compare(loss, binary_cross_entropy_with_logits(logit, t)));
  CHECK(compare(loss, binary_cross_entropy(sigmoid(logit), t)));
  CHECK(compare(
      cross_entropy_backward(one, x, labels).select(1, 1),
      binary_cross_entropy_with_logits_backward(one, logit, t)));
  const Tensor right = logit * t;  // the label's logit
  CHECK(compare(loss, mean(logsumexp(x, 1) - right)));
  const Tensor logs = log_softmax(x, 1);
  CHECK(compare(loss, -mean(logs.select(1, 0) * (1 - t) +
                            logs.select(1, 1) * t)));
}
BOOST_AUTO_TEST_SUITE_END()
}  // namespace
