// Tangled from chapters/03_layers.nw: edit that, not this file.
#pragma once
/// \file
/// How weights begin (chapter 03).
#include <cstdint>
#include <numbers>

#include <tinytorch/random.hpp>

namespace tt {
/// What layers draw from unless told otherwise. Not for several threads.
Generator& default_generator();
/// Restarts it.
void manual_seed(std::uint64_t seed);
namespace nn::init {
// Declare the initialisers
/// How many products enter an output, and outputs an input enters.
struct Fans { Index in, out; };
/// Of a weight (out, in, …). \throws std::invalid_argument below two dims
Fans fans(const Shape& shape);
// They fill w and return it; errors as fans.
/// Variance gain²·2 / (in + out).
Tensor xavier_uniform_(const Tensor& w, double gain = 1,
                       Generator& g = default_generator());
Tensor xavier_normal_(const Tensor& w, double gain = 1,
                      Generator& g = default_generator());
/// Variance gain² / in; a ReLU asks for √2.
Tensor kaiming_uniform_(const Tensor& w, double gain = std::numbers::sqrt2,
                        Generator& g = default_generator());
Tensor kaiming_normal_(const Tensor& w, double gain = std::numbers::sqrt2,
                       Generator& g = default_generator());
}  // namespace nn::init
}  // namespace tt
