// Tangled from chapters/05_autograd.nw: edit that, not this file.
#include <tinytorch/activations.hpp>
#include <tinytorch/elementwise.hpp>
#include <tinytorch/error.hpp>
#include <tinytorch/gradcheck.hpp>
#include <tinytorch/layers.hpp>
#include <tinytorch/losses.hpp>
#include <tinytorch/matmul.hpp>
#include <tinytorch/memory.hpp>
#include <tinytorch/random.hpp>
#include <tinytorch/reduce.hpp>
#include <tinytorch/view.hpp>

#include "run.hpp"
#include "tensors.hpp"

namespace {

using namespace tt;
using namespace tt::test;

BOOST_AUTO_TEST_SUITE(autograd_given)
// Tests of nodes
BOOST_AUTO_TEST_CASE(a_million_nodes_are_freed_without_recursion) {
  const Index before = memory::live_bytes();
  {
    const Tensor x = Tensor::ones({1}).requires_grad_();
    Tensor y = x;
    for (int i = 0; i < 1'000'000; ++i) y = y * x;
  }
  CHECK(memory::live_bytes() == before, "the graph is freed with y");
}
// Tests of recording
BOOST_AUTO_TEST_CASE(a_result_requires_a_gradient_if_an_input_does) {
  const Tensor x = counting({3}).requires_grad_(), c = counting({3});
  CHECK(((x + c).requires_grad() && (c * x).requires_grad()));
  CHECK(!(c + c).requires_grad(), "nothing flows to constants");
  CHECK(!x.detach().requires_grad());
  CHECK(x.detach().data() == x.data(), "detach() copies nothing");
  CHECK(!x.grad().defined(), "no gradient has arrived yet");
}
BOOST_AUTO_TEST_CASE(nothing_is_recorded_under_no_grad) {
  const Tensor x = counting({3}).requires_grad_();
  {
    const NoGrad guard;
    CHECK(!(x * x).requires_grad());
    const GradMode inner(true);
    CHECK((x * x).requires_grad());
  }
  CHECK((x * x).requires_grad(), "recording goes on after the scope");
}
BOOST_AUTO_TEST_CASE(only_leaves_are_switched) {
  const Tensor x = counting({3}).requires_grad_();
  const Tensor y = x + x;
  BOOST_CHECK_EXCEPTION(y.requires_grad_(false), std::invalid_argument,
      begins("requires_grad_: this tensor is the result of an operation"));
  CHECK(!x.requires_grad_(false).requires_grad());
}
BOOST_AUTO_TEST_CASE(backward_refuses_what_has_no_gradient) {
  using Wrong = std::invalid_argument;
  const Tensor x = counting({2, 3}).requires_grad_();
  BOOST_CHECK_EXCEPTION((x * x).backward(), Wrong,
      says("backward: shape (2, 3) has more than one element; give the "
           "gradient with respect to it"));
  BOOST_CHECK_EXCEPTION((x * x).backward(Tensor::ones({3})), Wrong,
      says("backward: a gradient of shape (3) for a tensor of shape "
           "(2, 3)"));
  BOOST_CHECK_EXCEPTION(sum(counting({3})).backward(), Wrong,
      begins("backward: nothing was recorded for this tensor"));
}
// Tests of differences
BOOST_AUTO_TEST_CASE(differences_find_a_gradient_that_we_know) {
  const Tensor x = Tensor::from({1, -2, 3}, {3}), before = x.clone();
  const Tensor g = numeric_gradient([&] { return sum(x * x * x); }, x);
  const Tensor slopes = Tensor::from({3, 12, 27}, {3});
  CHECK(compare(g, slopes, gradient_tolerance));
  CHECK(same(x, before), "x is put back");
  const Tensor t = counting({2, 3}).transpose(0, 1);
  BOOST_CHECK_EXCEPTION(numeric_gradient([&] { return sum(t); }, t),
      std::invalid_argument, begins("numeric_gradient: shape (3, 2)"));
}
// Tests of undone broadcasting
BOOST_AUTO_TEST_CASE(what_was_repeated_is_summed) {
  const Tensor g = counting({2, 3});
  CHECK(same(undo_broadcasting(g, {2, 3}), g));
  CHECK(same(undo_broadcasting(g, {3}), Tensor::from({3, 5, 7}, {3})));
  CHECK(same(undo_broadcasting(g, {2, 1}),
             Tensor::from({3, 12}, {2, 1})));
  CHECK(same(undo_broadcasting(g, {}), Tensor::full({}, 15)));
  CHECK(same(undo_broadcasting(counting({0, 3}), {1, 3}),
             Tensor::zeros({1, 3})), "a sum of nothing is zero");
  BOOST_CHECK_THROW(undo_broadcasting(g, {4}), std::logic_error);
}
BOOST_AUTO_TEST_SUITE_END()

// Test each gradient and the sweep in suites of their own
BOOST_AUTO_TEST_SUITE(autograd_div)
// Test: autograd-div
BOOST_AUTO_TEST_CASE(the_gradients_of_a_quotient_equal_differences) {
  Generator random(1);
  const Tensor a = Tensor::uniform({2, 3}, 1, 2, random).requires_grad_();
  const Tensor b = Tensor::uniform({2, 3}, 1, 2, random).requires_grad_();
  const Tensor g = Tensor::randn({2, 3}, random);
  const auto number = [&] { return sum(a / b * g); };
  const NoGrad guard;
  const Gradients found = div_backward(g, a, b);
  CHECK(compare(found[0], numeric_gradient(number, a),
                gradient_tolerance), "with respect to a");
  CHECK(compare(found[1], numeric_gradient(number, b),
                gradient_tolerance), "with respect to b");
}
BOOST_AUTO_TEST_CASE(a_quotient_computes_only_gradients_that_are_wanted) {
  const Tensor c = Tensor::ones({2}), a = c.clone().requires_grad_();
  const NoGrad guard;
  CHECK(!div_backward(c, a, c)[1].defined(), "c wants none");
  CHECK(!div_backward(c, c, a)[0].defined(), "c wants none");
  CHECK(div_backward(c, a, c)[0].defined());
}
BOOST_AUTO_TEST_SUITE_END()
BOOST_AUTO_TEST_SUITE(autograd_matmul)
// Test: autograd-matmul
BOOST_AUTO_TEST_CASE(the_gradients_of_a_product_equal_differences) {
  Generator random(1);
  const auto check = [&](const Shape& m, const Shape& n) {
    const Tensor a = Tensor::randn(m, random).requires_grad_();
    const Tensor b = Tensor::randn(n, random).requires_grad_();
    const Tensor g = Tensor::randn(matmul(a, b).shape(), random);
    const auto number = [&] { return sum(matmul(a, b) * g); };
    const NoGrad guard;
    const Gradients found = matmul_backward(g, a, b);
    CHECK(compare(undo_broadcasting(found[0], m),
                  numeric_gradient(number, a), gradient_tolerance),
          to_string(m) + " x " + to_string(n) + ", left factor");
    CHECK(compare(undo_broadcasting(found[1], n),
                  numeric_gradient(number, b), gradient_tolerance),
          to_string(m) + " x " + to_string(n) + ", right factor");
  };
  check({2, 3}, {3, 4});
  check({1, 1}, {1, 5});
  check({5, 2, 3}, {5, 3, 4});
  check({2, 3}, {5, 3, 4});
}
BOOST_AUTO_TEST_CASE(a_product_computes_only_gradients_that_are_wanted) {
  const Tensor w = counting({2, 2}).requires_grad_(), x = counting({2, 2});
  const NoGrad guard;
  CHECK(!matmul_backward(x, x, w)[0].defined(),
        "the input of the first layer wants no gradient");
  CHECK(!matmul_backward(x, w, x)[1].defined());
}
BOOST_AUTO_TEST_SUITE_END()
BOOST_AUTO_TEST_SUITE(autograd_accumulate)
// Test: autograd-accumulate
BOOST_AUTO_TEST_CASE(gradients_of_a_leaf_add_up) {
  Node leaf({3});
  accumulate(leaf, counting({3}));
  CHECK(same(leaf.gradient, Tensor::from({0, 1, 2}, {3})));
  accumulate(leaf, Tensor::ones({3}));
  CHECK(same(leaf.gradient, Tensor::from({1, 2, 3}, {3})),
        "the second gradient is added, it does not replace the first");
}
BOOST_AUTO_TEST_CASE(a_leaf_never_shares_its_gradient) {
  Node one({2, 3}), two({2, 3});
  const Tensor g = counting({2, 3});
  accumulate(one, g);
  accumulate(two, g);
  accumulate(one, g);
  CHECK(same(two.gradient, g), "leaves that got one gradient part");
  CHECK(same(g, counting({2, 3})), "the gradient itself is untouched");
  Node wide({2, 3});
  accumulate(wide, Tensor::ones({1}).expand({2, 3}));
  accumulate(wide, g);
  CHECK(same(wide.gradient, g + 1), "an expanded gradient is copied");
}
BOOST_AUTO_TEST_CASE(a_gradient_that_nobody_else_holds_is_not_copied) {
  Node leaf({1000});
  Tensor g = counting({1000});
  const real* const numbers = g.data();
  accumulate(leaf, std::move(g));
  CHECK(leaf.gradient.data() == numbers, "keep it, do not clone it");
}
BOOST_AUTO_TEST_SUITE_END()
BOOST_AUTO_TEST_SUITE(autograd_sweep)
// Make nodes by hand
using Handle = std::shared_ptr<Node>;
/// A node whose gradient is passed on to each input, times a factor.
Handle result_of(std::vector<Handle> inputs, double factor,
                 std::vector<double>* arrived = nullptr) {
  auto node = std::make_shared<Node>(Shape{});
  node->leaf = false;
  node->pull = [count = inputs.size(), factor, arrived](const Tensor& g) {
    if (arrived) arrived->push_back(g.item());
    return Gradients(count, g * factor);
  };
  node->inputs = std::move(inputs);
  return node;
}
const Tensor one = Tensor::full({}, 1);
// Test: autograd-sweep
BOOST_AUTO_TEST_CASE(a_gradient_is_passed_down_a_chain) {
  std::vector<double> arrived;
  const Handle end = result_of({}, 0, &arrived);
  sweep(result_of({result_of({end}, 3)}, 2), one);
  CHECK(compare(arrived, {6}, exact), "2 x 3, once");
}
BOOST_AUTO_TEST_CASE(a_node_waits_for_all_its_gradients) {
  std::vector<double> arrived;
  const Handle end = result_of({}, 0, &arrived);
  const Handle middle = result_of({end}, 10);
  sweep(result_of({end, middle, middle}, 1), one);
  CHECK(compare(arrived, {21}, exact),
        "one visit with 1 + 2 x 10, after all that is newer");
}
BOOST_AUTO_TEST_CASE(forty_diamonds_are_forty_steps_not_two_to_the_forty) {
  std::vector<double> arrived;
  Handle node = result_of({}, 0, &arrived);
  for (int i = 0; i < 40; ++i)
    node = result_of({result_of({node}, 1), result_of({node}, 1)}, 1);
  sweep(node, one);
  CHECK(compare(arrived, {0x1p40}, exact));
}
BOOST_AUTO_TEST_CASE(a_sweep_ends_at_a_leaf) {
  const auto leaf = std::make_shared<Node>(Shape{});
  try {
    sweep(result_of({leaf, leaf}, 3), one);
    CHECK(compare(leaf->gradient.item(), 6));
  } catch (const NotImplemented& missing) {  // it got as far as it can
    if (missing.exercise() != std::string("autograd-accumulate")) throw;
  }
}
BOOST_AUTO_TEST_CASE(nothing_goes_where_no_gradient_is_wanted) {
  std::vector<double> arrived;
  const Handle end = result_of({}, 0, &arrived);
  const Handle root = result_of({nullptr, end, end}, 1);
  root->pull = [](const Tensor& g) { return Gradients{g, Tensor(), g}; };
  REQUIRE(death_of([&] { sweep(root, one); }) == "",
          "an input that wants no gradient is a null pointer: look first");
  sweep(root, one);
  CHECK(compare(arrived, {1}, exact), "once, not from null");
}
BOOST_AUTO_TEST_CASE(what_was_swept_holds_no_memory_and_is_not_recorded) {
  bool recorded = true;
  auto x = std::make_shared<Tensor>(Tensor::ones({100}));
  const std::weak_ptr<Tensor> held = x;
  const Handle root = result_of({}, 0);
  root->pull = [x, &recorded](const Tensor&) {
    recorded = recording;
    return Gradients{};
  };
  x = nullptr;
  sweep(root, one);
  CHECK(held.expired(), "free what a formula held once it was used");
  CHECK(!recorded, "the gradients themselves are not recorded");
  BOOST_CHECK_EXCEPTION(sweep(root, one), std::invalid_argument,
      begins("backward: this result was swept before"));
}
BOOST_AUTO_TEST_SUITE_END()
BOOST_AUTO_TEST_SUITE(autograd_integration)
// Test_module: backward through the whole framework
// Tests of backward
BOOST_AUTO_TEST_CASE(test_module_the_example_by_hand) {
  const Tensor x = Tensor::full({}, 2).requires_grad_();
  const Tensor y = Tensor::full({}, 3).requires_grad_();
  const Tensor z = x * y + x * x;
  z.backward();
  CHECK(z.item() == 10);
  CHECK(x.grad().item() == 7, "y + 2 x");
  CHECK(y.grad().item() == 2, "x");
  (x * y).backward();
  CHECK(x.grad().item() == 10, "a second sweep adds 3");
  x.zero_grad();
  CHECK(!x.grad().defined());
}
BOOST_AUTO_TEST_CASE(a_chain_of_a_million_operations_is_swept) {
  const Tensor x = Tensor::ones({1}).requires_grad_();
  Tensor y = x;
  for (int i = 0; i < 1'000'000; ++i) y = y + x;
  y.backward();
  CHECK(x.grad().item() == 1'000'001);
}
BOOST_AUTO_TEST_CASE(gradients_have_the_shape_of_their_leaf) {
  const Index before = memory::live_bytes();
  {
    const Tensor x = counting({3, 1}).requires_grad_();
    const Tensor b = counting({4}).requires_grad_();
    sum((x + b) * (x + b)).backward();
    CHECK(x.grad().shape() == Shape({3, 1}));
    CHECK(b.grad().shape() == Shape({4}));
  }
  CHECK(memory::live_bytes() == before, "the graph owns no cycle");
}
// Tests of every gradient
struct Case {
  std::string name;
  Segment f;
  std::vector<Shape> shapes;
};
using In = std::span<const Tensor>;
const std::vector<Case> cases = {
  // Operations of two tensors
  {"add", [](In x) { return x[0] + x[1]; }, {{2, 3}, {3}}},
  {"sub", [](In x) { return x[0] - x[1]; }, {{3}, {4, 2, 3}}},
  {"mul", [](In x) { return x[0] * x[1]; }, {{2, 1}, {1, 4}}},
  {"div", [](In x) { return x[0] / x[1]; }, {{2, 3}, {}}},
  {"matmul", [](In x) { return matmul(x[0], x[1]); }, {{2, 3}, {3, 4}}},
  {"matmul, vectors", [](In x) { return matmul(x[0], x[1]); }, {{3}, {3}}},
  {"matmul, a column", [](In x) { return matmul(x[0], x[1]); },
   {{2, 3}, {3}}},
  {"matmul, a row", [](In x) { return matmul(x[0], x[1]); }, {{3}, {3, 2}}},
  {"matmul, stack by one", [](In x) { return matmul(x[0], x[1]); },
   {{5, 2, 3}, {3, 4}}},
  {"matmul, stacks", [](In x) { return matmul(x[0], x[1]); },
   {{5, 1, 2, 3}, {2, 3, 4}}},
  // Operations of one tensor
  {"neg", [](In x) { return -x[0]; }, {{2, 3}}},
  {"exp", [](In x) { return exp(x[0]); }, {{2, 3}}},
  {"log", [](In x) { return log(x[0]); }, {{2, 3}}},
  {"sqrt", [](In x) { return sqrt(x[0]); }, {{2, 3}}},
  {"numbers", [](In x) { return 2 - 3 / (x[0] * 4 + 1) / 5; }, {{2, 3}}},
  {"used twice", [](In x) { return x[0] * exp(x[0]) + x[0]; }, {{2, 3}}},
  {"clone", [](In x) { return clone(x[0]); }, {{2, 3}}},
  // Views and reductions
  {"transpose", [](In x) { return x[0].transpose(0, 2); }, {{2, 3, 4}}},
  {"permute", [](In x) { return x[0].permute({2, 0, 1}); }, {{2, 3, 4}}},
  {"narrow", [](In x) { return x[0].narrow(1, 1, 2); }, {{2, 4}}},
  {"select", [](In x) { return x[0].select(-1, -1); }, {{2, 4}}},
  {"unsqueeze", [](In x) { return x[0].unsqueeze(1); }, {{2, 4}}},
  {"squeeze", [](In x) { return x[0].squeeze(1); }, {{2, 1, 4}}},
  {"expand", [](In x) { return x[0].expand({5, 2, 4}); }, {{2, 1}}},
  {"view", [](In x) { return contiguous(x[0]).view({3, -1}); },
   {{2, 6}}},
  {"reshape", [](In x) { return x[0].transpose(0, 1).reshape({12}); },
   {{2, 6}}},
  {"sum", [](In x) { return sum(x[0]); }, {{2, 3}}},
  {"sum of rows", [](In x) { return sum(x[0], 1); }, {{2, 3}}},
  {"sum, kept", [](In x) { return sum(x[0], 0, keepdim); }, {{2, 3}}},
  {"mean", [](In x) { return mean(x[0]) * mean(x[0], -1); }, {{2, 3}}},
  {"max", [](In x) { return max(x[0]); }, {{2, 3}}},
  {"max of rows", [](In x) { return max(x[0], 1); }, {{2, 3}}},
  {"max, kept", [](In x) { return max(x[0], 0, keepdim); }, {{2, 3}}},
  // Activations and layers
  {"relu", [](In x) { return relu(x[0] - 0.97); }, {{2, 3}}},
  {"sigmoid", [](In x) { return sigmoid(x[0]); }, {{2, 3}}},
  {"tanh", [](In x) { return tanh(x[0]); }, {{2, 3}}},
  {"gelu", [](In x) { return gelu(x[0]); }, {{2, 3}}},
  {"gelu, tanh", [](In x) { return gelu(x[0], Gelu::tanh); }, {{2, 3}}},
  {"softmax", [](In x) { return softmax(x[0], 1); }, {{2, 3}}},
  {"log_softmax", [](In x) { return log_softmax(x[0], -2); }, {{2, 3}}},
  {"linear", [](In x) { return linear(x[0], x[1], x[2]); },
   {{2, 3}, {4, 3}, {4}}},
  {"linear, no bias", [](In x) { return linear(x[0], x[1]); },
   {{5, 2, 3}, {4, 3}}},
  {"linear, one row", [](In x) { return linear(x[0], x[1], x[2]); },
   {{3}, {4, 3}, {4}}},
  {"dropout", [](In x) {
     Generator g(1);
     return dropout(x[0], 0.5, true, g);
   }, {{2, 3}}},
  // Losses with gradients
  {"mse_loss", [](In x) { return mse_loss(x[0], x[1]); }, {{2, 3}, {2, 3}}},
  {"mse_loss, sum", [](In x) {
     return mse_loss(x[0], Tensor::ones({3}), Reduction::sum);
   }, {{3}}},
  {"binary_cross_entropy", [](In x) {
     return binary_cross_entropy(x[0] / 2, Tensor::from({0, 1, 0.3}, {3}));
   }, {{3}}},
  {"binary_cross_entropy_with_logits", [](In x) {
     return binary_cross_entropy_with_logits(x[0],
                                             Tensor::from({0, 1, 0.3}, {3}));
   }, {{3}}},
  {"logsumexp", [](In x) { return logsumexp(x[0], 1); }, {{2, 3}}},
  {"logsumexp, kept", [](In x) { return logsumexp(x[0], 0, keepdim); },
   {{2, 3}}},
  {"cross_entropy", [](In x) {
     return cross_entropy(x[0], std::vector<std::int32_t>{2, 0});
   }, {{2, 3}}},
  {"cross_entropy, sum", [](In x) {
     return cross_entropy(x[0], std::vector<std::int32_t>{1, 1},
                          Reduction::sum);
   }, {{2, 3}}},
};
std::vector<Tensor> leaves(const Case& c, Index margin = 0) {
  std::vector<Tensor> all;
  for (Shape shape : c.shapes) {
    for (int d = 0; d < shape.size(); ++d) shape[d] += margin;
    const Tensor x = Tensor::empty(shape);
    for (Index i = 0, n = x.numel(); i < n; ++i)
      x.data()[i] = real(0.5) + real((11 * i + 4) % n) / real(n);
    all.push_back(x.requires_grad_());
  }
  return all;
}
Tensor turned(const Tensor& x) {
  Dims order;
  for (int d = 0; d < x.dim(); ++d) order.insert(0, d);
  return x.permute(order);
}
Tensor inner(Tensor x) {
  for (int d = 0; d < x.dim(); ++d) x = x.narrow(d, 1, x.size(d) - 1);
  return x;
}
void check(const Case& c, const std::string& how,
           const std::vector<Tensor>& inputs,
           const std::function<Tensor(const Tensor&)>& through) {
  const GradientCheck found = check_gradients([&](In x) {
    std::vector<Tensor> views;
    for (const Tensor& leaf : x) views.push_back(through(leaf));
    return c.f(views);
  }, inputs);
  CHECK(found.worst < gradient_tolerance.relative,
        c.name + " " + how + ": " + found.where);
}
BOOST_AUTO_TEST_CASE(every_gradient_equals_differences) {
  for (const Case& c : cases) {
    check(c, "of leaves", leaves(c), [](const Tensor& x) { return x; });
    check(c, "of slices", leaves(c, 1), inner);
    check(c, "of copies in another order", leaves(c),
          [](const Tensor& x) { return turned(turned(x).contiguous()); });
    check(c, "of a sum of two uses", leaves(c),
          [](const Tensor& x) { return x * x / 4 + x / 4; });
  }
}
BOOST_AUTO_TEST_CASE(the_check_finds_a_wrong_gradient) {
  const Tensor x = counting({3}).requires_grad_();
  const GradientCheck found = check_gradients([](In in) {
    Tensor y = in[0].detach() * 2;
    record(y, {in[0]}, [](const Tensor& g) { return Gradients{g * 3}; });
    return y;
  }, {x});
  CHECK(found.worst > 0.1);
  CHECK(found.where.find("by differences") != std::string::npos);
}
BOOST_AUTO_TEST_CASE(every_parameter_of_a_network_has_its_gradient) {
  manual_seed(1);
  const nn::Sequential net(nn::Linear(3, 4), sigmoid, nn::Linear(4, 2));
  const Tensor x = counting({5, 3}) / 8;
  const std::vector<Tensor> parameters = net.parameters();
  const GradientCheck found =
      check_gradients([&](In) { return net(x); }, parameters);
  CHECK(found.worst < gradient_tolerance.relative, found.where);
  for (const Tensor& p : parameters)
    CHECK(max(p.grad() * p.grad()).item() > 0, "none is zero");
}
BOOST_AUTO_TEST_CASE(a_target_that_wants_a_gradient_is_refused) {
  const Tensor x = Tensor::full({2}, 0.5).requires_grad_();
  const Tensor target = Tensor::ones({2}).requires_grad_();
  BOOST_CHECK_EXCEPTION(binary_cross_entropy(x, target),
      std::invalid_argument,
      begins("binary_cross_entropy: the target requires a gradient"));
  BOOST_CHECK_THROW(binary_cross_entropy_with_logits(x, target),
                    std::invalid_argument);
  BOOST_CHECK_NO_THROW(binary_cross_entropy(x, target.detach()));
  const NoGrad guard;
  BOOST_CHECK_NO_THROW(binary_cross_entropy(x, target));
}
BOOST_AUTO_TEST_CASE(the_largest_elements_share_the_gradient) {
  const Tensor x = Tensor::from({5, 1, 5, 5, 2, 0}, {2, 3});
  x.requires_grad_();
  max(x).backward();
  const Tensor third = Tensor::from({1, 0, 1, 1, 0, 0}, {2, 3}) / 3;
  CHECK(compare(x.grad(), third));
  x.zero_grad();
  sum(max(x, 1)).backward();
  CHECK(same(x.grad(), Tensor::from({.5, 0, .5, 1, 0, 0}, {2, 3})));
}
// Tests of checkpointing
BOOST_AUTO_TEST_CASE(a_checkpoint_changes_no_gradient) {
  Generator random(1);
  const Tensor w = Tensor::randn({4, 4}, random).requires_grad_();
  const Tensor x = Tensor::randn({2, 4}, random).requires_grad_();
  const Segment layer = [&](In in) { return exp(matmul(in[0], w) / 8); };
  sum(layer({{layer({{x}})}})).backward();
  const Tensor dw = w.grad().clone(), dx = x.grad().clone();
  w.zero_grad();
  x.zero_grad();
  sum(checkpoint(layer, {checkpoint(layer, {x})})).backward();
  CHECK(same(w.grad(), dw), "the same operations in the same order");
  CHECK(same(x.grad(), dx));
}
BOOST_AUTO_TEST_CASE(a_checkpoint_draws_the_same_numbers_again) {
  Generator random(1);
  const Tensor x = Tensor::ones({8}).requires_grad_();
  const Segment noise = [&](In in) {
    return in[0] * Tensor::randn({8}, random);
  };
  const Tensor y = checkpoint(noise, {x}, {&random});
  const std::uint64_t after = random.state();
  sum(y).backward();
  CHECK(same(x.grad(), y.detach()), "x is 1, so the noise is both");
  CHECK(random.state() == after, "the generator goes on as before");
}
BOOST_AUTO_TEST_SUITE_END()
}  // namespace
