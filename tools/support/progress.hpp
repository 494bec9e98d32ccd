// What a person sees while long work goes on: one line a step, its time counting when the output is a terminal.
#pragma once

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <string>
#include <thread>

namespace tito {

/// One step of long work. Prints what came of it when it is done; its name already before, when the output is a terminal. A step that
/// is destroyed without `done` (an exception) ends its line with `failed`: the error is printed by whoever catches it.
class Step {
 public:
  explicit Step(std::string name);
  ~Step();
  Step(const Step&) = delete;
  Step& operator=(const Step&) = delete;

  void done(const std::string& outcome = {});

 private:
  void stop_counting();
  double elapsed() const;

  std::string name_;
  std::chrono::steady_clock::time_point begin_ = std::chrono::steady_clock::now();
  bool finished_ = false;
  std::mutex mutex_;
  std::condition_variable finish_;
  std::thread counter_;
};

}  // namespace tito
