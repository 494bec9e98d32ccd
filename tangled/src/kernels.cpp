// Tangled from chapters/01_tensor.nw: edit that, not this file.
#include <tinytorch/kernels.hpp>

#include <cstdlib>
#include <stdexcept>
#include <string>

namespace tt {
// Find a table by its name
std::span<const Kernels* const> kernel_tables() {
  static constexpr const Kernels* tables[] = {
    &plain_kernels,
  };
  return tables;
}
const Kernels& kernels_named(std::string_view name) {
  std::string names;
  for (const Kernels* table : kernel_tables()) {
    if (table->name == name) return *table;
    names += std::string(" ") + table->name;
  }
  throw std::invalid_argument("kernels: no table is called \"" +
                              std::string(name) +
                              "\"; TINYTORCH_KERNELS may be:" + names);
}
// Choose a table at the first call
namespace {
const Kernels& choose() {
  const char* name = std::getenv("TINYTORCH_KERNELS");
  if (name && *name) return kernels_named(name);
  return plain_kernels;
}
const Kernels*& in_use() {
  static const Kernels* table = &choose();
  return table;
}
}  // namespace
const Kernels& kernels() { return *in_use(); }
UseKernels::UseKernels(const Kernels& table) : before_(in_use()) {
  in_use() = &table;
}
UseKernels::~UseKernels() { in_use() = before_; }
}  // namespace tt
