// Tangled from chapters/07_training.nw: edit that, not this file.
#include <tinytorch/activations.hpp>
#include <tinytorch/checkpoint.hpp>
#include <tinytorch/clip.hpp>
#include <tinytorch/elementwise.hpp>
#include <tinytorch/layers.hpp>
#include <tinytorch/memory.hpp>
#include <tinytorch/pieces.hpp>
#include <tinytorch/reduce.hpp>
#include <tinytorch/safetensors.hpp>
#include <tinytorch/training.hpp>
#include <tinytorch/view.hpp>

#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <cmath>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <thread>
#include <vector>

#include "tensors.hpp"

namespace {

using namespace tt;
using namespace tt::test;

// Compare a schedule with rates
void check_rates(const optim::Schedule& schedule,
                 const std::vector<double>& expected) {
  std::vector<double> rates;
  for (Index step = 0; step < std::ssize(expected); ++step)
    rates.push_back(schedule(step));
  CHECK(compare(std::span<const double>(rates), expected,
                {1e-15, 1e-14}));
}
// Give gradients to parameters
/// Zeros with this gradient.
Tensor with_gradient(const Tensor& gradient) {
  const Tensor p = Tensor::zeros(gradient.shape()).requires_grad_();
  p.node()->gradient = gradient;
  return p;
}
Tensor one_gradient(double value) {
  return with_gradient(Tensor::full({1}, value));
}
// Make data and models for tests
/// Rows of 4 random numbers, of one of 3 classes each, drawn as well.
Batch some_batch(Index rows, std::uint64_t seed = 1) {
  Generator g(seed);
  Batch batch{Tensor::randn({rows, 4}, g), {}, {}};
  batch.targets = Tensor::randn({rows, 3}, g);
  for (Index i = 0; i < rows; ++i)
    batch.labels.push_back(static_cast<std::int32_t>(g.bits() % 3));
  return batch;
}
std::vector<Batch> cut(const Batch& batch,
                       const std::vector<Index>& sizes) {
  std::vector<Batch> parts;
  Index at = 0;
  for (const Index n : sizes) {
    parts.push_back({batch.inputs.narrow(0, at, n),
                     {batch.labels.begin() + at,
                      batch.labels.begin() + at + n},
                     batch.targets.narrow(0, at, n)});
    at += n;
  }
  return parts;
}
/// Gradients of a layer's weight and bias over the window, and metrics.
std::pair<std::vector<Tensor>, Metrics> gradients_of(
    const nn::Linear& layer, const Loss& loss,
    const std::vector<Batch>& window) {
  for (const Tensor& p : layer.parameters()) p.zero_grad();
  const Metrics seen = accumulate_gradients(layer, loss, window);
  return {{layer.weight.grad(), layer.bias.grad()}, seen};
}
/// Four numbers to three logits, with dropout between.
struct Net : nn::Module {
  Tensor operator()(const Tensor& x) const {
    return last(drop(relu(first(x))));
  }
  nn::Linear first = child("first", nn::Linear(4, 16));
  nn::Dropout drop = child("drop", nn::Dropout(0.2));
  nn::Linear last = child("last", nn::Linear(16, 3));
};
// Take steps without a loop
/// A layer and an optimizer that has taken `steps` steps.
struct Stepped {
  explicit Stepped(int steps, std::uint64_t seed, Index in = 4)
      : layer(in, 3), adam(layer.parameters(), {.lr = 0.1}) {
    Generator g(seed);
    layer.weight.copy_(Tensor::randn({3, in}, g));
    for (int i = 0; i < steps; ++i) step();
  }
  void step() {
    adam.zero_grad();
    sum(layer.weight * layer.weight).backward();
    sum(layer.bias - 1).backward();
    adam.step();
  }
  nn::Linear layer;
  optim::Adam adam;
};
StateDict copied(const StateDict& state) {
  StateDict copy;
  for (const auto& [name, tensor] : state)
    copy.emplace_back(name, tensor.clone());
  return copy;
}
Result same_states(const StateDict& a, const StateDict& b) {
  Result result(a.size() == b.size());
  for (std::size_t i = 0; result && i < a.size(); ++i) {
    result = same(a[i].second, b[i].second);
    if (!result) result.message() << " in " << a[i].first;
  }
  return result;
}
// Keep checkpoints as long as a test needs them
struct Folder {
  Folder() {
    static int number = 0;
    path = std::filesystem::temp_directory_path() /
           ("tinytorch-07-" + std::to_string(getpid()) + "-" +
            std::to_string(++number));
    std::filesystem::create_directory(path);
  }
  ~Folder() { std::filesystem::remove_all(path); }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  std::string file(const std::string& name = "run") const {
    return (path / name).string();
  }
  std::filesystem::path path;
};
std::string bytes_of(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}
void write_bytes(const std::string& path, const std::string& bytes) {
  std::ofstream(path, std::ios::binary) << bytes;
}
// Run a child process
/// Runs f in a process of its own; true if it returned true.
template <class F>
bool in_a_child(F f) {
  const pid_t child = fork();
  if (child == 0) _exit(f() ? 0 : 1);
  int status = 0;
  waitpid(child, &status, 0);
  return WIFEXITED(status) && WEXITSTATUS(status) == 0;
}
// Run with everything that a checkpoint must hold
struct Run {
  Net net;
  optim::AdamW adam{net.parameters()};
  Generator order{3};
  Trainer trainer{net, adam,
                  {.schedule = optim::warmup({.steps = 5},
                       optim::cosine({.lr = 0.05, .steps = 15})),
                   .max_norm = 0.5, .accumulate = 2}};
  std::vector<double> losses = {};
  void steps(int n) {
    for (; n > 0; --n)
      losses.push_back(trainer.train_epoch(
          cut(some_batch(9, order.bits()), {5, 4})).loss());
  }
};

BOOST_AUTO_TEST_SUITE(training_given)
// Tests of schedules
BOOST_AUTO_TEST_CASE(schedules_have_the_rates_of_pytorch) {
  check_rates(optim::constant(0.1), {0.1, 0.1, 0.1});
  check_rates(optim::step_decay({.lr = 0.1, .size = 3, .gamma = 0.5}),
              {0.1, 0.1, 0.1, 0.05, 0.05, 0.05, 0.025, 0.025});
  check_rates(optim::cosine({.lr = 0.1, .steps = 10, .least = 0.01}),
              {0.1, 0.09779754323328192, 0.09140576474687263,
               0.08145033635316129, 0.06890576474687264, 0.055,
               0.04109423525312737, 0.028549663646838717,
               0.01859423525312737, 0.012202456766718092, 0.01,
               0.012202456766718092});
}
BOOST_AUTO_TEST_CASE(schedules_refuse_options_out_of_range) {
  using Wrong = std::invalid_argument;
  const auto after = optim::constant(1);
  BOOST_CHECK_THROW(optim::constant(-1), Wrong);
  BOOST_CHECK_THROW(optim::constant(NAN), Wrong);
  BOOST_CHECK_THROW(optim::step_decay({.lr = INFINITY, .size = 1}), Wrong);
  BOOST_CHECK_THROW(optim::step_decay({.lr = 1, .size = 0}), Wrong);
  BOOST_CHECK_THROW(
      optim::step_decay({.lr = 1, .size = 1, .gamma = 0}), Wrong);
  BOOST_CHECK_THROW(optim::cosine({.lr = 1, .steps = 0}), Wrong);
  BOOST_CHECK_THROW(
      optim::cosine({.lr = 1, .steps = 1, .least = -1}), Wrong);
  BOOST_CHECK_EXCEPTION(optim::warmup({.steps = 0}, after), Wrong,
      says("warmup: steps is 0.000000; it must be at least 1"));
  BOOST_CHECK_THROW(optim::warmup({.steps = 1, .start = 0}, after), Wrong);
  BOOST_CHECK_THROW(
      optim::warmup({.steps = 1, .start = 1.5}, after), Wrong);
  BOOST_CHECK_THROW(optim::warmup({.steps = 1}, nullptr), Wrong);
}
// Tests of metrics
BOOST_AUTO_TEST_CASE(metrics_weight_each_example_once) {
  const Tensor sure = Tensor::from({9, 0, 0, 9, 9, 0}, {3, 2});
  const Batch three{counting({3, 1}), {0, 1, 1}, {}};
  const Batch one{counting({1, 1}), {0}, {}}, plain{counting({4, 1})};
  Metrics seen;
  CHECK((std::isnan(seen.loss()) && std::isnan(seen.accuracy())));
  seen.add(three, sure, 2);
  CHECK(compare(seen.accuracy(), 2.0 / 3));
  Metrics rest;
  rest.add(one, sure.narrow(0, 0, 1), 6);
  seen.add(rest);
  CHECK(seen.examples() == 4);
  CHECK(seen.loss() == 3, "(3 * 2 + 6) / 4, and not (2 + 6) / 2");
  CHECK(compare(seen.accuracy(), 0.75));
  seen.add(plain, Tensor(), 1);
  CHECK((seen.loss() == 2 && seen.examples() == 8));
  CHECK(compare(seen.accuracy(), 0.75), "no labels, no accuracy");
}
// Tests of what the trainer refuses
BOOST_AUTO_TEST_CASE(trainer_refuses_empty_batches_and_bad_options) {
  const nn::Linear layer(4, 3);
  optim::SGD sgd(layer.parameters(), {.lr = 0.1});
  Trainer trainer(layer, sgd);
  using Wrong = std::invalid_argument;
  const std::vector<Batch> none, gap = {some_batch(2), Batch{}};
  BOOST_CHECK_EXCEPTION(trainer.train_epoch(none), Wrong,
                        says("train_epoch: there is no batch"));
  BOOST_CHECK_EXCEPTION(trainer.evaluate(gap), Wrong,
      says("evaluate: batch 1 of 2, counted from 0, is empty"));
  BOOST_CHECK_THROW(trainer.train_step(std::vector{some_batch(0)}), Wrong);
  BOOST_CHECK_THROW(trainer.resume_at(-1, 0), Wrong);
  BOOST_CHECK_THROW(Trainer(layer, sgd, {.max_norm = 0}), Wrong);
  BOOST_CHECK_THROW(Trainer(layer, sgd, {.accumulate = 0}), Wrong);
  BOOST_CHECK_THROW(Trainer(layer, sgd, {.loss = nullptr}), Wrong);
}
BOOST_AUTO_TEST_CASE(evaluate_neither_records_nor_drops_nor_changes) {
  const Net net;
  optim::Adam adam(net.parameters());
  const Trainer trainer(net, adam);
  const std::vector<Batch> parts = cut(some_batch(7), {3, 3, 1});
  const Metrics seen = trainer.evaluate(parts);
  CHECK(net.training(), "the mode is as it was");
  CHECK(trainer.evaluate(parts).loss() == seen.loss(), "no dropout");
  CHECK(!net.parameters()[0].grad().defined());
  net.eval();
  const Batch whole = some_batch(7);
  const Tensor y = net(whole.inputs);
  CHECK(compare(seen.loss(), cross_entropy(y, whole.labels).item()));
  CHECK(compare(seen.accuracy(), accuracy(y, whole.labels)));
  BOOST_CHECK_THROW(trainer.evaluate({}), std::invalid_argument);
  CHECK(!net.training());
}
// Tests of files that are refused
BOOST_AUTO_TEST_CASE(a_file_that_is_no_whole_checkpoint_is_refused) {
  const Folder folder;
  const std::string path = folder.file();
  const nn::Linear layer(1, 1);
  optim::SGD sgd(layer.parameters(), {.lr = 0.1});
  Trainer trainer(layer, sgd);
  const auto refused = [&](const std::string& why) {
    const StateDict before = copied(layer.state_dict());
    BOOST_CHECK_EXCEPTION(load_checkpoint(path, trainer),
        std::invalid_argument,
        begins("load_checkpoint: " + path + ": " + why));
    CHECK(same_states(layer.state_dict(), before));
    CHECK(trainer.step() == 0);
  };
  BOOST_CHECK_THROW(load_checkpoint(path, trainer), std::runtime_error);
  save_safetensors(layer.state_dict(), path);
  refused("checkpoint.version is missing; this is no checkpoint");
  // Cut a checkpoint and change its numbers
  trainer.resume_at(7, 2);
  save_checkpoint(path, trainer);
  trainer.resume_at(0, 0);
  const StateDict whole = load_safetensors(path);
  const std::string bytes = bytes_of(path);
  for (std::size_t n = 0; n < bytes.size(); ++n) {
    write_bytes(path, bytes.substr(0, n));
    refused("");
  }
  const auto change = [&](const std::string& name, const Tensor& number,
                          const std::string& why) {
    StateDict file = whole;
    for (auto& entry : file)
      if (entry.first == name) entry.second = number;
    save_safetensors(file, path);
    refused(why);
  };
  change("checkpoint.version", to_pieces(2), "it has version 2; needs 1");
  change("checkpoint.epoch", to_pieces(std::uint64_t(-1)),
         "checkpoint.epoch is out of range");
  change("checkpoint.step", Tensor::full({4}, 0.5),
         "checkpoint.step is not 64 bits in four numbers");
  // Ask for what cannot be had
  Generator mine(1);
  save_checkpoint(path, trainer, {&mine});
  refused("it has 2 generators, the default one included; needs 1");
  BOOST_CHECK_THROW(save_checkpoint(folder.file("none/run"), trainer),
                    std::runtime_error);
}
BOOST_AUTO_TEST_CASE(a_full_disk_leaves_the_old_checkpoint) {
  const Folder folder;
  const nn::Linear layer(50, 50);
  optim::SGD sgd(layer.parameters(), {.lr = 0.1});
  Trainer trainer(layer, sgd);
  save_checkpoint(folder.file(), trainer);
  const std::string before = bytes_of(folder.file());
  CHECK(in_a_child([&] {
    signal(SIGXFSZ, SIG_IGN);
    const rlimit few = {4096, 4096};
    setrlimit(RLIMIT_FSIZE, &few);
    layer.weight.fill_(7);
    try {
      save_checkpoint(folder.file(), trainer);
    } catch (const std::runtime_error&) {
      return true;
    }
    return false;
  }), "a write that fails is an exception");
  CHECK(bytes_of(folder.file()) == before);
  const std::filesystem::directory_iterator files(folder.path);
  CHECK(std::distance(begin(files), end(files)) == 1,
        "what was begun is removed");
}
BOOST_AUTO_TEST_SUITE_END()

// Test each exercise on training in a suite of its own
BOOST_AUTO_TEST_SUITE(training_warmup)
// Test: training-warmup
BOOST_AUTO_TEST_CASE(warmup_and_cosine_have_the_rates_of_pytorch) {
  const auto after = optim::cosine({.lr = 0.1, .steps = 6});
  check_rates(optim::warmup({.steps = 4}, after),
              {0.1 / 3, 0.05, 0.2 / 3, 0.25 / 3, 0.1,
               0.09330127018922195, 0.075, 0.05, 0.025,
               0.006698729810778065, 0});
}
BOOST_AUTO_TEST_CASE(warmup_leads_to_the_beginning_of_any_schedule) {
  const auto stairs = [](Index step) { return 8.0 + double(step); };
  const auto rate = optim::warmup({.steps = 4, .start = 0.5}, stairs);
  CHECK(rate(0) == 4, "the first step has the share `start`, not 0");
  CHECK(rate(2) == 6, "half way up, as a fraction");
  CHECK(rate(3) == 7, "the last step of the rise is not yet full");
  CHECK(rate(4) == 8, "then `after` begins, at its step 0");
  CHECK(rate(9) == 13, "and loses no step");
  const auto at_once = optim::warmup({.steps = 1, .start = 1}, stairs);
  check_rates(at_once, {8, 8, 9, 10});
  const auto twice = optim::warmup({.steps = 2, .start = 0.5}, rate);
  check_rates(twice, {2, 3, 4, 5, 6, 7, 8, 9});
}
BOOST_AUTO_TEST_SUITE_END()
BOOST_AUTO_TEST_SUITE(training_clip)
// Test: training-clip
BOOST_AUTO_TEST_CASE(clip_scales_all_gradients_by_one_factor) {
  const Tensor a = one_gradient(3), b = one_gradient(4);
  const Tensor none = Tensor::ones({2}).requires_grad_();
  const Index before = memory::acquisitions();
  CHECK(nn::clip_grad_norm_({a, none, b}, 5 + 1e-6) == 5);
  CHECK((a.grad().item() == 3 && b.grad().item() == 4));
  CHECK(memory::acquisitions() == before,
        "a gradient within the limit is not multiplied by 1");
  CHECK(nn::clip_grad_norm_({a, none, b}, 1) == 5,
        "the norm is that from before, of all together");
  CHECK(compare(a.grad().item(), 0.6), "3 of 5");
  CHECK(compare(b.grad().item(), 0.8), "4 of 5");
  CHECK(!none.grad().defined(), "no gradient is made up");
  CHECK(nn::clip_grad_norm_({}, 1) == 0);
  BOOST_CHECK_THROW(nn::clip_grad_norm_({a}, 0), std::invalid_argument);
  BOOST_CHECK_THROW(nn::clip_grad_norm_({a}, NAN), std::invalid_argument);
}
BOOST_AUTO_TEST_CASE(clip_uses_the_factor_of_pytorch) {
  const Tensor p = with_gradient(Tensor::from({3e-6, 4e-6}, {2}));
  CHECK(compare(nn::clip_grad_norm_({p}, 5e-6), 5e-6, {0, 1e-6}));
  CHECK(compare(p.grad().to_vector(),
                {real(2.5e-6), real(10e-6 / 3)}, {0, 1e-6}),
        "divide by the norm plus 1e-6");
  const Tensor zero = with_gradient(Tensor::zeros({2}));
  CHECK(nn::clip_grad_norm_({zero}, 1e-9) == 0);
  CHECK(same(zero.grad(), Tensor::zeros({2}), "0 / 1e-6 is no NaN"));
}
BOOST_AUTO_TEST_CASE(clip_adds_squares_in_double) {
  const Tensor p = with_gradient(Tensor::ones({1001}));
  p.grad().at({0}) = 4096;  // 4096² + 1 is 4096² in float
  CHECK(compare(nn::clip_grad_norm_({p}, INFINITY),
                std::sqrt(4096.0 * 4096 + 1000), {0, 1e-12}),
        "sum in double: small squares vanish beside large ones");
  const Tensor large = one_gradient(1e30);
  CHECK(compare(nn::clip_grad_norm_({large}, 2), 1e30, {0, 1e-6}),
        "square in double: 1e60 is no float");
  CHECK(compare(large.grad().item(), 2));
}
BOOST_AUTO_TEST_CASE(clip_leaves_what_is_not_finite) {
  for (const float bad : {INFINITY, -INFINITY, NAN}) {
    const Tensor p = one_gradient(bad), q = one_gradient(7);
    CHECK(!std::isfinite(nn::clip_grad_norm_({p, q}, 1)),
          "the norm says that a gradient is not finite");
    CHECK(q.grad().item() == 7, "and no other one is changed");
  }
}
BOOST_AUTO_TEST_CASE(clip_reads_a_gradient_in_any_layout) {
  for (const Layout& g : layouts(small_integers({3, 4}))) {
    const Tensor p = with_gradient(g.tensor), before = g.tensor.clone();
    const double norm = std::sqrt(sum(before * before).item());
    CHECK(compare(nn::clip_grad_norm_({p}, 2), norm), g.name);
    CHECK(compare(p.grad(), before * (2 / norm)), g.name);
  }
}
BOOST_AUTO_TEST_SUITE_END()
BOOST_AUTO_TEST_SUITE(training_accumulate)
// Test: training-accumulate
BOOST_AUTO_TEST_CASE(accumulate_equals_one_batch_however_it_is_cut) {
  const nn::Linear layer(4, 3);
  const Batch batch = some_batch(8);
  for (const Loss& loss : {Loss(label_loss), Loss(target_loss)}) {
    const auto [whole, all] = gradients_of(layer, loss, {batch});
    for (const std::vector<Index>& sizes :
         {std::vector<Index>{4, 4}, {3, 3, 2}, {1, 7},
          {1, 1, 1, 1, 1, 1, 1, 1}}) {
      const auto [parts, seen] =
          gradients_of(layer, loss, cut(batch, sizes));
      for (std::size_t i = 0; i < 2; ++i)
        CHECK(compare(parts[i], whole[i]),
              "each loss counts with its share of the examples");
      CHECK(compare(seen.loss(), all.loss()));
      CHECK(compare(seen.accuracy(), all.accuracy()));
      CHECK(seen.examples() == 8);
    }
  }
}
BOOST_AUTO_TEST_CASE(accumulate_of_one_batch_is_a_plain_backward) {
  const nn::Linear layer(4, 3);
  const Batch batch = some_batch(5);
  const auto [gradients, seen] = gradients_of(layer, label_loss, {batch});
  for (const Tensor& p : layer.parameters()) p.zero_grad();
  const Tensor loss = label_loss(layer(batch.inputs), batch);
  loss.backward();
  CHECK(same(gradients[0], layer.weight.grad(), "to the last bit"));
  CHECK(seen.loss() == double{loss.item()});
  accumulate_gradients(layer, label_loss, std::vector{batch});
  CHECK(same(layer.weight.grad(), gradients[0] * 2,
             "gradients that are there stay in the sum"));
}
BOOST_AUTO_TEST_CASE(accumulate_pays_for_one_micro_batch_at_a_time) {
  const nn::Linear layer(4, 3);
  const Batch batch = some_batch(64);
  const auto peak = [&](const std::vector<Batch>& window) {
    gradients_of(layer, label_loss, window);  // gradients exist from now on
    const Index before = memory::live_bytes();
    memory::reset_peak();
    accumulate_gradients(layer, label_loss, window);
    return memory::peak_bytes() - before;
  };
  const Index one = peak(cut(batch, {16})), all = peak({batch});
  const Index four = peak(cut(batch, {16, 16, 16, 16}));
  CHECK(four < (one + all) / 2,
        "let the graph of a batch go before the next one begins");
}
BOOST_AUTO_TEST_SUITE_END()
BOOST_AUTO_TEST_SUITE(training_restore)
// Test: training-restore
BOOST_AUTO_TEST_CASE(restore_brings_back_model_and_optimizer) {
  Stepped from(3, 1), to(5, 2);
  restore(to.layer, to.adam, copied(from.layer.state_dict()),
          copied(from.adam.state_dict()));
  CHECK(same_states(to.layer.state_dict(), from.layer.state_dict()));
  CHECK(same_states(to.adam.state_dict(), from.adam.state_dict()));
  from.step();
  to.step();
  CHECK(same_states(to.layer.state_dict(), from.layer.state_dict()),
        "the next step is the same, to the last bit");
}
BOOST_AUTO_TEST_CASE(restore_changes_neither_when_one_refuses) {
  Stepped fits(3, 1), other(3, 1, 7), to(2, 2);
  const StateDict layer = copied(to.layer.state_dict());
  const StateDict adam = copied(to.adam.state_dict());
  const auto try_it = [&](const Stepped& model, const Stepped& optimizer) {
    BOOST_CHECK_THROW(
        restore(to.layer, to.adam, copied(model.layer.state_dict()),
                copied(optimizer.adam.state_dict())),
        std::invalid_argument);
    CHECK(same_states(to.layer.state_dict(), layer),
          "the model is as it was, whoever refused");
    CHECK(same_states(to.adam.state_dict(), adam),
          "the optimizer is as it was, whoever refused");
  };
  try_it(fits, other);
  try_it(other, fits);
  try_it(other, other);
}
BOOST_AUTO_TEST_SUITE_END()
BOOST_AUTO_TEST_SUITE(training_integration)
// Test_module: models learn
BOOST_AUTO_TEST_CASE(test_module_finds_a_line) {
  Generator g(1);
  const Tensor x = Tensor::randn({64, 2}, g);
  const Tensor y = x.narrow(1, 0, 1) * 2 - x.narrow(1, 1, 1) * 3 + 1;
  const std::vector<Batch> batches = {{x.narrow(0, 0, 40), {},
                                       y.narrow(0, 0, 40)},
                                      {x.narrow(0, 40, 24), {},
                                       y.narrow(0, 40, 24)}};
  const nn::Linear line(2, 1);
  optim::SGD sgd(line.parameters(), {.lr = 0.1});
  Trainer trainer(line, sgd, {.loss = target_loss, .max_norm = 100});
  const double before = trainer.evaluate(batches).loss();
  for (int i = 0; i < 100; ++i) trainer.train_epoch(batches);
  CHECK(trainer.evaluate(batches).loss() < 1e-8 * before);
  CHECK(compare(line.weight, Tensor::from({2, -3}, {1, 2}),
                {1e-3, 0}));
  CHECK(compare(line.bias.item(), 1, {1e-3, 0}));
  CHECK((trainer.epoch() == 100 && trainer.step() == 200));
}
BOOST_AUTO_TEST_CASE(test_module_learns_exclusive_or) {
  manual_seed(1);
  const nn::Sequential net(nn::Linear(2, 8), tt::tanh, nn::Linear(8, 2));
  const std::vector<Batch> all = {
      {Tensor::from({0, 0, 0, 1, 1, 0, 1, 1}, {4, 2}), {0, 1, 1, 0}, {}}};
  optim::Adam adam(net.parameters());
  Trainer trainer(net, adam, {.schedule = optim::warmup(
                                  {.steps = 10}, optim::constant(0.05))});
  const double before = trainer.evaluate(all).loss();
  for (int i = 0; i < 200; ++i) trainer.train_epoch(all);
  const Metrics after = trainer.evaluate(all);
  CHECK(after.loss() < before / 50);
  CHECK(after.accuracy() == 1);
}
BOOST_AUTO_TEST_CASE(test_module_knows_a_batch_of_noise_by_heart) {
  manual_seed(1);
  const nn::Sequential net(nn::Linear(4, 64), relu, nn::Linear(64, 64),
                           relu, nn::Linear(64, 3));
  const std::vector<Batch> noise = {some_batch(32)};
  optim::Adam adam(net.parameters(), {.lr = 0.01});
  Trainer trainer(net, adam, {.max_norm = 1});
  for (int i = 0; i < 300; ++i) trainer.train_epoch(noise);
  CHECK(trainer.evaluate(noise).loss() < 0.01);
  CHECK(trainer.evaluate(noise).accuracy() == 1);
}
// Test_module: runs can be repeated and continued
BOOST_AUTO_TEST_CASE(test_module_a_resumed_run_is_the_same_run) {
  const Folder folder;
  manual_seed(1);
  Run straight;
  straight.steps(20);
  const std::uint64_t drawn = default_generator().state();
  manual_seed(1);
  Run first;
  first.steps(10);
  save_checkpoint(folder.file(), first.trainer, {&first.order});
  manual_seed(99);
  Run second;
  second.steps(3);
  load_checkpoint(folder.file(), second.trainer, {&second.order});
  CHECK((second.trainer.step() == 10 && second.trainer.epoch() == 10));
  second.losses.clear();
  second.steps(10);
  // Compare the resumed run with the straight one
  CHECK(same_states(second.net.state_dict(),
                    straight.net.state_dict()),
        "the same parameters, to the last bit");
  CHECK(same_states(second.adam.state_dict(),
                    straight.adam.state_dict()));
  CHECK(second.order.state() == straight.order.state());
  CHECK(default_generator().state() == drawn, "dropout, too");
  CHECK(std::equal(second.losses.begin(), second.losses.end(),
                   straight.losses.begin() + 10));
}
BOOST_AUTO_TEST_CASE(test_module_the_same_seed_gives_the_same_bits) {
  std::vector<StateDict> ends;
  for (int i = 0; i < 2; ++i) {
    manual_seed(5);
    Run run;
    run.steps(10);
    ends.push_back(copied(run.net.state_dict()));
  }
  CHECK(same_states(ends[0], ends[1]));
  manual_seed(6);
  Run other;
  other.steps(10);
  CHECK(!same_states(ends[0], other.net.state_dict()),
        "another seed, another run");
}
BOOST_AUTO_TEST_CASE(test_module_training_gives_its_memory_back) {
  const Index start = memory::live_bytes();
  {
    Run run;
    run.steps(2);
    const Index steady = memory::live_bytes();
    run.steps(5);
    CHECK(memory::live_bytes() == steady, "no step leaves a tensor");
    run.trainer.evaluate(std::vector{some_batch(9)});
    CHECK(memory::live_bytes() == steady);
  }
  CHECK(memory::live_bytes() == start);
}
BOOST_AUTO_TEST_CASE(test_module_a_checkpoint_of_another_run_is_refused) {
  const Folder folder;
  const nn::Linear layer(4, 3), wide(5, 3);
  optim::SGD sgd(layer.parameters(), {.lr = 0.1, .momentum = 0.9});
  optim::SGD other(wide.parameters(), {.lr = 0.1, .momentum = 0.9});
  Trainer trainer(layer, sgd), widened(wide, other);
  trainer.train_epoch(std::vector{some_batch(3)});
  save_checkpoint(folder.file(), trainer);
  BOOST_CHECK_EXCEPTION(load_checkpoint(folder.file(), widened),
      std::invalid_argument,
      begins("load_checkpoint: " + folder.file() + ": load_state_dict"));
  CHECK(widened.step() == 0);
  const nn::Linear fresh(4, 3);
  const Tensor weight = fresh.weight.clone();
  optim::Adam adam(fresh.parameters());
  Trainer another(fresh, adam);
  BOOST_CHECK_THROW(load_checkpoint(folder.file(), another),
                    std::invalid_argument);
  CHECK(same(fresh.weight, weight, "not half a checkpoint"));
  CHECK(another.step() == 0);
}
// Test_module: a killed program leaves a whole checkpoint
const std::vector<Batch> two = {{Tensor::ones({2, 64}), {0, 1}, {}}};
/// Trains and saves steps 1, 2, 3, …, without end.
void save_forever(const std::string& path) {
  const nn::Linear layer(64, 64);
  optim::SGD sgd(layer.parameters(), {.lr = 0.1});
  Trainer trainer(layer, sgd);
  for (;;) {
    trainer.train_step(two);
    for (const Tensor& p : layer.parameters())
      p.fill_(double(trainer.step() % 1000));
    save_checkpoint(path, trainer);
  }
}
BOOST_AUTO_TEST_CASE(test_module_killed_at_any_moment) {
  const Folder folder;
  const nn::Linear layer(64, 64);
  optim::SGD sgd(layer.parameters(), {.lr = 0.1});
  Trainer trainer(layer, sgd);
  Generator random(1);
  trainer.train_step(two);
  for (int round = 0; round < 20; ++round) {
    std::filesystem::remove(folder.file());
    // Kill a child some time after its first checkpoint
    const pid_t child = fork();
    if (child == 0) save_forever(folder.file());
    const auto wait = [](double milliseconds) {
      std::this_thread::sleep_for(
          std::chrono::duration<double, std::milli>(milliseconds));
    };
    while (!std::filesystem::exists(folder.file()) &&
           waitpid(child, nullptr, WNOHANG) == 0)
      wait(0.1);
    wait(3 * random.uniform());
    kill(child, SIGKILL);
    waitpid(child, nullptr, 0);
    load_checkpoint(folder.file(), trainer);
    CHECK(trainer.step() >= 1);
    const double number = double(trainer.step() % 1000);
    for (const Tensor& p : layer.parameters())
      CHECK(same(p, Tensor::full(p.shape(), number)));
  }
}
// Test_module: the loop counts, reports and stops
BOOST_AUTO_TEST_CASE(test_module_a_leftover_window_is_a_step) {
  const nn::Linear layer(4, 3);
  optim::SGD sgd(layer.parameters(), {.lr = 9});
  std::vector<Progress> seen;
  Trainer trainer(layer, sgd, {
      .schedule = [](Index s) { return 0.1 / double(1 + s); },
      .max_norm = 1e-3,
      .accumulate = 2,
      .on_step = [&](const Progress& p) { seen.push_back(p); }});
  const Tensor start = layer.weight.clone();
  const auto parts = cut(some_batch(8), {2, 2, 2, 1, 1});
  const Metrics all = trainer.train_epoch(parts);
  CHECK((all.examples() == 8 && trainer.step() == 3));
  REQUIRE(seen.size() == 3u, "5 batches in windows of 2");
  CHECK((seen[2].step == 3 && seen[2].epoch == 0));
  CHECK((seen[0].lr == 0.1 && seen[2].lr == 0.1 / 3));
  CHECK((seen[0].norm > 1e-3 && seen[1].loss > 0));
  const Tensor moved = layer.weight - start;
  CHECK(std::sqrt(sum(moved * moved).item()) < 2e-4,
        "three rates times the limit");
}
BOOST_AUTO_TEST_CASE(test_module_the_trainer_accumulates_as_one_batch) {
  const Batch batch = some_batch(8);
  std::vector<Tensor> weights;
  for (const std::vector<Index>& sizes :
       {std::vector<Index>{8}, {3, 3, 2}}) {
    manual_seed(1);
    const nn::Linear layer(4, 3);
    optim::SGD sgd(layer.parameters(), {.lr = 0.5, .momentum = 0.9});
    Trainer trainer(layer, sgd, {.max_norm = 0.2, .accumulate = 3});
    for (int i = 0; i < 5; ++i) trainer.train_epoch(cut(batch, sizes));
    weights.push_back(layer.weight);
  }
  CHECK(compare(weights[1], weights[0]));
}
BOOST_AUTO_TEST_CASE(test_module_a_loss_that_is_no_number_stops_the_run) {
  const Net net;
  optim::SGD sgd(net.parameters(), {.lr = 0.1});
  Trainer trainer(net, sgd);
  const std::vector<Batch> good = {some_batch(3)};
  trainer.train_epoch(good);
  const auto stops = [&](const std::vector<Batch>& batches,
                         const std::string& why) {
    const StateDict before = copied(net.state_dict());
    BOOST_CHECK_EXCEPTION(trainer.train_epoch(batches), std::runtime_error,
        says("train_step: step 1: the loss is nan: " + why +
             "; nothing was changed"));
    CHECK(compare(net.last.bias, *find(before, "last.bias"),
                  {0, 0, true}));
    CHECK(trainer.step() == 1);
  };
  // Spoil the batch and the weights
  std::vector<Batch> bad = {some_batch(3)};
  bad[0].inputs.fill_(NAN);
  stops(bad, "the gradient of first.weight is not finite");
  Trainer lost(net, sgd, {.loss = [](const Tensor& y, const Batch&) {
    return mean(y.detach() * real(NAN)).requires_grad_();
  }});
  BOOST_CHECK_EXCEPTION(lost.train_epoch(good), std::runtime_error,
      says("train_step: step 0: the loss is nan: parameters and gradients "
           "are finite, so look at the batch; nothing was changed"));
  Trainer steep(net, sgd, {.loss = [](const Tensor& y, const Batch&) {
    return mean(sqrt(y - y.detach()));  // 0, but infinitely steep
  }, .max_norm = 1});
  BOOST_CHECK_EXCEPTION(steep.train_epoch(good), std::runtime_error,
      says("train_step: step 0: the loss is 0.000000: the gradient of "
           "first.weight is not finite; nothing was changed"));
  net.last.bias.at({1}) = NAN;
  stops(good, "parameter last.bias is not finite");
}
BOOST_AUTO_TEST_SUITE_END()
}  // namespace
