// Tangled from chapters/04_losses.nw: edit that, not this file.
// Include what this milestone uses
#include <cstdio>
#include <stdexcept>

#include <tinytorch/losses.hpp>
#include <tinytorch/reduce.hpp>
#include <tinytorch/safetensors.hpp>

#include "networks.hpp"
#include "pictures.hpp"
#include "terminal.hpp"

using namespace tt;
using namespace tt::milestone;

namespace {
// Load a network
nn::Sequential loaded(nn::Sequential network, const std::string& path) {
  try {
    network.load_state_dict(load_safetensors(path));
  } catch (const std::exception& error) {
    throw std::runtime_error(path + ": " + error.what());
  }
  network.eval();
  return network;
}
// Ask the network that computes exclusive or
Criterion ask_xor(const std::string& from) {
  const auto network = loaded(xor_network(), from + "/xor.safetensors");
  const Tensor x = Tensor::from({0, 0, 0, 1, 1, 0, 1, 1}, {4, 2});
  const Tensor p = sigmoid(network(x));
  std::puts("Exclusive or\n  a  b  probability of 1");
  int right = 0;
  for (Index i = 0; i < 4; ++i) {
    const bool one = x.at({i, 0}) != x.at({i, 1});
    right += (p.at({i, 0}) > real(0.5)) == one;
    std::printf("  %.0f  %.0f  %.4f\n", double(x.at({i, 0})),
                double(x.at({i, 1})), double(p.at({i, 0})));
  }
  return {"exclusive or: 4 of 4 right", right == 4};
}
// Ask about pictures
/// Shows the first six answers, and returns the accuracy on all pictures.
double ask(const nn::Sequential& network, const Pictures& all,
           const std::vector<std::string>& names) {
  const auto count = std::min<Index>(6, std::ssize(all.labels));
  const Tensor logits = network(all.images);
  const Tensor p = softmax(logits.narrow(0, 0, count), 1);
  const std::vector<std::int32_t> answers = argmax(p);
  std::vector<Tensor> shown;
  for (Index i = 0; i < count; ++i)
    shown.push_back(all.images.select(0, i));
  show(shown);
  for (Index i = 0; i < count; ++i) {
    const auto at = static_cast<std::size_t>(i);
    const auto answer = static_cast<std::size_t>(answers[at]);
    const auto label = static_cast<std::size_t>(all.labels[at]);
    std::printf("  %s (%s)%s%s\n", names[answer].c_str(),
                percent(p.at({i, answers[at]})).c_str(),
                answer == label ? "" : ", but it is ",
                answer == label ? "" : names[label].c_str());
  }
  return accuracy(logits, all.labels);
}
// Ask the network that reads digits
Criterion ask_digits(const std::string& from) {
  const auto network =
      loaded(digits_network(), from + "/digits.safetensors");
  const Pictures held_out = digits(Part::held_out, 2000);
  std::printf("\nDigits: %s\n", held_out.source.c_str());
  const double right =
      ask(network, held_out, {"0", "1", "2", "3", "4", "5", "6", "7", "8",
                              "9"});
  return {held_out.source + ": " + percent(right) + " of " +
              std::to_string(held_out.labels.size()) +
              " right; at least 95 % are asked for", right >= 0.95};
}
// Ask the network that names things
Criterion ask_things(const std::string& from) {
  const auto network =
      loaded(things_network(), from + "/things.safetensors");
  auto held_out = cifar10(Part::held_out);
  if (!held_out) {
    const StateDict samples =
        load_safetensors(from + "/photographs.safetensors");
    held_out = {samples.front().second, {0, 1, 2, 3, 4, 5, 6, 7, 8, 9},
                "ten photographs of CIFAR-10"};
  }
  std::printf("\nThings: %s\n", held_out->source.c_str());
  const double right =
      ask(network, *held_out, {"aeroplane", "car", "bird", "cat", "deer",
                               "dog", "frog", "horse", "ship", "lorry"});
  const double asked = held_out->labels.size() > 10 ? 0.48 : 0.3;
  return {held_out->source + ": " + percent(right) + " right; at least " +
              percent(asked) + " are asked for", right >= asked};
}
}  // namespace

int main(int argc, char** argv) try {
  const std::string from = argc > 1 ? argv[1] : "book/assets/pretrained";
  return verdict({ask_xor(from), ask_digits(from), ask_things(from)});
} catch (const std::exception& error) {
  std::fprintf(stderr, "pretrained: %s\n", error.what());
  return 1;
}
