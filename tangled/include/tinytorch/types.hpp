// Tangled from chapters/00_setup.nw: edit that, not this file.
/// \file
/// The two number types that everything else is written in.
#pragma once

#include <cstddef>

namespace tt {
// The number in a tensor, and the number that counts
#ifdef TT_REAL_IS_DOUBLE
/// A number in a tensor: here double, in which gradients are checked.
using real = double;
#else
/// A number in a tensor: here float, as in PyTorch.
using real = float;
#endif

/// A size, a position or a step. Signed, because a step may be negative
/// and because -1 means "the last".
using Index = std::ptrdiff_t;
}  // namespace tt
