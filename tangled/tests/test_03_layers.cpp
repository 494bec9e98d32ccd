// Tangled from chapters/03_layers.nw: edit that, not this file.
#include <tinytorch/activations.hpp>
#include <tinytorch/elementwise.hpp>
#include <tinytorch/layers.hpp>
#include <tinytorch/matmul.hpp>
#include <tinytorch/memory.hpp>
#include <tinytorch/random.hpp>
#include <tinytorch/reduce.hpp>
#include <tinytorch/safetensors.hpp>
#include <tinytorch/view.hpp>

#include <unistd.h>

#include <cmath>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <numbers>

#include "tensors.hpp"

namespace {

using namespace tt;
using namespace tt::test;

// Make small modules for tests
struct Scale : nn::Module {
  explicit Scale(Index n)
      : factor(parameter("factor", Tensor::full({n}, 2))),
        calls(buffer("calls", Tensor::zeros({}))) {}
  Tensor factor, calls;
};
struct Pair : nn::Module {
  Scale a = child("a", Scale(3)), b = child("b", Scale(2));
  Tensor shift = parameter("shift", Tensor::ones({2}));
};
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

BOOST_AUTO_TEST_SUITE(layers_given)
// Tests of modules
BOOST_AUTO_TEST_CASE(modules_name_what_they_own_by_its_path) {
  const Pair net;
  std::string names;
  for (const auto& entry : net.state_dict()) names += entry.first + " ";
  CHECK(names == "shift a.factor a.calls b.factor b.calls ");
  names.clear();
  for (const auto& entry : net.named_parameters())
    names += entry.first + " ";
  CHECK(names == "shift a.factor b.factor ", "no buffers");
  net.parameters()[1].fill_(7);
  CHECK(same(net.a.factor, Tensor::full({3}, 7), "shared memory"));
}
BOOST_AUTO_TEST_CASE(copies_of_a_module_share_state_and_mode) {
  const Pair net, copy = net;
  copy.a.factor.fill_(5);
  CHECK(same(net.a.factor, Tensor::full({3}, 5)));
  copy.eval();
  CHECK((!net.training() && !net.a.training() && !net.b.training()));
  net.b.train();
  CHECK((copy.b.training() && !copy.a.training()));
}
BOOST_AUTO_TEST_CASE(a_tensor_with_two_names_is_one_parameter) {
  struct Tied : nn::Module {
    Scale a = child("a", Scale(3));
    Tensor b = parameter("b", a.factor);
  };
  CHECK(Tied().parameters().size() == 1u, "trained once");
  CHECK(Tied().state_dict().size() == 3u, "saved under both names");
}
BOOST_AUTO_TEST_CASE(a_module_refuses_names_that_would_not_be_unique) {
  struct Free : nn::Module {
    using Module::parameter, Module::child;
  };
  const Free net;
  net.parameter("w", Tensor::zeros({1}));
  for (const std::string bad : {"w", "", "a.b"})
    BOOST_CHECK_EXCEPTION(net.child(bad, Free()), std::invalid_argument,
        says("module: the name \"" + bad +
             "\" is empty, taken, or holds a dot"));
}
// Tests of layers
BOOST_AUTO_TEST_CASE(a_linear_layer_begins_as_in_pytorch) {
  manual_seed(4);
  const nn::Linear a(400, 50), b(400, 50);
  CHECK(a.weight.shape() == Shape({50, 400}));
  CHECK(a.bias.shape() == Shape({50}));
  CHECK(max(a.weight).item() <= real(0.05));
  CHECK(max(-a.weight).item() <= real(0.05));
  CHECK(compare(mean(a.weight * a.weight).item(), 1.0 / 1200,
                {.relative = 0.05}));
  CHECK(!equal(a.weight, b.weight), "each layer draws its own");
  manual_seed(4);
  CHECK(equal(nn::Linear(400, 50).weight, a.weight), "a seed repeats");
  CHECK(nn::Linear(3, 2, false).parameters().size() == 1u);
}
BOOST_AUTO_TEST_CASE(linear_refuses_sizes_that_do_not_agree) {
  using Wrong = std::invalid_argument;
  const Tensor w = counting({4, 3});
  BOOST_CHECK_EXCEPTION(linear(counting({2, 4}), w), Wrong,
      says("linear: input (2, 4), weight (4, 3) and bias none do not "
           "agree: needs (…, in), (out, in), (out)"));
  BOOST_CHECK_THROW(linear(counting({}), w), Wrong);
  BOOST_CHECK_THROW(linear(counting({3}), counting({3})), Wrong);
  BOOST_CHECK_THROW(linear(counting({3}), w, counting({3})), Wrong);
  BOOST_CHECK_THROW(linear(counting({3}), w, counting({1})), Wrong);
}
BOOST_AUTO_TEST_CASE(dropout_is_the_identity_in_use) {
  const nn::Dropout drop(0.9);
  const Tensor x = counting({3, 4});
  drop.eval();
  CHECK(drop(x).data() == x.data(), "not even a copy");
  const auto before = default_generator().state();
  CHECK(dropout(x, 0.9, false).data() == x.data());
  CHECK(default_generator().state() == before, "nothing is drawn");
  for (const double p : {-0.1, 1.1, double(NAN)})
    BOOST_CHECK_THROW(nn::Dropout{p}, std::invalid_argument);
}
BOOST_AUTO_TEST_CASE(a_sequence_numbers_its_steps_and_calls_them_in_order) {
  const auto twice = [](const Tensor& x) { return x * 2; };
  const auto plus_1 = [](const Tensor& x) { return x + 1; };
  const nn::Sequential net(twice, nn::Linear(2, 8), relu, nn::Dropout(),
                           nn::Sequential(nn::Linear(8, 1, false)));
  std::string names;
  for (const auto& entry : net.state_dict()) names += entry.first + " ";
  CHECK(names == "1.weight 1.bias 4.0.weight ");
  const Tensor x = Tensor::from({3, -4}, {2});
  CHECK(same(nn::Sequential(twice, plus_1, relu)(x),
             Tensor::from({7, 0}, {2})));
  CHECK(nn::Sequential()(x).data() == x.data(), "no step, no change");
}
// Tests of files
BOOST_AUTO_TEST_CASE(a_file_begins_as_the_format_says) {
  const Scratch file;
  save_safetensors({{"w\"", Tensor::ones({2, 0})}}, file.path);
  const std::string text = file.read();
  const std::string type = real_is_float ? "F32" : "F64";
  const std::string head = "{\"w\\\"\":{\"dtype\":\"" + type +
                           "\",\"shape\":[2,0],\"data_offsets\":[0,0]}}";
  CHECK((text.size() % 8) == 0u);
  CHECK(static_cast<unsigned char>(text.at(0)) == text.size() - 8);
  CHECK(text.substr(1, 7) == std::string(7, '\0'));
  CHECK(text.substr(8, head.size()) == head);
  BOOST_CHECK_THROW(save_safetensors({}, file.path + "/x"),
                    std::runtime_error);
  const std::string folder = file.path + ".folder";
  std::filesystem::create_directory(folder);
  BOOST_CHECK_THROW(save_safetensors({}, folder), std::runtime_error);
  CHECK(!std::filesystem::exists(folder + ".part"), "cleaned up");
  std::filesystem::remove(folder);
  BOOST_CHECK_THROW(load_safetensors(file.path + "x"), std::runtime_error);
}
BOOST_AUTO_TEST_CASE(a_broken_header_is_refused_with_its_place) {
  const Scratch file;
  for (const std::string head :
       {"", "{", "[]", "{\"w\"}", "{\"w\":{\"dtype\":3}}", "{} x",
        "{\"w\":{\"shape\":[-1]}}", "{\"w\":{\"more\":1}}", "{\"\\x\":{}}",
        "{\"\\u12\":{}}", "{\"\\ud800\":{}}", "{\"w",
        "{\"\\udbff\\u0041\":{}}"}) {
    file.write(head, "");
    BOOST_CHECK_EXCEPTION(load_safetensors(file.path),
        std::invalid_argument, begins("safetensors: byte "));
  }
  for (const std::string& bytes : {std::string("short"),
                                   std::string(9, '\x7f')}) {
    file.write_raw(bytes);
    BOOST_CHECK_EXCEPTION(load_safetensors(file.path),
        std::invalid_argument,
        says("safetensors: " + file.path + " ends inside its header"));
  }
}
BOOST_AUTO_TEST_SUITE_END()

// Test each exercise on layers in a suite of its own
BOOST_AUTO_TEST_SUITE(layers_load_state)
// Test: layers-load-state
BOOST_AUTO_TEST_CASE(load_state_dict_copies_into_the_tensors_it_has) {
  const Pair net, other;
  const Tensor held = net.a.factor;
  StateDict state = other.state_dict();
  for (const auto& [name, tensor] : state) tensor.fill_(9);
  std::swap(state.front(), state.back());
  net.load_state_dict(state);
  CHECK(same(held, Tensor::full({3}, 9), "old handles see it"));
  CHECK(same(net.b.calls, Tensor::full({}, 9), "buffers, too"));
  other.shift.fill_(1);
  CHECK(same(net.shift, Tensor::full({2}, 9), "numbers are copied"));
}
BOOST_AUTO_TEST_CASE(load_state_dict_refuses_and_changes_nothing) {
  const Pair net;
  const auto refuse = [&](const StateDict& state, const std::string& name) {
    BOOST_CHECK_EXCEPTION(net.load_state_dict(state), std::invalid_argument,
                          mentions(name));
    CHECK(same(net.shift, Tensor::ones({2}), "nothing may change"));
    CHECK(same(net.b.factor, Tensor::full({2}, 2), "nor here"));
  };
  const Pair other;
  StateDict state = other.state_dict();
  for (const auto& [name, tensor] : state) tensor.fill_(9);
  state.back() = {"b.calls", Tensor::zeros({1})};
  refuse(state, "load_state_dict: b.calls is (1), not ();");
  state.back().first = "c";
  refuse(state, "load_state_dict: b.calls is missing; c is unknown;");
  refuse({}, "shift is missing; a.factor is missing;");
  refuse({{"b.calls", Tensor::zeros({1})}}, "shift is missing;");
  state = Pair().state_dict();
  for (const auto& entry : state) entry.second.fill_(9);
  state.emplace_back("more", Tensor::zeros({1}));
  refuse(state, "more is unknown;");
}
BOOST_AUTO_TEST_SUITE_END()
BOOST_AUTO_TEST_SUITE(layers_fans)
// Test: layers-fans
BOOST_AUTO_TEST_CASE(fans_count_products_per_output_and_per_input) {
  const auto both = [](const Shape& shape, Index in, Index out) {
    const nn::init::Fans f = nn::init::fans(shape);
    CHECK(f.in == in, "fan-in of " + to_string(shape));
    CHECK(f.out == out, "fan-out of " + to_string(shape));
  };
  both({128, 784}, 784, 128);
  both({32, 3, 5, 5}, 75, 800);
  both({4, 2, 3}, 6, 12);
  both({3, 0}, 0, 3);
  BOOST_CHECK_THROW(nn::init::fans({4}), std::invalid_argument);
  BOOST_CHECK_THROW(nn::init::fans({}), std::invalid_argument);
}
BOOST_AUTO_TEST_CASE(fans_give_initial_weights_their_variance) {
  using namespace nn::init;
  Generator g(2);
  const Tensor w = Tensor::empty({100, 300});
  const auto variance = [&](const Tensor& v, double expected) {
    CHECK(compare(mean(v).item(), 0, {.absolute = 2e-3}));
    CHECK(compare(mean(v * v).item(), expected, {.relative = 0.05}),
          "fan-in is 300, fan-out 100");
  };
  variance(xavier_uniform_(w, 1, g), 2.0 / 400);
  CHECK(max(w).item() <= std::sqrt(6.0 / 400), "bounded by a");
  variance(xavier_normal_(w, 1, g), 2.0 / 400);
  variance(kaiming_uniform_(w, std::numbers::sqrt2, g), 2.0 / 300);
  variance(kaiming_normal_(w, 1, g), 1.0 / 300);
}
BOOST_AUTO_TEST_SUITE_END()
BOOST_AUTO_TEST_SUITE(layers_dropout_mask)
// Test: layers-dropout-mask
BOOST_AUTO_TEST_CASE(dropout_drops_a_share_and_scales_the_rest) {
  Generator g(6);
  const Tensor x = Tensor::ones({200, 500});
  for (const double p : {0.1, 0.5, 0.75}) {
    const Tensor y = dropout(x, p, true, g);
    Index dropped = 0;
    for (const real v : y.to_vector()) {
      if (v == 0) ++dropped;
      else REQUIRE(v == real(1 / (1 - p)), "scale by 1/(1-p)");
    }
    CHECK(compare(static_cast<double>(dropped) / 1e5, p, {0.01, 0}));
    CHECK(compare(mean(y).item(), 1, {0.03, 0}), "expected value");
  }
  CHECK(same(dropout(x, 1, true, g), Tensor::zeros({200, 500})));
  Generator zero(0x61c8864680b583eb);  // the first number it draws is 0
  CHECK(same(dropout(x, 0, true, zero), x, "p = 0 drops nothing"));
}
BOOST_AUTO_TEST_CASE(dropout_repeats_with_its_seed_in_every_layout) {
  const Tensor x = counting({4, 5}) + 1;
  for (const Layout& y : layouts(x)) {
    Generator a(8), b(8);
    CHECK(same(dropout(y.tensor, 0.5, true, a),
               dropout(x, 0.5, true, b), y.name));
    CHECK(a.state() == b.state());
    Generator once(8);
    for (int i = 0; i < 20; ++i) once.uniform();
    CHECK(a.state() == once.state(), "one draw for each element");
  }
}
BOOST_AUTO_TEST_SUITE_END()
BOOST_AUTO_TEST_SUITE(layers_decode)
// Test: layers-decode
BOOST_AUTO_TEST_CASE(decode_reads_what_another_program_wrote) {
  const float a[] = {1.5f, -2};
  const double b[] = {0.25};
  const Scratch file;
  file.write(R"({"__metadata__":{"format":"pt"}, "a\u00e9":{"shape":[2,1],)"
             R"("dtype":"F32","data_offsets":[0,8]},"b":{"dtype":"F64",)"
             R"("shape":[],"data_offsets":[8,16]}} )",
             bytes_of(a) + bytes_of(b));
  const StateDict state = load_safetensors(file.path);
  REQUIRE(state.size() == 2u);
  CHECK(state[0].first == "aé", "names may be escaped");
  CHECK(same(state[0].second, Tensor::from({1.5, -2}, {2, 1})));
  CHECK(same(state[1].second, Tensor::full({}, 0.25), "F64"));
}
BOOST_AUTO_TEST_CASE(decode_refuses_what_a_file_must_not_say) {
  const Scratch file;
  const auto refuse = [&](const std::string& type, const std::string& shape,
                          const std::string& offsets) {
    file.write("{\"w\":{\"dtype\":\"" + type + "\",\"shape\":[" + shape +
                   "],\"data_offsets\":[" + offsets + "]}}",
               std::string(8, '\0'));
    BOOST_CHECK_EXCEPTION(load_safetensors(file.path),
        std::invalid_argument, begins("safetensors: tensor \"w\": "));
  };
  refuse("I64", "1", "0,8");
  refuse("F32", "2", "0,12");
  refuse("F32", "2", "4,12");
  refuse("F32", "2", "8,0");
  refuse("F32", "3", "0,8");
  refuse("F32", "1", "0,7");
  refuse("F64", "1152921504606846975", "0,8");  // just below 2^60
  file.write(R"({"w":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},)"
             R"("w":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}})",
             std::string(8, '\0'));
  BOOST_CHECK_EXCEPTION(load_safetensors(file.path), std::invalid_argument,
      says("safetensors: tensor \"w\": it comes twice"));
}
BOOST_AUTO_TEST_CASE(decode_survives_files_with_a_wrong_byte) {
  const Scratch file, sound;
  sound.write(R"({"\ud83d\ude00":{"dtype":"F32","shape":[1,2],)"
              R"("data_offsets":[0,8]}})", std::string(8, '\0'));
  const std::string bytes = sound.read();
  const StateDict state = load_safetensors(sound.path);
  CHECK(state[0].first == "\xf0\x9f\x98\x80", "a pair of escapes");
  Generator g(9);
  for (int i = 0; i < 2000; ++i) {
    std::string wrong = bytes;
    wrong[g.bits() % wrong.size()] = static_cast<char>(g.bits() & 255);
    file.write_raw(wrong.substr(0, g.bits() % (2 * wrong.size())));
    try {
      load_safetensors(file.path);
    } catch (const std::invalid_argument&) {  // the right answer to most
    }
  }
}
BOOST_AUTO_TEST_SUITE_END()
BOOST_AUTO_TEST_SUITE(layers_integration)
// Test_module: a network that is saved and loaded
struct Net : nn::Module {
  nn::Linear fc1 = child("fc1", nn::Linear(3, 8));
  nn::Dropout drop = child("drop", nn::Dropout(0.5));
  nn::Linear fc2 = child("fc2", nn::Linear(8, 2));
  Tensor operator()(const Tensor& x) const {
    return fc2(drop(relu(fc1(x))));
  }
};
BOOST_AUTO_TEST_CASE(test_module_a_network_is_saved_and_loaded) {
  const Index before = memory::live_bytes();
  {
    const Tensor x = counting({5, 3}) / 10;
    const Net net, other;
    // Check the forward pass and its modes
    CHECK(!equal(net(x), net(x)), "dropout is random while training");
    net.eval();
    other.eval();
    const auto apply = [](const nn::Linear& l, const Tensor& v) {
      return matmul(v, l.weight.transpose(0, 1)) + l.bias;
    };
    const Tensor y = net(x);
    CHECK(compare(y, apply(net.fc2, relu(apply(net.fc1, x)))));
    CHECK(!equal(other(x), y), "other weights, other answer");
    CHECK(dropout(x, 0.5, true).shape() == x.shape());
    // Check that a file carries the whole network
    const Scratch file;
    save_safetensors(net.state_dict(), file.path);
    other.load_state_dict(load_safetensors(file.path));
    CHECK(equal(other(x), y), "the same numbers, bit for bit");
    CHECK(other.parameters().size() == 4u);
    for (const Tensor& p : net.parameters())
      if (p.dim() == 2) nn::init::kaiming_normal_(p);
    CHECK(!equal(net(x), y));
  }
  CHECK(memory::live_bytes() == before, "all memory was given back");
}
// Test_module: linear in every layout
BOOST_AUTO_TEST_CASE(linear_agrees_with_product_transpose_and_sum) {
  const Tensor w = small_integers({4, 3}), b = counting({4});
  for (const Shape& shape : {Shape{3}, {1, 3}, {5, 3}, {2, 0, 3},
                             {2, 5, 3}, {2, 2, 2, 3}})
    for (const Layout& x : layouts(small_integers(shape)))
      for (const Layout& v : layouts(w)) {
        const Tensor y = matmul(x.tensor, w.transpose(0, 1));
        CHECK(same(linear(x.tensor, v.tensor), y, x.name));
        CHECK(same(linear(x.tensor, v.tensor, b), y + b, v.name));
      }
  const Tensor none = linear(Tensor::ones({2, 0}), Tensor::ones({4, 0}), b);
  CHECK(same(none, b.expand({2, 4}), "no inputs leave the bias"));
}
BOOST_AUTO_TEST_SUITE_END()
}  // namespace
