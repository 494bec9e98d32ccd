// Tangled from chapters/06_optimizers.nw: edit that, not this file.
#include <tinytorch/pieces.hpp>

#include <cmath>
#include <stdexcept>

namespace tt {
// Cut bits into exact pieces
Tensor to_pieces(std::uint64_t bits) {
  const Tensor pieces = Tensor::empty({4});
  for (Index k = 0; k < 4; ++k)
    pieces.at({k}) = static_cast<real>(bits >> (16 * k) & 0xffff);
  return pieces;
}
std::uint64_t from_pieces(const std::string& name, const Tensor& pieces) {
  std::uint64_t bits = 0;
  for (Index k = 0; k < 4; ++k) {
    const double piece = pieces.shape() == Shape{4} ? pieces.at({k}) : -1;
    if (!(piece >= 0 && piece <= 0xffff) || piece != std::trunc(piece))
      throw std::invalid_argument(name +
                                  " is not 64 bits in four numbers");
    bits |= static_cast<std::uint64_t>(piece) << (16 * k);
  }
  return bits;
}
}  // namespace tt
