// Tangled from chapters/00_setup.nw: edit that, not this file.
#include <tinytorch/memory.hpp>

#include <algorithm>
#include <atomic>
#include <map>
#include <stdexcept>
#include <string>

#include <tinytorch/error.hpp>

namespace tt::memory {
namespace {
// Note a change of the live bytes
std::atomic<Index> live = 0, peak = 0, count = 0;

void change_live(Index change) noexcept {
  const Index total = live.fetch_add(change) + change;
  Index highest = peak.load();
  while (total > highest && !peak.compare_exchange_weak(highest, total)) {
  }
}
}  // namespace

// Count buffers as they come and go
void acquired(Index bytes) noexcept {
  ++count;
  change_live(bytes);
}
void released(Index bytes) noexcept { change_live(-bytes); }

Index live_bytes() noexcept { return live; }
Index peak_bytes() noexcept { return peak; }
void reset_peak() noexcept { peak = live.load(); }
Index acquisitions() noexcept { return count; }

// Find the peak of a log
Index peak_of(std::span<const Event> log) {
  //@begin exercise setup-peak-memory
  std::map<int, Index> alive;
  Index live_now = 0, highest = 0;
  for (const Event& event : log) {
    const bool acquires = event.kind == Event::acquire;
    if (acquires == alive.contains(event.buffer) || event.bytes < 0)
      throw std::invalid_argument("peak_of: the log is wrong at buffer " +
                                  std::to_string(event.buffer));
    if (acquires) {
      live_now += alive[event.buffer] = event.bytes;
      highest = std::max(highest, live_now);
    } else {
      live_now -= alive.extract(event.buffer).mapped();
    }
  }
  return highest;
  //@end exercise setup-peak-memory
}
}  // namespace tt::memory
