// Tangled from chapters/01_tensor.nw: edit that, not this file.
#include <tinytorch/storage.hpp>

#include <new>

#include <tinytorch/memory.hpp>

namespace tt {
namespace {
constexpr std::align_val_t alignment{64};
}  // namespace

// Take memory for a storage
Storage::Storage(Index count) {
  const Index bytes = Index{sizeof(Block)} + Index{sizeof(real)} * count;
  void* buffer = nullptr;
  if (!buffer)
    buffer = ::operator new(static_cast<std::size_t>(bytes), alignment);
  block_ = new (buffer) Block{1, count};
  memory::acquired(bytes);
}
// Give memory back with its last owner
void Storage::release() noexcept {
  if (block_->owners.fetch_sub(1, std::memory_order_acq_rel) > 1) return;
  void* buffer = block_;
  const Index bytes =
      Index{sizeof(Block)} + Index{sizeof(real)} * block_->count;
  memory::released(bytes);
  ::operator delete(buffer, alignment);
}
}  // namespace tt
