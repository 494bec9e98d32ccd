// Tangled from chapters/03_layers.nw: edit that, not this file.
#include <tinytorch/layers.hpp>
#include <tinytorch/print.hpp>
#include <tinytorch/safetensors.hpp>

#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "probe.hpp"

using namespace tt;

namespace {
// Draw tensors, modules and files
Tensor drawn(Draw& draw, const Shape& shape) {
  return Tensor::from(draw.reals(numel(shape), -1, 1), shape);
}
struct Inner : nn::Module {
  Tensor w = parameter("w", Tensor::zeros({2, 3}));
  Tensor b = buffer("b", Tensor::zeros({3}));
};
struct Probed : nn::Module {
  Inner inner = child("inner", Inner());
  Tensor shift = parameter("shift", Tensor::zeros({2}));
};
/// Writes a file of `count` numbers whose entry says from begin to end.
std::string write_file(Draw& draw, const std::string& type,
                       std::int64_t count, std::int64_t begin,
                       std::int64_t end) {
  const std::string path = (std::filesystem::temp_directory_path() /
                            ("probe-" + std::to_string(getpid()))).string();
  const std::string head =
      "{\"w\":{\"dtype\":\"" + type + "\",\"shape\":[" +
      std::to_string(count) + "],\"data_offsets\":[" +
      std::to_string(begin) + "," + std::to_string(std::max<std::int64_t>(
      end, 0)) + "]}}";
  std::string bytes(8 + head.size() + static_cast<std::size_t>(begin), 0);
  bytes[0] = static_cast<char>(head.size());
  bytes.replace(8, head.size(), head);
  // Append the numbers of the file
  for (std::int64_t i = 0; i < count; ++i) {
    const double wide = draw.uniform(-1, 1);
    const auto single = static_cast<float>(wide);
    if (type == "F64")
      bytes.append(reinterpret_cast<const char*>(&wide), 8);
    else
      bytes.append(reinterpret_cast<const char*>(&single), 4);
  }
  std::ofstream(path, std::ios::binary) << bytes;
  return path;
}
}  // namespace

int main(int argc, char** argv) {
  return run_probes(argc, argv, {
    // Probes of the layers
    {"layers-load-state",
     [](Draw& draw, Emit& emit) {
       // Probe: layers-load-state
       for (int i = 0; i < 12; ++i) {
         const Probed net;
         StateDict state;
         for (const auto& [name, tensor] : net.state_dict())
           state.emplace_back(name, drawn(draw, tensor.shape()));
         const auto at = static_cast<std::size_t>(draw.integer(0, 2));
         if (i % 4 == 1) state.erase(state.begin() + draw.integer(0, 2));
         if (i % 4 == 2) state.emplace_back("more", drawn(draw, {2}));
         if (i % 4 == 3) state[at].second = drawn(draw, {1, 1});
         emit.next_case("state " + std::to_string(i));
         emit.attempt([&] { net.load_state_dict(state); });
         for (const auto& [name, tensor] : net.state_dict())
           emit.all(tensor.to_vector());
       }
     }},
    {"layers-fans",
     [](Draw& draw, Emit& emit) {
       // Probe: layers-fans
       for (int i = 0; i < 24; ++i) {
         Shape shape;
         for (auto n = draw.integer(0, 4); n > 0; --n)
           shape.insert(0, draw.integer(1, 9));
         emit.next_case("fans of " + to_string(shape));
         emit.attempt([&] {
           const nn::init::Fans f = nn::init::fans(shape);
           emit(f.in);
           emit(f.out);
         });
       }
     }},
    {"layers-dropout-mask",
     [](Draw& draw, Emit& emit) {
       // Probe: layers-dropout-mask
       for (int i = 0; i < 12; ++i) {
         Generator g(draw.bits());
         const double p = i == 0 ? 1 : draw.uniform(0.05, 0.95);
         const Tensor x = drawn(draw, {draw.integer(1, 5), draw.integer(1, 5)});
         emit.next_case("dropout with p " + std::to_string(p));
         emit.tolerance(0, 1e-6);
         emit.attempt([&] { emit.all(dropout(x, p, true, g).to_vector()); });
       }
     }},
    {"layers-decode",
     [](Draw& draw, Emit& emit) {
       // Probe: layers-decode
       for (int i = 0; i < 24; ++i) {
         const std::string type = i % 8 == 7 ? "I32" : i % 2 ? "F64" : "F32";
         const auto count = draw.integer(0, 6);
         const auto begin = draw.integer(0, 3);
         auto end = begin + count * (type == "F64" ? 8 : 4);
         if (i % 5 == 4) end += draw.integer(-9, 9);
         const std::string path = write_file(draw, type, count, begin, end);
         emit.next_case(type + " with " + std::to_string(count) + " numbers");
         emit.attempt([&] {
           emit.all(load_safetensors(path).front().second.to_vector());
         });
         std::filesystem::remove(path);
       }
     }},
  });
}
