// Tangled from chapters/01_tensor.nw: edit that, not this file.
#include <tinytorch/elementwise.hpp>
#include <tinytorch/kernels.hpp>
#include <tinytorch/matmul.hpp>
#include <tinytorch/memory.hpp>
#include <tinytorch/random.hpp>
#include <tinytorch/reduce.hpp>
#include <tinytorch/timing.hpp>
#include <tinytorch/view.hpp>

#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <sstream>

#include "run.hpp"
#include "tensors.hpp"

namespace {

using namespace tt;
using namespace tt::test;

BOOST_AUTO_TEST_SUITE(tensor_given)
// Tests of shapes
BOOST_AUTO_TEST_CASE(shapes_know_their_size_and_their_row_major_strides) {
  CHECK(numel({}) == 1, "a scalar has one element");
  CHECK(numel({2, 0, 3}) == 0, "one size of 0 empties the tensor");
  CHECK(numel({2, 3, 4}) == 24);
  CHECK(row_major({2, 3, 4}) == Strides({12, 4, 1}));
  CHECK(Shape({2, 3})[-1] == 3, "-1 is the last dimension");
  CHECK(to_string(Shape{2, 3}) == "(2, 3)");
}
BOOST_AUTO_TEST_CASE(impossible_shapes_are_refused_with_a_reason) {
  using Wrong = std::invalid_argument;
  const Index big = Index{1} << 40;
  BOOST_CHECK_EXCEPTION(Tensor::empty({2, -1}), Wrong,
      says("shape (2, -1): a size is negative or all too large"));
  BOOST_CHECK_EXCEPTION(numel({big, big}), Wrong,
      says("shape (1099511627776, 1099511627776): "
           "a size is negative or all too large"));
  BOOST_CHECK_EXCEPTION(Shape({1, 1, 1, 1, 1, 1, 1}), Wrong,
      says("shape (1, 1, 1, 1, 1, 1): six dimensions are the most"));
}
// Tests of the handle
BOOST_AUTO_TEST_CASE(a_copied_handle_names_the_same_numbers) {
  const Tensor x = Tensor::from({1, 2, 3, 4}, {2, 2});
  const Tensor y = x;
  y.at({1, 0}) = 7;
  CHECK(x.at({1, 0}) == 7, "copying a handle must not copy numbers");
  CHECK(x.to_vector() == std::vector<real>({1, 2, 7, 4}));
}
BOOST_AUTO_TEST_CASE(memory_is_aligned_counted_and_given_back) {
  const Index before = memory::live_bytes();
  for (const Index n : {1, 17, 1000}) {
    Tensor x = Tensor::empty({n});
    const Tensor y = x.as_strided({}, {}, n - 1);
    CHECK((reinterpret_cast<std::uintptr_t>(x.data()) % 64) == 0);
    CHECK((memory::live_bytes() - before) >= n * Index{sizeof(real)});
    x = Tensor();
    CHECK(y.storage().owners() == 1, "a view keeps the storage alive");
  }
  CHECK(memory::live_bytes() == before, "all memory was given back");
}
BOOST_AUTO_TEST_CASE(a_handle_refuses_what_it_cannot_answer) {
  using Wrong = std::invalid_argument;
  const Tensor x = Tensor::arange(6);
  BOOST_CHECK_EXCEPTION(Tensor().shape(), Wrong,
      says("tensor: this handle refers to no tensor"));
  BOOST_CHECK_EXCEPTION(Tensor::from({1, 2}, {3}), Wrong,
      says("from: 2 numbers do not fill shape (3)"));
  BOOST_CHECK_EXCEPTION(x.at({6}), Wrong,
      says("at: (6) is outside shape (6)"));
  BOOST_CHECK_EXCEPTION(x.item(), Wrong,
      says("item: needs one element, not shape (6)"));
  BOOST_CHECK_EXCEPTION(x.size(1), Wrong,
      says("size: there is no dimension 1 in shape (6)"));
  BOOST_CHECK_EXCEPTION(x.as_strided({2, 3}, {9, 1}), Wrong,
      says("as_strided: shape (2, 3) with strides (9, 1) "
           "leaves a storage of 6 elements"));
}
// Tests of random numbers
BOOST_AUTO_TEST_CASE(the_same_seed_gives_the_same_numbers_everywhere) {
  Generator g(0);
  CHECK(g.bits() == 0xe220a8397b1dcdafu, "as published");
  CHECK(g.bits() == 0x6e789e6aa1b965f4u);
  Generator a(1), b(1);
  CHECK(equal(Tensor::randn({5}, a), Tensor::randn({5}, b)));
  Generator later(a.state());
  CHECK(a.bits() == later.bits(), "a state is a seed to go on from");
}
BOOST_AUTO_TEST_CASE(random_numbers_have_the_moments_they_promise) {
  Generator g(7);
  const Tensor x = Tensor::randn({100000}, g);
  CHECK(compare(mean(x).item(), 0, {.absolute = 0.02}));
  CHECK(compare(mean(x * x).item(), 1, {.absolute = 0.02}));
  const Tensor u = Tensor::uniform({100000}, -1, 3, g);
  CHECK(compare(mean(u).item(), 1, {.absolute = 0.02}));
  CHECK((max(u).item() <= 3 && -max(-u).item() >= -1));
}
// Tests of the kernel table
BOOST_AUTO_TEST_CASE(every_table_is_found_by_its_name) {
  for (const Kernels* table : kernel_tables())
    CHECK(&kernels_named(table->name) == table);
  BOOST_CHECK_EXCEPTION(kernels_named("fsat"), std::invalid_argument,
      begins("kernels: no table is called \"fsat\"; TINYTORCH_KERNELS may "
             "be: plain"));
}
BOOST_AUTO_TEST_CASE(another_table_is_in_use_until_the_end_of_the_scope) {
  Kernels mine = plain_kernels;
  mine.sum = [](Index, const real*, Index) -> real { return 42; };
  const Kernels* const before = &kernels();
  {
    const UseKernels guard(mine);
    CHECK(sum(Tensor::ones({3})).item() == 42);
  }
  CHECK(&kernels() == before, "the old table must come back");
}
BOOST_AUTO_TEST_CASE(the_environment_chooses_the_table) {
  const char* name = std::getenv("TINYTORCH_KERNELS");
  if (name && *name) CHECK(kernels().name == std::string(name));
}
BOOST_AUTO_TEST_CASE(an_unknown_table_in_the_environment_is_an_error) {
  const auto& program = boost::unit_test::framework::master_test_suite();
  const Ran ran = run("TINYTORCH_KERNELS=fsat '" +
                      std::string(program.argv[0]) +
                      "' --run_test='*/the_environment_chooses_the_table'");
  CHECK(ran.status != 0);
  CHECK(ran.output.find("no table is called \"fsat\"") !=
        std::string::npos, ran.output);
}
// Tests of walking
BOOST_AUTO_TEST_CASE(a_sum_visits_every_element_of_every_layout_once) {
  for (const Shape& shape : shapes()) {
    const Tensor x = counting(shape);
    const Index n = x.numel();
    for (const Layout& y : layouts(x))
      CHECK(sum(y.tensor).item() == static_cast<real>(n * (n - 1) / 2),
            "a tensor that is " + y.name);
  }
}
// Tests of views
BOOST_AUTO_TEST_CASE(views_share_memory_and_outlive_what_they_view) {
  Tensor row;
  {
    const Tensor x = counting({2, 3, 4});
    CHECK(same(x.permute({2, 0, 1}).select(0, 1).select(0, 1),
               Tensor::from({13, 17, 21}, {3})));
    CHECK(x.unsqueeze(-1).shape() == Shape({2, 3, 4, 1}));
    CHECK(x.unsqueeze(0).squeeze(0).data() == x.data());
    CHECK(x.view({-1, 4}).shape() == Shape({6, 4}), "-1 is filled in");
    row = x.narrow(0, 1, 1).select(1, -1);
    row.fill_(5);
    CHECK(sum(x).item() == 276 - 86 + 20, "20 to 23 became 5");
  }
  CHECK(same(row, Tensor::full({1, 4}, 5), "x is gone, row is not"));
}
BOOST_AUTO_TEST_CASE(an_expanded_tensor_repeats_one_number_in_memory) {
  const Tensor x = Tensor::from({1, 2}, {2, 1}).expand({3, 2, 2});
  CHECK(x.strides() == Strides({0, 1, 0}));
  CHECK(x.storage().count() == 2, "nothing is copied");
  CHECK(same(x.select(0, 2), Tensor::from({1, 1, 2, 2}, {2, 2})));
}
BOOST_AUTO_TEST_CASE(copies_equal_the_original_in_every_layout) {
  for (const Shape& shape : shapes()) {
    const Tensor x = counting(shape);
    for (const Layout& y : layouts(x)) {
      CHECK(same(y.tensor, x, "a tensor that is " + y.name));
      const Tensor z = y.tensor.clone();
      CHECK(z.is_contiguous());
      CHECK((z.numel() == 0 || z.data() != y.tensor.data()));
      CHECK(same(y.tensor.reshape({-1}), x.view({x.numel()})));
      y.tensor.copy_(Tensor::full({}, 3));
      CHECK(sum(y.tensor).item() == static_cast<real>(3 * x.numel()));
      CHECK(same(z, x, "a clone does not change with its original"));
    }
  }
}
BOOST_AUTO_TEST_CASE(views_refuse_what_strides_cannot_express) {
  using Wrong = std::invalid_argument;
  const Tensor x = counting({2, 3});
  BOOST_CHECK_EXCEPTION(x.permute({1, 0}).view({6}), Wrong,
      says("view: shape (3, 2) with strides (1, 3) is not contiguous: "
           "use reshape"));
  BOOST_CHECK_EXCEPTION(x.view({4, -1}), Wrong,
      says("view: shape (4, -1) cannot hold 6 elements"));
  BOOST_CHECK_EXCEPTION(x.reshape({7}), Wrong,
      says("reshape: shape (7) cannot hold 6 elements"));
  BOOST_CHECK_EXCEPTION(x.permute({0, 0}), Wrong,
      says("permute: order (0, 0) must name each dimension of shape (2, 3) "
           "once"));
}
BOOST_AUTO_TEST_CASE(views_refuse_what_lies_outside_the_shape) {
  using Wrong = std::invalid_argument;
  const Tensor x = counting({2, 3});
  BOOST_CHECK_EXCEPTION(x.narrow(1, 2, 2), Wrong,
      says("narrow: 2 elements from 2 do not fit dimension 1 of shape "
           "(2, 3)"));
  BOOST_CHECK_EXCEPTION(x.select(0, 2), Wrong,
      says("select: index 2 lies outside dimension 0 of shape (2, 3)"));
  BOOST_CHECK_EXCEPTION(x.squeeze(1), Wrong,
      says("squeeze: dimension 1 of shape (2, 3) must have size 1"));
  BOOST_CHECK_EXCEPTION(x.expand({2, 4}), Wrong,
      says("expand: shape (2, 3) does not stretch to (2, 4)"));
  BOOST_CHECK_EXCEPTION(x.copy_(counting({3, 1})), Wrong,
      says("copy_: shape (3, 1) does not stretch to (2, 3)"));
}
// Tests of arithmetic
BOOST_AUTO_TEST_CASE(arithmetic_of_equal_shapes_and_scalars) {
  for (const Shape& shape : shapes()) {
    const Tensor x = counting(shape) + 1;
    for (const Layout& a : layouts(x))
      for (const Layout& b : layouts(x)) {
        const std::string names = a.name + " with " + b.name;
        CHECK(same(a.tensor + b.tensor, 2 * x, names));
        CHECK(same(a.tensor - b.tensor, Tensor::zeros(shape), names));
        CHECK(same(a.tensor * b.tensor / b.tensor, x, names));
        CHECK(same(10 - (-a.tensor), b.tensor + 10, names));
        CHECK(same(a.tensor / 2, 0.5 * b.tensor, names));
        CHECK(compare(log(exp(a.tensor / 8)), x / 8), names);
        CHECK(same(sqrt(a.tensor * b.tensor), x, names));
      }
  }
}
BOOST_AUTO_TEST_CASE(operands_may_be_the_same_tensor) {
  const Tensor x = counting({2, 3});
  x.add_(x);
  CHECK(same(x, 2 * counting({2, 3}), "x += x doubles x"));
  x.narrow(0, 0, 1).add_(Tensor::ones({3}));
  CHECK(same(x, Tensor::from({1, 3, 5, 6, 8, 10}, {2, 3})));
  CHECK(same(x * x, Tensor::from({1, 9, 25, 36, 64, 100}, {2, 3})));
  BOOST_CHECK_EXCEPTION(x.add_(counting({4})), std::invalid_argument,
      says("add_: shape (4) does not stretch to (2, 3)"));
}
BOOST_AUTO_TEST_CASE(comparisons_fail_when_they_should) {
  const Tensor x = counting({2, 3}), y = x.clone();
  CHECK(equal(x, y));
  CHECK(!equal(x, x.view({3, 2})), "other shape");
  y.at({1, 2}) = real(5.001);
  CHECK(!equal(x, y));
  CHECK(allclose(x, y, 1e-3));
  CHECK(!allclose(x, y, 1e-4));
  const Result wrong = same(y, x);
  CHECK(!wrong);
  CHECK(text(wrong).find("index 5") != std::string::npos);
  CHECK(text(wrong).find("(2, 3)") != std::string::npos);
  CHECK(!same(x, x.view({6})), "shapes must be compared");
  y.fill_(std::nan(""));
  CHECK(!same(y, y), "NaN equals nothing");
}
BOOST_AUTO_TEST_CASE(a_small_operation_allocates_one_buffer) {
  const Tensor a = Tensor::ones({4}), b = Tensor::ones({4});
  const Index before = memory::acquisitions();
  keep(a + b);
  CHECK((memory::acquisitions() - before) == 1);
}
// Tests of reductions
BOOST_AUTO_TEST_CASE(max_and_argmax_of_every_layout) {
  for (const Shape& shape : shapes()) {
    const Tensor x = 7 - counting(shape);
    if (x.numel() == 0) {
      BOOST_CHECK_EXCEPTION(max(x), std::invalid_argument,
          says("max: shape " + to_string(shape) + " has no elements"));
      continue;
    }
    for (const Layout& y : layouts(x)) {
      CHECK(max(y.tensor).item() == 7, y.name);
      for (int d = 0; d < x.dim(); ++d)
        CHECK(same(max(y.tensor, d, keepdim), x.narrow(d, 0, 1),
                   y.name));
      if (x.dim() > 0)
        CHECK(argmax(-y.tensor).back() == x.size(-1) - 1);
    }
  }
}
BOOST_AUTO_TEST_CASE(a_maximum_of_nothing_is_refused_and_nan_is_not_lost) {
  BOOST_CHECK_EXCEPTION(max(counting({2, 0}), 1), std::invalid_argument,
      says("max: dimension 1 of shape (2, 0) is empty"));
  const Tensor x = Tensor::from({1, NAN, 2}, {3});
  CHECK(std::isnan(max(x).item()));
  CHECK(std::isnan(max(x, 0).item()));
  CHECK(std::isnan(mean(Tensor::empty({0})).item()), "0 / 0");
}
// Tests of wrong products
BOOST_AUTO_TEST_CASE(matmul_names_both_shapes_when_it_refuses) {
  using Wrong = std::invalid_argument;
  BOOST_CHECK_EXCEPTION(matmul(counting({2, 3}), counting({4, 5})), Wrong,
      says("matmul: inner dimensions differ: (2, 3) x (4, 5)"));
  BOOST_CHECK_EXCEPTION(matmul(counting({2, 3}), counting({2})), Wrong,
      says("matmul: inner dimensions differ: (2, 3) x (2)"));
  BOOST_CHECK_EXCEPTION(matmul(counting({}), counting({2})), Wrong,
      says("matmul: needs at least one dimension on each side: () x (2)"));
}
// Tests of printing
BOOST_AUTO_TEST_CASE(tensors_print_as_nested_brackets) {
  CHECK(to_string(counting({2, 3}) * 5) ==
        "tensor([[ 0,  5, 10],\n        [15, 20, 25]])");
  CHECK(to_string(Tensor::full({}, -0.5)) == "tensor(-0.5)");
  CHECK(to_string(counting({2, 0})) == "tensor([], shape (2, 0))");
  CHECK(to_string(Tensor()) == "tensor(undefined)");
  CHECK(to_string(Tensor::arange(2000)).find("2, ...,") !=
        std::string::npos, "long tensors are shortened");
  std::ostringstream out;
  out << counting({2, 1, 2});
  CHECK(out.str() ==
        "tensor([[[0, 1]],\n        [[2, 3]]])");
}
BOOST_AUTO_TEST_SUITE_END()

// Test each exercise in a suite of its own
BOOST_AUTO_TEST_SUITE(tensor_transpose)
// Test: tensor-transpose
BOOST_AUTO_TEST_CASE(transpose_moves_the_rule_not_the_numbers) {
  const Tensor x = counting({2, 3});
  const Tensor y = transpose(x, 0, 1);
  CHECK(y.shape() == Shape({3, 2}), "rows become columns");
  CHECK(y.strides() == Strides({1, 3}), "strides move with the sizes");
  CHECK(y.data() == x.data(), "a view shares memory: do not copy");
  CHECK(same(y, Tensor::from({0, 3, 1, 4, 2, 5}, {3, 2})));
  y.at({2, 0}) = 9;
  CHECK(x.at({0, 2}) == 9, "writing to the view writes to x");
}
BOOST_AUTO_TEST_CASE(transpose_counts_dimensions_from_the_end_too) {
  const Tensor x = counting({4, 2, 3});
  CHECK(transpose(x, -1, -2).shape() == Shape({4, 3, 2}));
  CHECK(same(transpose(x, 1, 1), x, "exchanging 1 with 1 is legal"));
  BOOST_CHECK_EXCEPTION(transpose(x, 0, 3), std::invalid_argument,
      says("transpose: there is no dimension 3 in shape (4, 2, 3)"));
}
BOOST_AUTO_TEST_CASE(transpose_of_a_slice_stays_in_the_slice) {
  const Tensor x = narrow(counting({4, 5}), 1, 2, 2);
  CHECK(same(transpose(x, 0, 1),
             Tensor::from({2, 7, 12, 17, 3, 8, 13, 18}, {2, 4})));
}
BOOST_AUTO_TEST_SUITE_END()
BOOST_AUTO_TEST_SUITE(tensor_broadcast)
// Test: tensor-broadcast
BOOST_AUTO_TEST_CASE(broadcasting_aligns_shapes_at_the_right) {
  const auto both = [](const Shape& a, const Shape& b, const Shape& shape) {
    CHECK(broadcast_shape("add", a, b) == shape,
          to_string(a) + " and " + to_string(b));
    CHECK(broadcast_shape("add", b, a) == shape,
          to_string(b) + " and " + to_string(a));
  };
  both({2, 1}, {3}, {2, 3});
  both({4, 1, 5}, {2, 5}, {4, 2, 5});
  both({3, 1, 1}, {1, 2, 7}, {3, 2, 7});
  both({}, {2, 3}, {2, 3});
  both({1}, {0}, {0});
  both({2, 0}, {1, 1}, {2, 0});
}
BOOST_AUTO_TEST_CASE(broadcasting_refuses_unequal_sizes_above_one) {
  BOOST_CHECK_EXCEPTION(broadcast_shape("add", {2, 3}, {2}),
      std::invalid_argument,
      says("add: shapes (2, 3) and (2) do not broadcast"));
  BOOST_CHECK_THROW(broadcast_shape("add", {2, 3}, {3, 3}),
                    std::invalid_argument);
  BOOST_CHECK_THROW(broadcast_shape("add", {0}, {2}),
                    std::invalid_argument);
}
BOOST_AUTO_TEST_CASE(arithmetic_broadcasts_in_every_layout) {
  const Tensor a = counting({2, 1, 4}), b = counting({3, 1});
  for (const Layout& x : layouts(a))
    for (const Layout& y : layouts(b)) {
      const Tensor z = x.tensor - y.tensor;
      REQUIRE(z.shape() == Shape({2, 3, 4}));
      for (Index i = 0; i < 24; ++i)
        CHECK(z.data()[i] == a.data()[i / 12 * 4 + i % 4] -
                                 b.data()[i / 4 % 3],
              x.name + " - " + y.name);
    }
}
BOOST_AUTO_TEST_SUITE_END()
BOOST_AUTO_TEST_SUITE(tensor_sum)
// Test: tensor-sum
BOOST_AUTO_TEST_CASE(sum_folds_one_dimension) {
  const Tensor x = counting({2, 3});
  CHECK(same(sum(x, 0), Tensor::from({3, 5, 7}, {3}), "rows added"));
  CHECK(same(sum(x, 1), Tensor::from({3, 12}, {2}), "rows summed"));
  CHECK(same(sum(x, -1, keepdim), Tensor::from({3, 12}, {2, 1})));
  CHECK(same(mean(x, 0), Tensor::from({1.5, 2.5, 3.5}, {3})));
  CHECK(same(sum(Tensor::ones({2, 0}), 1), Tensor::zeros({2}),
        "a sum over no elements is 0"));
  const Tensor stretched = Tensor::from({1, 2}, {2, 1}).expand({2, 3});
  CHECK(same(sum(stretched, 0), Tensor::from({3, 3, 3}, {3}),
        "stride 0 in x is not stride 0 in the result"));
}
BOOST_AUTO_TEST_CASE(sum_over_each_dimension_of_every_layout) {
  for (const Shape& shape : shapes()) {
    const Tensor x = counting(shape);
    for (int d = 0; d < x.dim(); ++d)
      for (const Layout& y : layouts(x)) {
        Tensor expected = sum(y.tensor, d, keepdim).clone().fill_(0);
        for (Index i = 0; i < x.shape()[d]; ++i)
          expected.add_(x.narrow(d, i, 1));
        CHECK(same(sum(y.tensor, d, keepdim), expected,
              "dimension " + std::to_string(d) + ", " + y.name));
      }
  }
}
BOOST_AUTO_TEST_SUITE_END()
BOOST_AUTO_TEST_SUITE(tensor_matmul)
// Compare the kernel with dot products
real dot(const Tensor& a, const Tensor& b, Index i, Index j) {
  real total = 0;
  for (Index p = 0; p < a.size(1); ++p)
    total += at(a, {i, p}) * at(b, {p, j});
  return total;
}
void check_gemm(const Tensor& a, const Tensor& b, std::string names) {
  const Index m = a.size(0), k = a.size(1), n = b.size(1), ldc = n + 2;
  for (const real beta : {real(0), real(1), real(-3)}) {
    std::vector<real> c(static_cast<std::size_t>(m * ldc), 100);
    kernels().gemm(m, n, k, a.data(), a.strides()[0], a.strides()[1],
                   b.data(), b.strides()[0], b.strides()[1], beta, c.data(),
                   ldc);
    std::vector<real> expected(c.size(), 100);
    for (Index i = 0; i < m; ++i)
      for (Index j = 0; j < n; ++j)
        expected[static_cast<std::size_t>(i * ldc + j)] =
            dot(a, b, i, j) + 100 * beta;
    const Result agree = compare(c, expected, exact);
    if (!agree)
      CHECK(agree, "(m, n, k) = " + to_string(Shape{m, n, k}) + ", " +
                       names + ", beta " + std::to_string(beta) +
                       ": " + text(agree));
  }
}
// Test: tensor-matmul
BOOST_AUTO_TEST_CASE(gemm_multiplies_two_by_two) {
  const real a[] = {1, 2, 3, 4}, b[] = {5, 6, 7, 8};
  real c[] = {1, 1, 1, 1};
  kernels().gemm(2, 2, 2, a, 2, 1, b, 2, 1, 1, c, 2);
  CHECK(compare(c, {20, 23, 44, 51}, exact), "beta 1 adds to C");
  std::fill_n(c, 4, std::nan(""));
  kernels().gemm(2, 2, 2, a, 2, 1, b, 2, 1, 0, c, 2);
  CHECK(compare(c, {19, 22, 43, 50}, exact), "beta 0 must not read C");
}
BOOST_AUTO_TEST_CASE(gemm_equals_dot_products_for_all_sizes_and_strides) {
  for (const Index m : {0, 1, 2, 3, 7, 8, 17})
    for (const Index n : {0, 1, 2, 3, 7, 8, 17})
      for (const Index k : {0, 1, 2, 3, 7, 8, 17})
        for (const Layout& a : layouts(small_integers({m, k})))
          for (const Layout& b : layouts(small_integers({k, n})))
            check_gemm(a.tensor, b.tensor, a.name + " x " + b.name);
}
BOOST_AUTO_TEST_CASE(gemm_lets_nan_through_a_factor_of_zero) {
  const Tensor a = Tensor::zeros({1, 1}), b = Tensor::full({1, 1}, NAN);
  CHECK(std::isnan(matmul(a, b).item()), "0 x NaN is NaN");
}
BOOST_AUTO_TEST_CASE(matmul_takes_vectors_and_stacks) {
  const Tensor a = counting({2, 3}), v = counting({3});
  CHECK(same(matmul(a, v), Tensor::from({5, 14}, {2}), "a · v"));
  CHECK(same(matmul(v, a.permute({1, 0})), matmul(a, v), "v · aᵀ"));
  CHECK(same(matmul(v, v), Tensor::full({}, 5), "inner product"));
  const Tensor s = counting({4, 2, 3}), b = counting({3, 2});
  for (const Layout& x : layouts(s))
    for (const Layout& y : layouts(b)) {
      const Tensor z = matmul(x.tensor, y.tensor);
      const Tensor w = matmul(x.tensor, y.tensor.expand({4, 3, 2}));
      for (Index i = 0; i < 4; ++i) {
        const Tensor one = matmul(s.select(0, i), b);
        CHECK(same(z.select(0, i), one, x.name + " x " + y.name));
        CHECK(same(w.select(0, i), one, x.name + " x expanded"));
      }
    }
}
BOOST_AUTO_TEST_SUITE_END()
BOOST_AUTO_TEST_SUITE(tensor_integration)
// Test_module: forward pass of a two-layer network
BOOST_AUTO_TEST_CASE(test_module_two_layers_forward) {
  const Index before = memory::live_bytes();
  {
    const Tensor x = counting({4, 3}), w1 = counting({2, 3}) - 2;
    const Tensor b1 = Tensor::from({1, -1}, {2}), w2 = Tensor::ones({2, 2});
    const Tensor hidden = matmul(x, w1.transpose(0, 1)) + b1;
    CHECK(same(hidden, Tensor::from({0, 7, -9, 25, -18, 43, -27, 61},
                                    {4, 2})));
    const Tensor y = matmul(hidden, w2);
    CHECK(same(y.sum(1), 2 * hidden.sum(1), "a column sum per unit"));
    const Tensor centred = y - y.mean(1, keepdim);
    CHECK(same(centred, Tensor::zeros({4, 2}), "equal outputs"));
    const Tensor stacked = matmul(counting({2, 1, 4, 3}),
                                  counting({5, 3, 2}));
    CHECK(stacked.shape() == Shape({2, 5, 4, 2}), "stacks broadcast");
    CHECK(seconds([&] { keep(matmul(x, x.transpose(0, 1))); }) > 0);
  }
  CHECK(memory::live_bytes() == before, "all memory was given back");
}
BOOST_AUTO_TEST_SUITE_END()
}  // namespace
