#include "support/progress.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <cstdio>
#include <system_error>

namespace tito {

Step::Step(std::string name) : name_(std::move(name)) {
  if (!::isatty(STDOUT_FILENO)) return;
  counter_ = std::thread([this] {
    std::unique_lock lock(mutex_);
    do {
      fmt::print("\r  {:<28} {:6.1f} s", name_, elapsed());
      std::fflush(stdout);
    } while (!finish_.wait_for(lock, std::chrono::milliseconds(200), [this] { return finished_; }));
  });
}

Step::~Step() {
  if (finished_) return;
  stop_counting();
  try {
    fmt::print("{}  {:<28} {:6.1f} s  failed\n", ::isatty(STDOUT_FILENO) ? "\r" : "", name_, elapsed());
  } catch (const std::system_error&) {  // nobody can read it, which whoever ends the program finds out
  }
  std::fflush(stdout);
}

void Step::done(const std::string& outcome) {
  stop_counting();
  fmt::print("{}  {:<28} {:6.1f} s  {}\n", ::isatty(STDOUT_FILENO) ? "\r" : "", name_, elapsed(), outcome);
  std::fflush(stdout);
}

void Step::stop_counting() {
  {
    const std::lock_guard lock(mutex_);
    finished_ = true;
  }
  finish_.notify_all();
  if (counter_.joinable()) counter_.join();
}

double Step::elapsed() const {
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - begin_).count();
}

}  // namespace tito
