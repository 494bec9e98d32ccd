/// \file
/// The tasks of `tito bench train`: reads lines "TASK REPETITIONS", and answers each with the nanoseconds that one repetition took.
#include <chrono>
#include <functional>
#include <iostream>
#include <map>
#include <string>

#include <tinytorch/tinytorch.hpp>

using namespace tt;

namespace {

using Step = std::function<void()>;

/// Something to repeat, on tensors of its own.
Step operation(const std::function<Tensor(const Tensor&, const Tensor&)>& f) {
  Generator g(1);
  return [f, a = Tensor::randn({4, 4}, g), b = Tensor::randn({4, 4}, g)] { f(a, b); };
}

/// Forward, backward, and the gradients forgotten.
Step both_ways(const std::function<Tensor(const Tensor&, const Tensor&)>& f) {
  Generator g(1);
  const Tensor a = Tensor::randn({4, 4}, g).requires_grad_(), b = Tensor::randn({4, 4}, g).requires_grad_();
  return [f, a, b] {
    sum(f(a, b)).backward();
    a.zero_grad();
    b.zero_grad();
  };
}

Step xor_step() {
  const auto bend = [](const Tensor& x) { return tanh(x); };
  const nn::Sequential net(nn::Linear(2, 8), bend, nn::Linear(8, 1));
  const auto optimizer = std::make_shared<optim::SGD>(net.parameters(), optim::SgdOptions{.lr = 0.1});
  const Tensor x = Tensor::from({0, 0, 0, 1, 1, 0, 1, 1}, {4, 2}), y = Tensor::from({0, 1, 1, 0}, {4, 1});
  return [=] {
    optimizer->zero_grad();
    binary_cross_entropy_with_logits(net(x), y).backward();
    optimizer->step();
  };
}

Step mlp_step() {
  const nn::Sequential net(nn::Linear(784, 256), relu, nn::Linear(256, 128), relu, nn::Linear(128, 10));
  const auto optimizer = std::make_shared<optim::Adam>(net.parameters(), optim::AdamOptions{.lr = 1e-3});
  Generator g(2);
  const Tensor x = Tensor::randn({64, 784}, g);
  std::vector<std::int32_t> labels;
  for (int i = 0; i < 64; ++i) labels.push_back(i % 10);
  return [=] {
    optimizer->zero_grad();
    cross_entropy(net(x), labels).backward();
    optimizer->step();
  };
}

const std::map<std::string, Step> tasks = {
    {"add", operation([](auto& a, auto& b) { return a + b; })},
    {"mul", operation([](auto& a, auto& b) { return a * b; })},
    {"relu", operation([](auto& a, auto&) { return relu(a); })},
    {"sum", operation([](auto& a, auto&) { return sum(a, 1); })},
    {"transpose", operation([](auto& a, auto&) { return a.transpose(0, 1); })},
    {"matmul", operation([](auto& a, auto& b) { return matmul(a, b); })},
    {"softmax", operation([](auto& a, auto&) { return softmax(a, 1); })},
    {"linear", operation([](auto& a, auto& b) { return linear(a, b); })},
    {"add-backward", both_ways([](auto& a, auto& b) { return a + b; })},
    {"mul-backward", both_ways([](auto& a, auto& b) { return a * b; })},
    {"matmul-backward", both_ways([](auto& a, auto& b) { return matmul(a, b); })},
    {"xor", xor_step()},
    {"mlp", mlp_step()},
};

}  // namespace

int main() {
  std::string name;
  for (long repetitions = 0; std::cin >> name >> repetitions;) {
    const Step& step = tasks.at(name);
    const auto begin = std::chrono::steady_clock::now();
    for (long i = 0; i < repetitions; ++i) step();
    const std::chrono::duration<double, std::nano> took = std::chrono::steady_clock::now() - begin;
    std::cout << took.count() / static_cast<double>(repetitions) << std::endl;
  }
}
