// Tangled from chapters/01_tensor.nw: edit that, not this file.
#pragma once
/// \file
/// Random numbers; bits and uniform numbers are the same everywhere
/// (chapter 01).
#include <cstdint>

#include <tinytorch/tensor.hpp>

namespace tt {
/// A stream of random numbers; its state is one number.
class Generator {
 public:
  explicit Generator(std::uint64_t seed) : state_(seed) {}
  std::uint64_t bits();  ///< 64 random bits
  double uniform();      ///< in [0, 1)
  double normal();       ///< mean 0, standard deviation 1
  std::uint64_t state() const { return state_; }  ///< a seed to go on from

 private:
  std::uint64_t state_;
};
}  // namespace tt
