// Tangled from chapters/07_training.nw: edit that, not this file.
// Include what training for keeps uses
#include <cstdio>
#include <stdexcept>

#include <tinytorch/safetensors.hpp>

#include "fit.hpp"
#include "networks.hpp"

using namespace tt;
using namespace tt::milestone;

namespace {
// Train the network of exclusive or
void train_xor(const std::string& to) {
  manual_seed(1);
  const nn::Sequential network = xor_network();
  optim::Adam optimizer(network.parameters(), {.lr = 0.05});
  const Batch all{Tensor::from({0, 0, 0, 1, 1, 0, 1, 1}, {4, 2}), {},
                  Tensor::from({0, 1, 1, 0}, {4, 1})};
  Trainer trainer(network, optimizer, {
      .loss = [](const Tensor& outputs, const Batch& batch) {
        return binary_cross_entropy_with_logits(outputs, batch.targets);
      }});
  for (int step = 0; step < 1000; ++step) trainer.train_step({&all, 1});
  save_safetensors(network.state_dict(), to + "/xor.safetensors");
}
// Train the network that reads digits
void train_digits(const std::string& to) {
  manual_seed(1);
  Generator g(3);
  const auto mnist_training = mnist(Part::training);
  const auto held_out = mnist(Part::held_out);
  if (!mnist_training || !held_out)
    throw std::runtime_error(
        "TINYTORCH_DATA must name a folder with mnist/");
  const Pictures drawn = draw_digits(20'000, g);
  const Index a = mnist_training->images.size(0), b = drawn.images.size(0);
  Pictures both{Tensor::empty({a + b, 28, 28}), mnist_training->labels,
                "MNIST and drawn digits"};
  both.images.narrow(0, 0, a).copy_(mnist_training->images);
  both.images.narrow(0, a, b).copy_(drawn.images);
  both.labels.insert(both.labels.end(), drawn.labels.begin(),
                     drawn.labels.end());
  const nn::Sequential network = digits_network();
  fit(network, both, *held_out, 8, g);
  save_safetensors(network.state_dict(), to + "/digits.safetensors");
}
// Train the network that names things
void train_things(const std::string& to) {
  manual_seed(1);
  Generator g(4);
  const auto training = cifar10(Part::training);
  const auto held_out = cifar10(Part::held_out);
  if (!training || !held_out)
    throw std::runtime_error(
        "TINYTORCH_DATA must name a folder with cifar10/");
  const nn::Sequential network = things_network();
  fit(network, *training, *held_out, 10, g);
  save_safetensors(network.state_dict(), to + "/things.safetensors");
  const Tensor first = Tensor::empty({10, 3, 32, 32});
  for (std::int32_t kind = 0; kind < 10; ++kind) {
    const auto& labels = held_out->labels;
    const Index at = std::find(labels.begin(), labels.end(), kind) -
                     labels.begin();
    first.select(0, kind).copy_(held_out->images.select(0, at));
  }
  save_safetensors({{"photographs", first}},
                   to + "/photographs.safetensors");
}
}  // namespace

int main(int argc, char** argv) try {
  const std::string to = argc > 1 ? argv[1] : ".";
  train_xor(to);
  train_digits(to);
  train_things(to);
} catch (const std::exception& error) {
  std::fprintf(stderr, "train_pretrained: %s\n", error.what());
  return 1;
}
