// What is left behind when tito is told to end: nothing.
#pragma once

#include <sys/types.h>

#include <filesystem>

namespace tito {

/// From here on SIGINT, SIGTERM and SIGHUP end first the programs that tito started, with all that they started, then remove folders
/// that are not finished, and at last end tito itself as if it had not listened. To be called before any thread begins.
void end_well();

/// For a verb that waits for these signals by itself: `end_well` no longer takes them, and they stay blocked.
void take_over_signals();

/// Whether a signal is ending tito. Nothing should be started any more.
bool is_ending();

/// Waits for that end.
[[noreturn]] void await_end();

/// A process group that must end when tito does, for as long as this lives.
class EndedWithUs {
 public:
  explicit EndedWithUs(pid_t group);
  ~EndedWithUs();
  EndedWithUs(const EndedWithUs&) = delete;
  EndedWithUs& operator=(const EndedWithUs&) = delete;

 private:
  pid_t group_;
};

/// A folder that must go when tito ends, for as long as this lives.
class RemovedWithUs {
 public:
  explicit RemovedWithUs(std::filesystem::path folder);
  ~RemovedWithUs();
  RemovedWithUs(const RemovedWithUs&) = delete;
  RemovedWithUs& operator=(const RemovedWithUs&) = delete;

 private:
  std::filesystem::path folder_;
};

}  // namespace tito
