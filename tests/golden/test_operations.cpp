/// \file
/// Every operation and its gradients.
#include <map>

#include "golden.hpp"

namespace {

using tt::Tensor;
using tt::Reduction;
using Inputs = std::span<const Tensor>;

Tensor shares() { return Tensor::from({0, 1, 0.25, 1, 0, 0.5}, {2, 3}); }
const std::vector<std::int32_t> labels = {5, 0, 2, 2};

const std::map<std::string, tt::Segment> operations = {
    {"add", [](Inputs x) { return x[0] + x[1]; }},
    {"add_row", [](Inputs x) { return x[0] + x[1]; }},
    {"add_column_to_row", [](Inputs x) { return x[0] + x[1]; }},
    {"sub", [](Inputs x) { return x[0] - x[1]; }},
    {"mul", [](Inputs x) { return x[0] * x[1]; }},
    {"mul_with_itself", [](Inputs x) { return x[0] * x[0]; }},
    {"div", [](Inputs x) { return x[0] / x[1]; }},
    {"neg", [](Inputs x) { return -x[0]; }},
    {"exp", [](Inputs x) { return exp(x[0]); }},
    {"log", [](Inputs x) { return log(x[0]); }},
    {"sqrt", [](Inputs x) { return sqrt(x[0]); }},
    {"sum", [](Inputs x) { return x[0].sum(); }},
    {"sum_of_rows", [](Inputs x) { return x[0].sum(1); }},
    {"sum_of_middle_kept", [](Inputs x) { return x[0].sum(1, tt::keepdim); }},
    {"mean", [](Inputs x) { return x[0].mean(); }},
    {"mean_of_columns", [](Inputs x) { return x[0].mean(0); }},
    {"max", [](Inputs x) { return x[0].max(); }},
    {"max_of_rows", [](Inputs x) { return x[0].max(1); }},
    {"max_kept", [](Inputs x) { return x[0].max(-1, tt::keepdim); }},
    {"matmul", [](Inputs x) { return x[0].matmul(x[1]); }},
    {"matmul_of_batches", [](Inputs x) { return x[0].matmul(x[1]); }},
    {"matmul_of_a_batch_with_a_matrix", [](Inputs x) { return x[0].matmul(x[1]); }},
    {"matmul_of_transposed", [](Inputs x) { return x[0].transpose(0, 1).matmul(x[1]); }},
    {"transpose", [](Inputs x) { return x[0].transpose(0, 2); }},
    {"permute", [](Inputs x) { return x[0].permute({2, 0, 1}); }},
    {"expand", [](Inputs x) { return x[0].expand({3, 2, 4}); }},
    {"narrow", [](Inputs x) { return x[0].narrow(1, 1, 2); }},
    {"select", [](Inputs x) { return x[0].select(0, 1); }},
    {"unsqueeze", [](Inputs x) { return x[0].unsqueeze(1); }},
    {"squeeze", [](Inputs x) { return x[0].squeeze(1); }},
    {"reshape", [](Inputs x) { return x[0].transpose(0, 1).reshape({2, 6}); }},
    {"clone", [](Inputs x) { return x[0].clone(); }},
    {"relu", [](Inputs x) { return relu(x[0]); }},
    {"sigmoid", [](Inputs x) { return sigmoid(x[0]); }},
    {"tanh", [](Inputs x) { return tt::tanh(x[0]); }},
    {"gelu", [](Inputs x) { return gelu(x[0]); }},
    {"gelu_tanh", [](Inputs x) { return gelu(x[0], tt::Gelu::tanh); }},
    {"softmax", [](Inputs x) { return softmax(x[0], -1); }},
    {"softmax_of_columns", [](Inputs x) { return softmax(x[0], 0); }},
    {"log_softmax", [](Inputs x) { return log_softmax(x[0], 1); }},
    {"linear", [](Inputs x) { return linear(x[0], x[1], x[2]); }},
    {"linear_without_bias", [](Inputs x) { return linear(x[0], x[1]); }},
    {"logsumexp", [](Inputs x) { return logsumexp(x[0], 1); }},
    {"logsumexp_kept", [](Inputs x) { return logsumexp(x[0], 0, tt::keepdim); }},
    {"mse_loss", [](Inputs x) { return mse_loss(x[0], x[1]); }},
    {"mse_loss_sum", [](Inputs x) { return mse_loss(x[0], x[1], Reduction::sum); }},
    {"binary_cross_entropy", [](Inputs x) { return binary_cross_entropy(sigmoid(x[0]), shares()); }},
    {"binary_cross_entropy_sum", [](Inputs x) { return binary_cross_entropy(sigmoid(x[0]), shares(), Reduction::sum); }},
    {"binary_cross_entropy_with_logits", [](Inputs x) { return binary_cross_entropy_with_logits(x[0], shares()); }},
    {"cross_entropy", [](Inputs x) { return cross_entropy(x[0], labels); }},
    {"cross_entropy_sum", [](Inputs x) { return cross_entropy(x[0], labels, Reduction::sum); }},
};

}  // namespace

BOOST_AUTO_TEST_SUITE(operations_and_gradients)

BOOST_AUTO_TEST_CASE(every_golden_has_an_operation) {
  std::vector<std::string> names;
  for (const auto& [name, f] : operations) names.push_back(name);
  BOOST_TEST(golden::Goldens("operations").cases() == names, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(results_and_gradients_are_pytorchs) {
  const golden::Goldens goldens("operations");
  for (const auto& [name, f] : operations) {
    BOOST_TEST_CONTEXT(name) {
      std::vector<Tensor> inputs;
      while (goldens.has(name + "." + std::to_string(inputs.size())))
        inputs.push_back(goldens[name + "." + std::to_string(inputs.size())].requires_grad_());
      const Tensor out = f(inputs);
      BOOST_TEST(tt::test::compare(out, goldens[name + ".out"], golden::tolerance));
      out.backward(goldens[name + ".gradient"]);
      for (std::size_t i = 0; i < inputs.size(); ++i)
        BOOST_TEST(tt::test::compare(inputs[i].grad(), goldens[name + "." + std::to_string(i) + ".gradient"], golden::tolerance));
    }
  }
}

BOOST_AUTO_TEST_CASE(a_wrong_gradient_is_seen) {
  const golden::Goldens goldens("operations");
  const Tensor x = goldens["tanh.0"].requires_grad_();
  tt::tanh(x).backward(goldens["tanh.gradient"]);
  const double factor = tt::test::real_is_float ? 1 + 1e-4 : 1 + 1e-10;
  BOOST_TEST(!tt::test::compare(x.grad() * factor, goldens["tanh.0.gradient"], golden::tolerance));
}

BOOST_AUTO_TEST_SUITE_END()
