#include "golden.hpp"

#include <algorithm>
#include <stdexcept>

namespace golden {

Goldens::Goldens(const std::string& name) : all_(tt::load_safetensors(GOLDEN_FOLDER "/" + name + ".safetensors")) {}

bool Goldens::has(const std::string& name) const { return tt::find(all_, name) != nullptr; }

tt::Tensor Goldens::operator[](const std::string& name) const {
  const tt::Tensor* found = tt::find(all_, name);
  if (found == nullptr) throw std::out_of_range("no golden " + name + "; run tests/golden/generate.py again");
  return found->clone();
}

std::vector<std::string> Goldens::cases() const {
  std::vector<std::string> found;
  for (const auto& [name, tensor] : all_) found.push_back(name.substr(0, name.find('.')));
  std::sort(found.begin(), found.end());
  found.erase(std::unique(found.begin(), found.end()), found.end());
  return found;
}

}  // namespace golden
