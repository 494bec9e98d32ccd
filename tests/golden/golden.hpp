/// \file
/// Numbers that PyTorch computed, and the comparison with them.
#pragma once

#include <string>
#include <tinytorch/tinytorch.hpp>

#include "tensors.hpp"

namespace golden {

/// A few roundings, and no more: these are small tensors, and both sides add in some order of their own.
inline constexpr tt::test::Tolerance tolerance =
    tt::test::real_is_float ? tt::test::Tolerance{2e-6, 1e-5} : tt::test::Tolerance{1e-14, 1e-12};

/// What generate.py wrote into NAME.safetensors.
class Goldens {
 public:
  explicit Goldens(const std::string& name);
  bool has(const std::string& name) const;
  /// \throws std::out_of_range when there is none
  tt::Tensor operator[](const std::string& name) const;
  /// The first parts of all names: the cases, each once.
  std::vector<std::string> cases() const;

 private:
  tt::StateDict all_;
};

}  // namespace golden
