// Tangled from chapters/00_setup.nw: edit that, not this file.
/// \file
/// Counting the bytes that tensors own.
#pragma once

#include <span>

#include <tinytorch/types.hpp>

namespace tt::memory {
// What the storage of a tensor reports
/// To be called when a buffer of `bytes` bytes has been acquired.
void acquired(Index bytes) noexcept;

/// To be called when a buffer of `bytes` bytes is given back.
void released(Index bytes) noexcept;

// What the counter knows
/// Bytes in buffers that are alive now.
Index live_bytes() noexcept;

/// The most bytes that were alive at once since reset_peak().
Index peak_bytes() noexcept;

/// Forgets the peak: from now on it starts at live_bytes().
void reset_peak() noexcept;

/// Buffers acquired since the program began.
Index acquisitions() noexcept;

// The peak of a log
/// One line of a log of buffers.
struct Event {
  enum Kind { acquire, release };
  Kind kind;
  int buffer;       ///< names the buffer; the name is free after release
  Index bytes = 0;  ///< its size; ignored in a release
};

/// The most bytes that were alive at once in a log that begins with none.
/// \throws std::invalid_argument when a buffer is acquired that is alive,
///   one is released that is not alive, or a size is negative
Index peak_of(std::span<const Event> log);
}  // namespace tt::memory
