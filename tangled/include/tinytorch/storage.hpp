// Tangled from chapters/01_tensor.nw: edit that, not this file.
#pragma once
/// \file
/// Memory that tensors share (chapter 01).
#include <atomic>
#include <utility>

#include <tinytorch/dims.hpp>

namespace tt {
// Share a block of numbers among its owners
/// Numbers that live as long as one `Storage` refers to them.
class Storage {
 public:
  Storage() = default;
  /// `count` numbers with no particular value, aligned to 64 bytes.
  explicit Storage(Index count);
  // Count the owners of a storage
  Storage(const Storage& other) noexcept : block_(other.block_) {
    if (block_) block_->owners.fetch_add(1, std::memory_order_relaxed);
  }
  Storage(Storage&& other) noexcept
      : block_(std::exchange(other.block_, nullptr)) {}
  Storage& operator=(Storage other) noexcept {
    std::swap(block_, other.block_);
    return *this;
  }
  ~Storage() { if (block_) release(); }
  real* data() const {
    return block_ ? reinterpret_cast<real*>(block_ + 1) : nullptr;
  }
  Index count() const { return block_ ? block_->count : 0; }
  /// How many handles share the block.
  Index owners() const { return block_ ? block_->owners.load() : 0; }

 private:
  struct alignas(64) Block { std::atomic<Index> owners; Index count; };
  void release() noexcept;
  Block* block_ = nullptr;  // the numbers begin behind it
};
}  // namespace tt
