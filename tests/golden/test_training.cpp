/// \file
/// Optimizers, schedules, and the first steps of whole networks.
#include <cstdio>
#include <fstream>
#include <functional>
#include <iterator>
#include <map>
#include <memory>

#include "golden.hpp"

namespace {

using namespace tt;
using test::compare;

using Make = std::function<std::unique_ptr<optim::Optimizer>(const std::vector<Tensor>&)>;

template <class Kind, class Options>
Make of(const Options& options) {
  return [options](const std::vector<Tensor>& parameters) { return std::make_unique<Kind>(parameters, options); };
}

const std::map<std::string, Make> optimizers = {
    {"sgd", of<optim::SGD>(optim::SgdOptions{.lr = 0.1})},
    {"sgd_momentum", of<optim::SGD>(optim::SgdOptions{.lr = 0.1, .momentum = 0.9})},
    {"sgd_dampening", of<optim::SGD>(optim::SgdOptions{.lr = 0.1, .momentum = 0.9, .dampening = 0.5})},
    {"sgd_nesterov", of<optim::SGD>(optim::SgdOptions{.lr = 0.1, .momentum = 0.9, .nesterov = true})},
    {"sgd_decay", of<optim::SGD>(optim::SgdOptions{.lr = 0.1, .momentum = 0.9, .weight_decay = 0.1})},
    {"adam", of<optim::Adam>(optim::AdamOptions{.lr = 0.1})},
    {"adam_options", of<optim::Adam>(optim::AdamOptions{.lr = 0.1, .beta1 = 0.5, .beta2 = 0.8, .eps = 1e-2, .weight_decay = 0.1})},
    {"adamw", of<optim::AdamW>(optim::AdamWOptions{.lr = 0.1})},
    {"adamw_options", of<optim::AdamW>(optim::AdamWOptions{.lr = 0.1, .beta1 = 0.5, .beta2 = 0.8, .eps = 1e-2, .weight_decay = 0.3})},
};

const std::map<std::string, optim::Schedule> schedules = {
    {"cosine", optim::cosine({.lr = 0.2, .steps = 25, .least = 0.01})},
    {"step_decay", optim::step_decay({.lr = 0.2, .size = 7, .gamma = 0.3})},
    {"warmup", optim::warmup({.steps = 5}, optim::cosine({.lr = 0.2, .steps = 20}))},
};

template <class Value>
std::vector<std::string> names(const std::map<std::string, Value>& all) {
  std::vector<std::string> found;
  for (const auto& [name, value] : all) found.push_back(name);
  return found;
}

/// The losses of ten steps of `net` from the first parameters that PyTorch had.
Tensor losses(const golden::Goldens& goldens, const std::string& name, const nn::Sequential& net, const Make& make,
              const std::function<Tensor(const Tensor&)>& loss_of) {
  StateDict start;
  for (const auto& [key, parameter] : net.state_dict()) start.emplace_back(key, goldens[name + ".start." + key]);
  net.load_state_dict(start);
  const auto optimizer = make(net.parameters());
  const Tensor found = Tensor::empty({10});
  for (Index i = 0; i < 10; ++i) {
    optimizer->zero_grad();
    const Tensor loss = loss_of(net(goldens[name + ".x"]));
    loss.backward();
    optimizer->step();
    found.at({i}) = loss.item();
  }
  return found;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(training)

BOOST_AUTO_TEST_CASE(every_golden_has_its_optimizer_or_schedule) {
  BOOST_TEST(golden::Goldens("optimizers").cases() == names(optimizers), boost::test_tools::per_element());
  BOOST_TEST(golden::Goldens("schedules").cases() == names(schedules), boost::test_tools::per_element());
  BOOST_TEST(golden::Goldens("training").cases() == (std::vector<std::string>{"mlp", "xor"}), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(ten_steps_of_every_optimizer_are_pytorchs) {
  const golden::Goldens goldens("optimizers");
  for (const auto& [name, make] : optimizers) {
    const Tensor parameter = goldens[name + ".start"].requires_grad_();
    const auto optimizer = make({parameter});
    const Tensor gradients = goldens[name + ".gradients"], parameters = goldens[name + ".parameters"];
    for (Index i = 0; i < 10; ++i) {
      optimizer->zero_grad();
      parameter.backward(gradients.select(0, i));
      optimizer->step();
      BOOST_TEST(compare(parameter.detach(), parameters.select(0, i), golden::tolerance), name << ", step " << i);
    }
  }
}

BOOST_AUTO_TEST_CASE(the_rates_of_every_schedule_are_pytorchs) {
  const golden::Goldens goldens("schedules");
  for (const auto& [name, schedule] : schedules) {
    const Tensor rates = goldens[name + ".rates"], found = Tensor::empty(rates.shape());
    for (Index i = 0; i < rates.numel(); ++i) found.at({i}) = static_cast<real>(schedule(i));
    BOOST_TEST(compare(found, rates, golden::tolerance), name);
  }
}

BOOST_AUTO_TEST_CASE(ten_losses_of_networks_are_pytorchs) {
  const golden::Goldens goldens("training");
  const auto bend = [](const Tensor& x) { return tanh(x); };
  BOOST_TEST(compare(losses(goldens, "xor", nn::Sequential(nn::Linear(2, 8), bend, nn::Linear(8, 1)),
                            of<optim::SGD>(optim::SgdOptions{.lr = 0.5, .momentum = 0.9}),
                            [&](const Tensor& y) { return binary_cross_entropy_with_logits(y, goldens["xor.y"]); }),
                     goldens["xor.losses"], golden::tolerance));
  std::vector<std::int32_t> labels;
  for (int i = 0; i < 16; ++i) labels.push_back(i % 10);
  BOOST_TEST(compare(losses(goldens, "mlp",
                            nn::Sequential(nn::Linear(20, 16), relu, nn::Linear(16, 12), relu, nn::Linear(12, 10)),
                            of<optim::Adam>(optim::AdamOptions{.lr = 0.01}), [&](const Tensor& y) { return cross_entropy(y, labels); }),
                     goldens["mlp.losses"], golden::tolerance));
}

BOOST_AUTO_TEST_CASE(what_python_opens_is_what_is_written, *boost::unit_test::enable_if<test::real_is_float>()) {
  const std::string path = "written.safetensors";
  save_safetensors({{"one", Tensor::full({}, 7)}, {"none", Tensor::empty({0, 3})}, {"rows", test::counting({2, 3})}}, path);
  const auto bytes = [](const std::string& file) {
    std::ifstream in(file, std::ios::binary);
    return std::string(std::istreambuf_iterator<char>(in), {});
  };
  BOOST_TEST((bytes(path) == bytes(GOLDEN_FOLDER "/written_here.safetensors")),
             "generate.py opens written_here.safetensors in Python; copy the new file there, and run it again");
  std::remove(path.c_str());
}

BOOST_AUTO_TEST_CASE(a_number_that_is_a_little_off_is_seen) {
  const Tensor rates = golden::Goldens("schedules")["cosine.rates"], wrong = rates.clone();
  BOOST_TEST(compare(wrong, rates, golden::tolerance));
  wrong.at({3}) *= static_cast<real>(1 + (test::real_is_float ? 1e-4 : 1e-10));
  BOOST_TEST(!compare(wrong, rates, golden::tolerance));
}

BOOST_AUTO_TEST_SUITE_END()
