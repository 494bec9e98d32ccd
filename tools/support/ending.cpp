#include "support/ending.hpp"

#include <poll.h>
#include <pthread.h>
#include <sys/eventfd.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <chrono>
#include <csignal>
#include <mutex>
#include <system_error>
#include <thread>
#include <vector>

namespace tito {
namespace {

namespace fs = std::filesystem;
using namespace std::chrono_literals;

constexpr auto patience = 3s;  // for programs that tidy up before they end

struct State {
  std::mutex mutex;
  std::vector<pid_t> groups;
  std::vector<fs::path> folders;
  std::atomic<bool> ending = false;
  int stop = -1;  // an eventfd: the listener is to stop
};

// Never destroyed: the listener outlives `main`.
State& state() {
  static State& all = *new State;
  return all;
}

// Without those that whoever started us told us to ignore, as `nohup` does.
sigset_t signals_that_end() {
  sigset_t set;
  sigemptyset(&set);
  for (const int number : {SIGINT, SIGTERM, SIGHUP}) {
    struct sigaction now {};
    sigaction(number, nullptr, &now);
    if (now.sa_handler != SIG_IGN) sigaddset(&set, number);
  }
  return set;
}

std::vector<pid_t> groups() {
  const std::lock_guard lock(state().mutex);
  return state().groups;
}

void end_groups(int signal) {
  for (const pid_t group : groups()) kill(-group, signal);
  for (auto waited = 0ms; waited < patience && !groups().empty(); waited += 10ms) std::this_thread::sleep_for(10ms);
  for (const pid_t group : groups()) kill(-group, SIGKILL);
}

void remove_folders() {
  const std::lock_guard lock(state().mutex);
  std::error_code ignored;
  for (const fs::path& folder : state().folders) fs::remove_all(folder, ignored);
}

[[noreturn]] void end_by(int signal) {
  sigset_t one;
  sigemptyset(&one);
  sigaddset(&one, signal);
  pthread_sigmask(SIG_UNBLOCK, &one, nullptr);
  std::signal(signal, SIG_DFL);
  raise(signal);
  _exit(128 + signal);
}

void listen(int signals, int stop) {
  std::array<pollfd, 2> ready{{{signals, POLLIN, 0}, {stop, POLLIN, 0}}};
  signalfd_siginfo info{};
  do {
    poll(ready.data(), ready.size(), -1);
    if (ready[1].revents != 0) return;
  } while (read(signals, &info, sizeof info) != sizeof info);
  state().ending = true;
  end_groups(static_cast<int>(info.ssi_signo));
  remove_folders();
  end_by(static_cast<int>(info.ssi_signo));
}

}  // namespace

void end_well() {
  const sigset_t set = signals_that_end();
  const int signals = signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK);
  state().stop = eventfd(0, EFD_CLOEXEC);
  if (signals < 0 || state().stop < 0) return;  // then they end us at once, as ever
  pthread_sigmask(SIG_BLOCK, &set, nullptr);
  std::thread(listen, signals, state().stop).detach();
}

void take_over_signals() {
  if (state().stop >= 0) eventfd_write(state().stop, 1);
}

bool is_ending() { return state().ending; }

void await_end() {
  for (;;) pause();
}

EndedWithUs::EndedWithUs(pid_t group) : group_(group) {
  const std::lock_guard lock(state().mutex);
  state().groups.push_back(group_);
}

EndedWithUs::~EndedWithUs() {
  const std::lock_guard lock(state().mutex);
  std::erase(state().groups, group_);
}

RemovedWithUs::RemovedWithUs(fs::path folder) : folder_(std::move(folder)) {
  const std::lock_guard lock(state().mutex);
  state().folders.push_back(folder_);
}

RemovedWithUs::~RemovedWithUs() {
  const std::lock_guard lock(state().mutex);
  std::erase(state().folders, folder_);
}

}  // namespace tito
