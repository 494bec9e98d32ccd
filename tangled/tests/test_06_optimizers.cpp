// Tangled from chapters/06_optimizers.nw: edit that, not this file.
#include <tinytorch/activations.hpp>
#include <tinytorch/elementwise.hpp>
#include <tinytorch/kernels.hpp>
#include <tinytorch/layers.hpp>
#include <tinytorch/matmul.hpp>
#include <tinytorch/memory.hpp>
#include <tinytorch/optim.hpp>
#include <tinytorch/pieces.hpp>
#include <tinytorch/random.hpp>
#include <tinytorch/reduce.hpp>
#include <tinytorch/safetensors.hpp>
#include <tinytorch/view.hpp>

#include <unistd.h>

#include <cmath>
#include <filesystem>
#include <fstream>
#include <functional>
#include <iterator>
#include <memory>
#include <tuple>

#include "tensors.hpp"

namespace {

using namespace tt;
using namespace tt::test;

// Make optimizers for tests
/// Steps along the sum of all gradients.
struct Summing : optim::Optimizer {
  explicit Summing(const std::vector<Tensor>& parameters, double rate = 1)
      : Optimizer("summing", {"sum"}, parameters, rate) {}
  void update(const Slot& slot, const Tensor& gradient) override {
    recorded = recorded || recording;
    steps = slot.steps;
    slot.moments[0].add_(gradient);
    slot.parameter.add_(slot.moments[0] * -lr());
  }
  bool recorded = false;
  Index steps = 0;
};
Tensor leaf(const Tensor& x) {
  return x.detach().clone().requires_grad_();
}
void give(const Tensor& parameter, const Tensor& gradient) {
  parameter.node()->gradient = gradient;
}
/// The formula of a rule: changes element i, given its slope, in step t.
using Formula = std::function<void(double& w, double g, std::size_t i,
                                   int t)>;
/// Steps `optimizer` and the formula side by side from counting({3, 5}).
void follow(optim::Optimizer& optimizer, const Tensor& parameter,
            const Formula& formula, const std::string& idea) {
  Generator random(1);
  const std::vector<real> start = parameter.to_vector();
  std::vector<double> w(start.begin(), start.end());
  for (int t = 1; t <= 20; ++t) {
    const Tensor g = Tensor::randn(parameter.shape(), random);
    const std::vector<real> slopes = g.to_vector();
    for (std::size_t i = 0; i < w.size(); ++i)
      formula(w[i], slopes[i], i, t);
    give(parameter, layouts(g)[static_cast<std::size_t>(t % 4)].tensor);
    optimizer.step();
  }
  // Compare the parameter with the numbers of the formula
  const std::vector<real> found = parameter.to_vector();
  const std::vector<double> wide(found.begin(), found.end());
  const Tolerance rounding = real_is_float ? Tolerance{1e-4, 1e-5}
                                           : Tolerance{1e-12, 1e-12};
  CHECK(compare(wide, w, rounding), idea);
}
/// The numbers of step t for rate 0.1 and eps 0.001, without decay.
AdamStep numbers_of(int t) {
  const double left1 = std::pow(0.9, t), left2 = std::pow(0.999, t);
  return {.rate = real(0.1 / (1 - left1)),
          .scale = real(std::pow(1 - left2, -0.5)),
          .eps = real(0.001), .decay = 0, .shrink = 1,
          .beta1 = real(0.9), .new1 = real(0.1),
          .beta2 = real(0.999), .new2 = real(0.001)};
}
// Make a valley of a given condition
/// f(w) = ½ Σ λᵢ uᵢ² for u = H w, with λ from 1 down to 1 / condition.
struct Valley {
  Valley(double condition, bool turned) : steepness(Tensor::empty({n})) {
    for (Index i = 0; i < n; ++i)
      steepness.data()[i] =
          real(std::pow(condition, -double(i) / double(n - 1)));
    Generator random(3);
    const Tensor u = Tensor::randn({n}, random);
    const Tensor h = Tensor::randn({n}, random);
    for (Index i = 0; i < n; ++i) turn.at({i, i}) = 1;
    if (turned) turn = turn - h.unsqueeze(1) * h * 2 / sum(h * h);
    start = matmul(turn, u) / sqrt(sum(u * u));
  }
  // The height of a point and where to start
  Tensor operator()(const Tensor& w) const {
    const Tensor u = matmul(turn, w);
    return sum(steepness * u * u) / 2;
  }
  static constexpr Index n = 8;
  Tensor steepness, turn = Tensor::zeros({n, n}), start;  // start: length 1
};
using Rule = std::function<std::unique_ptr<optim::Optimizer>(
    const std::vector<Tensor>& parameters, double rate)>;
/// Steps until w is near the minimum for good; `most` if not before.
Index steps_to_minimum(const Valley& valley, const Rule& rule, double rate,
                       Index most) {
  const Tensor w = valley.start.clone().requires_grad_();
  const auto optimizer = rule({w}, rate);
  for (Index t = 1, inside = 0; t < most + 50; ++t) {
    optimizer->zero_grad();
    valley(w).backward();
    optimizer->step();
    const real squared = sum(w.detach() * w.detach()).item();
    inside = squared < 1e-6 ? inside + 1 : 0;
    if (inside == 50) return t - 49;
    if (squared > 1e6) break;  // it will not come back
  }
  return most;
}
Index fewest_steps(const Valley& valley, const Rule& rule) {
  Index best = 40'000;
  for (double rate = 3; rate > 1e-3; rate /= 2)
    best = steps_to_minimum(valley, rule, rate, best);
  return best;
}
template <class Optimizer, class Options>
Rule rule_of(Options options) {
  return [options](const std::vector<Tensor>& parameters, double rate) {
    Options o = options;
    o.lr = rate;
    return std::make_unique<Optimizer>(parameters, o);
  };
}
const Rule plain = rule_of<optim::SGD>(optim::SgdOptions{});
const Rule momentum =
    rule_of<optim::SGD>(optim::SgdOptions{.momentum = 0.9});
const Rule nesterov = rule_of<optim::SGD>(
    optim::SgdOptions{.momentum = 0.9, .nesterov = true});
const Rule adam = rule_of<optim::Adam>(optim::AdamOptions{});
// Keep a file as long as a test needs it
struct Scratch {
  std::string path;
  Scratch() {
    static int count = 0;
    path = (std::filesystem::temp_directory_path() /
            ("tinytorch-" + std::to_string(getpid()) + "-" +
             std::to_string(++count))).string();
  }
  Scratch(const Scratch&) = delete;
  Scratch& operator=(const Scratch&) = delete;
  ~Scratch() { std::filesystem::remove(path); }
  // Read and write the scratch file
  void write_raw(const std::string& bytes) const {
    std::ofstream(path, std::ios::binary) << bytes;
  }
  /// A safetensors file with this header.
  void write(const std::string& head, const std::string& data) const {
    std::string length(8, '\0');
    length[0] = static_cast<char>(head.size() & 255);
    length[1] = static_cast<char>(head.size() >> 8);
    write_raw(length + head + data);
  }
  std::string read() const {
    std::ifstream file(path, std::ios::binary);
    return std::string((std::istreambuf_iterator<char>(file)), {});
  }
};
template <class T, std::size_t N>
std::string bytes_of(const T (&values)[N]) {
  return std::string(reinterpret_cast<const char*>(values), sizeof values);
}

BOOST_AUTO_TEST_SUITE(optim_given)
// Tests of all optimizers
BOOST_AUTO_TEST_CASE(a_step_follows_the_rule_and_records_nothing) {
  const Tensor w = leaf(counting({3}));
  Summing optimizer({w}, 0.5);
  sum(w * w).backward();
  optimizer.step();
  CHECK(same(w, Tensor::zeros({3}), "w - 0.5 * 2 w"));
  optimizer.step();
  CHECK(same(w, Tensor::from({0, -2, -4}, {3}), "the same again"));
  CHECK(!optimizer.recorded);
  CHECK((recording && w.node()->leaf), "w is still a leaf");
  optimizer.zero_grad();
  CHECK(!w.grad().defined());
}
BOOST_AUTO_TEST_CASE(a_parameter_without_a_gradient_is_passed_over) {
  const Tensor a = leaf(Tensor::ones({2})), b = leaf(Tensor::ones({2}));
  Summing optimizer({a, b});
  give(a, Tensor::ones({2}));
  for (int i = 0; i < 3; ++i) optimizer.step();
  CHECK(same(b, Tensor::ones({2})));
  give(a, Tensor());
  give(b, Tensor::ones({2}));
  optimizer.step();
  CHECK(optimizer.steps == 1, "its first step, whatever others did");
  CHECK(same(b, Tensor::zeros({2})));
  CHECK(same(a, Tensor::full({2}, -5), "1 - 1 - 2 - 3"));
}
BOOST_AUTO_TEST_CASE(what_cannot_be_stepped_is_refused) {
  const Tensor w = leaf(Tensor::ones({2}));
  const auto refuse = [](const std::vector<Tensor>& parameters,
                         const std::string& text) {
    BOOST_CHECK_EXCEPTION(Summing{parameters}, std::invalid_argument,
                          says("summing: " + text));
  };
  refuse({}, "no parameters were given");
  refuse({w, Tensor::ones({2})},
         "parameter 1 requires no gradient; leave it out");
  refuse({Tensor()}, "parameter 0 requires no gradient; leave it out");
  refuse({w * 2}, "parameter 0 is the result of an operation, not a leaf");
  refuse({w, leaf(w), w}, "parameter 2 is given twice");
}
BOOST_AUTO_TEST_CASE(the_learning_rate_can_be_set_but_not_to_nonsense) {
  Summing optimizer({leaf(Tensor::ones({2}))}, 0.5);
  optimizer.set_lr(0);
  CHECK(optimizer.lr() == 0);
  for (const double bad : {-1.0, double{NAN}, double{INFINITY}})
    BOOST_CHECK_THROW(optimizer.set_lr(bad), std::invalid_argument);
  BOOST_CHECK_EXCEPTION(optimizer.set_lr(-0.5), std::invalid_argument,
      says("summing: lr is -0.5; it must be finite and not below 0"));
  CHECK(optimizer.lr() == 0);
}
BOOST_AUTO_TEST_CASE(nothing_is_allocated_before_the_first_step_or_after) {
  const Tensor w = leaf(Tensor::ones({9})), x = leaf(Tensor::ones({9}));
  for (const Tensor& p : {w, x}) give(p, Tensor::ones({9}));
  const Index before = memory::acquisitions();
  optim::SGD plain({w}), momentum({x}, {.momentum = 0.9});
  CHECK(memory::acquisitions() == before, "not used yet");
  for (int i = 0; i < 10; ++i) plain.step();
  CHECK(memory::acquisitions() == before, "plain keeps nothing");
}
// Tests of plain descent
BOOST_AUTO_TEST_CASE(plain_descent_follows_the_slope) {
  const Tensor w = leaf(counting({3})), g = Tensor::from({2, 0, -4}, {3});
  optim::SGD plain({w}, {.lr = 0.5});
  give(w, g);
  plain.step();
  CHECK(same(w, Tensor::from({-1, 1, 4}, {3}), "w - lr * g"));
  CHECK(same(w.grad(), g, "the gradient is left as it is"));
}
BOOST_AUTO_TEST_CASE(weight_decay_pulls_towards_zero) {
  const Tensor w = leaf(counting({3}));
  optim::SGD decaying({w}, {.lr = 0.5, .weight_decay = 0.5});
  give(w, Tensor::zeros({3}));
  decaying.step();
  CHECK(same(w, counting({3}) * 0.75, "(1 - lr * decay) w"));
}
BOOST_AUTO_TEST_CASE(parameters_and_gradients_may_lie_anyhow_in_memory) {
  for (const Shape& shape : shapes()) {
    const Tensor x = small_integers(shape), y = small_integers(shape) * 2;
    for (const Layout& layout : layouts(x))
      for (const Layout& gradient : layouts(y)) {
        const Tensor w = layout.tensor.copy_(x).detach().requires_grad_();
        optim::SGD plain({w}, {.lr = 0.5});
        give(w, gradient.tensor);
        plain.step();
        CHECK(same(w, x - y / 2, layout.name + gradient.name));
      }
  }
}
BOOST_AUTO_TEST_CASE(options_out_of_range_are_refused) {
  const std::vector<Tensor> w = {leaf(Tensor::ones({2}))};
  const auto refuse = [&](const optim::SgdOptions& options,
                          const std::string& text) {
    BOOST_CHECK_EXCEPTION(optim::SGD(w, options), std::invalid_argument,
                          begins("sgd: " + text));
  };
  refuse({.lr = -1}, "lr is -1; it must be finite and not below 0");
  refuse({.momentum = -0.5}, "momentum is -0.5; it must be");
  refuse({.dampening = NAN}, "dampening is nan; it must be");
  refuse({.weight_decay = INFINITY}, "weight_decay is inf; it must be");
  refuse({.nesterov = true}, "nesterov needs a momentum and no dampening");
  refuse({.momentum = 0.9, .dampening = 0.1, .nesterov = true},
         "nesterov needs a momentum and no dampening");
}
// Tests of options of Adam
BOOST_AUTO_TEST_CASE(options_of_adam_out_of_range_are_refused) {
  const std::vector<Tensor> w = {leaf(Tensor::ones({2}))};
  const auto refuse = [&](const optim::AdamOptions& options,
                          const std::string& text) {
    BOOST_CHECK_EXCEPTION(optim::Adam(w, options), std::invalid_argument,
                          begins("adam: " + text));
  };
  refuse({.lr = -1}, "lr is -1; it must be finite and not below 0");
  refuse({.beta1 = 1}, "beta1 is 1; it must be at least 0 and below 1");
  refuse({.beta2 = -0.1}, "beta2 is -0.1; it must be");
  refuse({.eps = -1e-8}, "eps is -1e-08; it must be");
  refuse({.weight_decay = -1}, "weight_decay is -1; it must be");
  BOOST_CHECK_EXCEPTION(optim::AdamW(w, {.beta2 = NAN}),
                        std::invalid_argument,
                        begins("adamw: beta2 is nan; it must be"));
}
// Tests of saved states
BOOST_AUTO_TEST_CASE(all_64_bits_survive_in_four_pieces) {
  Generator g(1);
  std::vector<std::uint64_t> numbers = {0, 1, 65535, 65536, (1u << 24) + 1,
                                        std::uint64_t(-1)};
  for (int i = 0; i < 100; ++i) numbers.push_back(g.bits());
  for (const std::uint64_t bits : numbers)
    CHECK(from_pieces("x", to_pieces(bits)) == bits);
  CHECK(same(to_pieces(0x0003'0000'0002'0001),
             Tensor::from({1, 2, 0, 3}, {4})));
  using Wrong = std::invalid_argument;
  for (const double bad : {-1.0, 0.5, 65536.0, double{NAN}}) {
    const Tensor pieces = Tensor::from({0, 0, bad, 0}, {4});
    BOOST_CHECK_THROW(from_pieces("x", pieces), Wrong);
  }
  BOOST_CHECK_THROW(from_pieces("x", Tensor::zeros({3})), Wrong);
}
BOOST_AUTO_TEST_CASE(a_state_holds_rate_steps_and_moments) {
  const Tensor a = leaf(Tensor::ones({2})), b = leaf(Tensor::ones({3}));
  Summing optimizer({a, b}, 0.1);
  CHECK(optimizer.state_dict().size() == 1u, "nothing was stepped");
  give(b, counting({3}));
  for (int i = 0; i < 2; ++i) optimizer.step();
  std::string names;
  for (const auto& entry : optimizer.state_dict())
    names += entry.first + " ";
  CHECK(names == "summing.lr summing.1.step summing.1.sum ");
  const StateDict state = optimizer.state_dict();
  CHECK(same(*find(state, "summing.1.step"),
             Tensor::from({2, 0, 0, 0}, {4})));
  CHECK(same(*find(state, "summing.1.sum"), counting({3}) * 2));
}
BOOST_AUTO_TEST_CASE(a_loaded_state_goes_on_with_the_same_rate_and_count) {
  const Tensor a = leaf(Tensor::ones({2})), b = leaf(Tensor::ones({2}));
  Summing one({a}, 0.1), two({b}, 0.7);
  give(a, counting({2}));
  for (int i = 0; i < 70'000; ++i) one.step();
  two.load_state_dict(one.state_dict());
  CHECK(two.lr() == 0.1, "all bits of a double");
  b.copy_(a);
  for (const Tensor& w : {a, b}) give(w, Tensor::ones({2}));
  one.step();
  two.step();
  CHECK(two.steps == 70'001, "more than one piece of 16 bits");
  CHECK(same(b, a));
  CHECK(find(one.state_dict(), "summing.0.sum")->data() !=
        find(two.state_dict(), "summing.0.sum")->data(), "copied");
}
BOOST_AUTO_TEST_CASE(a_state_that_does_not_fit_changes_nothing) {
  const Tensor w = leaf(Tensor::ones({2}));
  Summing optimizer({w}, 0.5);
  give(w, counting({2}));
  optimizer.step();
  const auto refuse = [&](const StateDict& state, const std::string& text) {
    BOOST_CHECK_EXCEPTION(optimizer.load_state_dict(state),
        std::invalid_argument, says("load_state_dict:" + text));
    CHECK(optimizer.lr() == 0.5);
    CHECK(same(*find(optimizer.state_dict(), "summing.0.sum"),
               counting({2})));
  };
  // Try states that do not fit
  optim::SGD other({w});
  refuse(other.state_dict(),
         " this is not the state of summing; it does not hold summing.lr");
  StateDict state = optimizer.state_dict();
  state[2].second = Tensor::ones({3});
  refuse(state, " the shape of summing.0.sum is (3), it must be (2);");
  state[2].first = "summing.1.sum";
  refuse(state, " summing.0.sum is missing; summing.1.sum belongs to no "
                "parameter;");
  state = optimizer.state_dict();
  state[1].second = Tensor::from({1, 0, 0, 0.5}, {4});
  refuse(state, " summing.0.step is not 64 bits in four numbers");
  state = optimizer.state_dict();
  state[0].second = Tensor::from({0, 0, 0, 65535}, {4});  // a NaN
  BOOST_CHECK_THROW(optimizer.load_state_dict(state), std::invalid_argument);
  CHECK(optimizer.lr() == 0.5);
}
BOOST_AUTO_TEST_SUITE_END()

// Test each rule in a suite of its own
BOOST_AUTO_TEST_SUITE(optim_momentum)
// Test: optim-momentum
BOOST_AUTO_TEST_CASE(momentum_goes_on_where_it_was_going) {
  const Tensor w = leaf(Tensor::ones({1}));
  optim::SGD momentum({w}, {.lr = 0.1, .momentum = 0.9});
  for (const double expected : {0.95, 0.855, 0.7195}) {
    give(w, Tensor::full({1}, 0.5));
    momentum.step();
    CHECK(compare(w.item(), expected),
          "the example by hand: is the velocity changed first?");
  }
  give(w, Tensor::zeros({1}));
  momentum.step();
  CHECK(compare(w.item(), 0.59755), "no slope, and yet it moves on");
}
BOOST_AUTO_TEST_CASE(momentum_agrees_with_its_formula) {
  const Tensor w = leaf(counting({3, 5}));
  optim::SGD momentum({w}, {.lr = 0.1, .momentum = 0.8, .dampening = 0.5,
                            .weight_decay = 0.01});
  std::vector<double> velocity(15);
  follow(momentum, w, [&](double& x, double g, std::size_t i, int t) {
    const double slope = g + 0.01 * x;
    velocity[i] = t == 1 ? slope : 0.8 * velocity[i] + 0.5 * slope;
    x -= 0.1 * velocity[i];
  }, "the first slope counts whole, later ones are dampened by `add`");
}
BOOST_AUTO_TEST_SUITE_END()
BOOST_AUTO_TEST_SUITE(optim_nesterov)
// Test: optim-nesterov
BOOST_AUTO_TEST_CASE(nesterov_steps_from_where_it_will_be) {
  const Tensor w = leaf(Tensor::ones({1}));
  optim::SGD nesterov({w}, {.lr = 0.1, .momentum = 0.9, .nesterov = true});
  for (const double expected : {0.905, 0.7695, 0.59755}) {
    give(w, Tensor::full({1}, 0.5));
    nesterov.step();
    CHECK(compare(w.item(), expected),
          "the example by hand: g + momentum * (new v)");
  }
}
BOOST_AUTO_TEST_CASE(nesterov_agrees_with_its_formula) {
  const Tensor w = leaf(counting({3, 5}));
  optim::SGD nesterov({w}, {.lr = 0.1, .momentum = 0.8, .nesterov = true,
                            .weight_decay = 0.01});
  std::vector<double> velocity(15);
  follow(nesterov, w, [&](double& x, double g, std::size_t i, int) {
    const double slope = g + 0.01 * x;
    velocity[i] = 0.8 * velocity[i] + slope;
    x -= 0.1 * slope + 0.1 * 0.8 * velocity[i];
  }, "the slope is part of the velocity and of the step");
}
BOOST_AUTO_TEST_SUITE_END()
BOOST_AUTO_TEST_SUITE(optim_adam)
// Test: optim-adam
BOOST_AUTO_TEST_CASE(adam_divides_a_mean_by_a_root_mean_square) {
  real w = 1, m = 0, v = 0;
  const auto step = [&](int t, real g) {
    AdamStep s = numbers_of(t);
    s.eps = real(1e-8);
    kernels().adam_step(1, &w, 1, &g, 1, &m, 1, &v, 1, s);
  };
  step(1, real(0.5));
  CHECK(compare(m, 0.05), "a tenth of the slope is new");
  CHECK(compare(v, 0.00025, {0, 1e-5}), "of its square, a thousandth");
  CHECK(compare(w, 0.9), "the first step is as long as the rate");
  step(2, real(-0.25));
  CHECK(compare(m, 0.02), "0.9 m + 0.1 g");
  CHECK(compare(v, 0.00031225, {0, 1e-5}), "0.999 v + 0.001 g²");
  CHECK(compare(w, 0.8733664), "the second step of the example");
}
BOOST_AUTO_TEST_CASE(adam_adds_eps_outside_the_root) {
  real w = 1, g = real(1e-3), m = 0, v = 0;
  kernels().adam_step(1, &w, 1, &g, 1, &m, 1, &v, 1, numbers_of(1));
  CHECK(compare(w, 0.95), "0.1 * g / (|g| + eps), and eps is g");
}
BOOST_AUTO_TEST_CASE(adam_follows_the_slope_with_its_weight_decay) {
  real w = 2, g = real(0.5), m = 0, v = 0;
  AdamStep s = numbers_of(1);
  s.decay = real(0.25);
  s.eps = real(1e-8);
  kernels().adam_step(1, &w, 1, &g, 1, &m, 1, &v, 1, s);
  CHECK(compare(m, 0.1), "the slope is g + decay * w = 1, not g");
  CHECK(compare(v, 0.001, {0, 1e-5}), "the square of the slope, too");
  CHECK(compare(w, 1.9), "the first step is as long as the rate");
}
BOOST_AUTO_TEST_CASE(adam_does_the_same_in_every_layout) {
  const Tensor x = counting({40}), y = small_integers({40});
  for (const Layout& w : layouts(x))
    for (const Layout& g : layouts(y)) {
      const Tensor m = x / 64, v = Tensor::ones({40});
      w.tensor.copy_(x);
      kernels().adam_step(40, w.tensor.data(), w.tensor.strides()[0],
                          g.tensor.data(), g.tensor.strides()[0], m.data(),
                          1, v.data(), 1, numbers_of(3));
      const Tensor mean = x / 64 * 0.9 + y * 0.1;
      const Tensor root = sqrt(v) * numbers_of(3).scale + 0.001;
      CHECK(compare(m, mean), w.name + g.name);
      CHECK(compare(w.tensor, x - mean / root * numbers_of(3).rate));
    }
}
BOOST_AUTO_TEST_SUITE_END()
BOOST_AUTO_TEST_SUITE(optim_adam_numbers)
// Test: optim-adam-numbers
BOOST_AUTO_TEST_CASE(adam_corrects_for_moments_that_began_at_zero) {
  const optim::AdamOptions o = {.lr = 0.1};
  for (const auto& [step, rate, scale] :
       {std::tuple{1, 1.0, 31.6227766}, {2, 0.526315789, 22.3662732},
        {10, 0.153533985, 10.0225163}, {1'000'000, 0.1, 1.0}}) {
    const AdamStep s = optim::adam_numbers(o, step, false);
    CHECK(compare(s.rate, rate), "lr / (1 - beta1^t)");
    CHECK(compare(s.scale, scale), "1 / sqrt(1 - beta2^t)");
  }
  const optim::AdamOptions none = {.lr = 0.1, .beta1 = 0, .beta2 = 0};
  CHECK(optim::adam_numbers(none, 1, false).rate == real(0.1));
  CHECK(optim::adam_numbers(none, 1, false).scale == 1);
}
BOOST_AUTO_TEST_CASE(decay_is_part_of_the_slope_or_shrinks_the_weight) {
  const optim::AdamOptions o = {.lr = 0.1, .weight_decay = 0.5};
  const AdamStep adam = optim::adam_numbers(o, 2, false);
  CHECK((adam.decay == real(0.5) && adam.shrink == 1), "Adam");
  const AdamStep adamw = optim::adam_numbers(o, 2, true);
  CHECK((adamw.decay == 0 && adamw.shrink == real(0.95)), "AdamW");
  CHECK(adam.rate == adamw.rate, "nothing else differs");
}
BOOST_AUTO_TEST_SUITE_END()
BOOST_AUTO_TEST_SUITE(optim_integration)
// Test_module: Adam and AdamW against their formulas
/// Adam's formula for rate 0.01, betas 0.8 and 0.95, eps 0.001.
Formula adam_formula(double decay, double decoupled) {
  return [=, m = std::vector<double>(15), v = std::vector<double>(15)](
             double& w, double g, std::size_t i, int t) mutable {
    g += decay * w;
    w -= 0.01 * decoupled * w;
    m[i] = 0.8 * m[i] + 0.2 * g;
    v[i] = 0.95 * v[i] + 0.05 * g * g;
    const double mean = m[i] / (1 - std::pow(0.8, t));
    const double square = v[i] / (1 - std::pow(0.95, t));
    w -= 0.01 * mean / (std::sqrt(square) + 0.001);
  };
}
BOOST_AUTO_TEST_CASE(test_module_adam_and_adamw_agree_with_the_papers) {
  const Tensor a = leaf(counting({3, 5})), b = leaf(counting({3, 5}));
  optim::Adam adam_rule({a}, {.lr = 0.01, .beta1 = 0.8, .beta2 = 0.95,
                              .eps = 1e-3, .weight_decay = 0.1});
  follow(adam_rule, a, adam_formula(0.1, 0), "decay is part of the slope");
  optim::AdamW adamw_rule({b}, {.lr = 0.01, .beta1 = 0.8, .beta2 = 0.95,
                                .eps = 1e-3, .weight_decay = 0.1});
  follow(adamw_rule, b, adam_formula(0, 0.1), "decay shrinks the weight");
  CHECK(!compare(a, b), "the two differ");
}
BOOST_AUTO_TEST_CASE(without_decay_adamw_is_adam_bit_for_bit) {
  const Tensor a = leaf(counting({3, 5})), b = leaf(counting({3, 5}));
  optim::Adam adam_rule({a}, {.lr = 0.01});
  optim::AdamW adamw_rule({b}, {.lr = 0.01, .weight_decay = 0});
  for (int t = 0; t < 50; ++t) {
    for (const Tensor& w : {a, b}) give(w, (w * w - 30).detach());
    adam_rule.step();
    adamw_rule.step();
  }
  CHECK(same(a, b));
  CHECK(!equal(a, counting({3, 5})), "and it has moved");
}
// Test_module: valleys
BOOST_AUTO_TEST_CASE(test_module_momentum_and_adam_are_faster_in_a_valley) {
  const Valley straight(100, false), turned(100, true);
  const Index slow = fewest_steps(straight, plain);
  CHECK((2 * fewest_steps(straight, momentum)) < slow);
  CHECK((2 * fewest_steps(straight, adam)) < slow);
  CHECK((2 * fewest_steps(turned, adam)) < slow);
  CHECK(steps_to_minimum(straight, plain, 2.1, 500) == 500,
        "too long a step never arrives");
  CHECK(steps_to_minimum(straight, plain, 0.01, 500) == 500,
        "too short a step does not arrive in time");
}
BOOST_AUTO_TEST_CASE(narrower_is_slower_unless_the_rule_adapts) {
  const Valley round(1, false), narrow(100, false);
  CHECK((10 * fewest_steps(round, plain)) < fewest_steps(narrow, plain));
  const Index more = fewest_steps(narrow, adam) - fewest_steps(round, adam);
  CHECK(std::abs(more) <= 5, "Adam does not see how steep it is");
}
// Test_module: training that is interrupted
const std::vector<std::pair<Rule, double>> tuned = {
  {plain, 0.2}, {momentum, 0.1}, {nesterov, 0.1}, {adam, 0.05},
  {rule_of<optim::AdamW>(optim::AdamWOptions{}), 0.05}};
struct Xor : nn::Module {
  nn::Linear fc1 = child("fc1", nn::Linear(2, 8));
  nn::Linear fc2 = child("fc2", nn::Linear(8, 1));
  /// Trains for some steps; returns the last mean squared error.
  double train(optim::Optimizer& optimizer, int steps) const {
    const Tensor x = Tensor::from({0, 0, 0, 1, 1, 0, 1, 1}, {4, 2});
    const Tensor y = Tensor::from({0, 1, 1, 0}, {4, 1});
    double last = 0;
    for (int t = 0; t < steps; ++t) {
      optimizer.zero_grad();
      const Tensor error = fc2(tanh(fc1(x))) - y;
      const Tensor loss = mean(error * error);
      loss.backward();
      optimizer.step();
      last = loss.item();
    }
    return last;
  }
};
BOOST_AUTO_TEST_CASE(test_module_every_optimizer_learns_xor) {
  for (const auto& [rule, rate] : tuned) {
    manual_seed(1);
    const Xor net;
    const auto optimizer = rule(net.parameters(), rate);
    const double first = net.train(*optimizer, 1);
    CHECK(first > 0.1, "it does not begin where it should end");
    CHECK(net.train(*optimizer, 1000) < 0.01,
          "with rate " + std::to_string(rate));
  }
}
BOOST_AUTO_TEST_CASE(test_module_every_parameter_moves_in_one_step) {
  for (const auto& [rule, rate] : tuned) {
    manual_seed(2);
    const Xor net;
    std::vector<Tensor> before;
    for (const Tensor& p : net.parameters())
      before.push_back(p.detach().clone());
    net.train(*rule(net.parameters(), rate), 1);
    const auto after = net.parameters();
    for (std::size_t i = 0; i < after.size(); ++i)
      for (const real by : (after[i].detach() - before[i]).to_vector())
        CHECK(by != 0, "every number of every parameter moves");
  }
}
BOOST_AUTO_TEST_CASE(a_resumed_training_is_an_uninterrupted_one) {
  for (const auto& [rule, rate] : tuned) {
    const Xor whole, interrupted, resumed;
    interrupted.load_state_dict(whole.state_dict());
    const auto through = rule(whole.parameters(), rate);
    whole.train(*through, 30);
    const Scratch network, optimizer;
    {
      const auto first = rule(interrupted.parameters(), rate);
      interrupted.train(*first, 13);
      save_safetensors(interrupted.state_dict(), network.path);
      save_safetensors(first->state_dict(), optimizer.path);
    }
    // Resume from the files and compare
    resumed.load_state_dict(load_safetensors(network.path));
    const auto second = rule(resumed.parameters(), 1);
    second->load_state_dict(load_safetensors(optimizer.path));
    CHECK(second->lr() == rate);
    resumed.train(*second, 17);
    const auto expected = whole.parameters(), found = resumed.parameters();
    for (std::size_t k = 0; k < found.size(); ++k)
      CHECK(same(found[k], expected[k], "bit for bit"));
  }
}
BOOST_AUTO_TEST_CASE(moments_matter_and_steps_allocate_nothing) {
  for (const auto& [rule, rate] : std::span(tuned).subspan(1)) {
    const Xor one, two, cold;
    two.load_state_dict(one.state_dict());
    const auto a = rule(one.parameters(), rate);
    const auto b = rule(two.parameters(), rate);
    one.train(*a, 10);
    two.train(*b, 10);
    CHECK(same(two.fc1.weight, one.fc1.weight), "deterministic");
    cold.load_state_dict(one.state_dict());
    cold.train(*rule(cold.parameters(), rate), 1);
    const Index before = memory::acquisitions();
    a->step();
    CHECK(memory::acquisitions() == before, "nothing is allocated");
    two.train(*b, 1);
    CHECK(!equal(cold.fc1.weight, two.fc1.weight), "cold is not warm");
  }
}
BOOST_AUTO_TEST_SUITE_END()
}  // namespace
