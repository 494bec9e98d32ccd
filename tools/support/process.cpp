#include "support/process.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <fstream>
#include <stdexcept>
#include <string_view>
#include <utility>

namespace tito {
namespace {

using Clock = std::chrono::steady_clock;

constexpr int cannot_start = 127;  // as in a shell

[[noreturn]] void fail(const std::string& what, int error) { throw std::runtime_error(fmt::format("{}: {}", what, std::strerror(error))); }

void close_if_open(int& descriptor) {
  if (descriptor >= 0) ::close(descriptor);
  descriptor = -1;
}

/// A pipe of which a program that is started keeps only what it is given.
struct Pipe {
  Pipe() {
    std::array<int, 2> ends{};
    if (::pipe2(ends.data(), O_CLOEXEC) != 0) fail("cannot make a pipe", errno);
    from = ends[0], to = ends[1];
  }
  ~Pipe() { close_if_open(from), close_if_open(to); }
  Pipe(const Pipe&) = delete;
  Pipe& operator=(const Pipe&) = delete;

  int take_from() { return std::exchange(from, -1); }
  int take_to() { return std::exchange(to, -1); }

  int from = -1, to = -1;
};

std::vector<char*> pointers(std::vector<std::string>& words) {
  std::vector<char*> result;
  for (std::string& word : words) result.push_back(word.data());
  result.push_back(nullptr);
  return result;
}

std::vector<std::string> whole_environment(const std::map<std::string, std::string>& added) {
  std::vector<std::string> all;
  for (char** entry = environ; *entry != nullptr; ++entry) {
    const std::string_view variable = *entry;
    if (!added.contains(std::string(variable.substr(0, variable.find('='))))) all.emplace_back(variable);
  }
  for (const auto& [name, value] : added) all.push_back(name + '=' + value);
  return all;
}

/// Where a program of this name may be, in the order of PATH.
std::vector<std::string> places_of(const std::string& program, const std::vector<std::string>& environment) {
  if (program.find('/') != std::string::npos) return {program};
  std::string path = "/usr/bin:/bin";
  for (const std::string& variable : environment)
    if (variable.starts_with("PATH=")) path = variable.substr(5);
  std::vector<std::string> places;
  for (std::size_t begin = 0; begin <= path.size();) {
    const std::size_t end = std::min(path.find(':', begin), path.size());
    if (end > begin) places.push_back(path.substr(begin, end - begin) + '/' + program);
    begin = end + 1;
  }
  return places;
}

/// All that a new process needs, made before there is one: between fork and exec nothing may allocate, as another thread may have been
/// allocating when we forked.
struct Start {
  explicit Start(const Command& command)
      : words(command.words),
        environment(whole_environment(command.environment)),
        places(places_of(command.words.at(0), environment)),
        argv(pointers(words)),
        envp(pointers(environment)),
        candidates(pointers(places)),
        directory(command.directory.string()),
        limits(command.limits) {}

  std::vector<std::string> words, environment, places;
  std::vector<char*> argv, envp, candidates;
  std::string directory;
  Limits limits;
  int input = -1, output = -1;  // -1: ours
  bool own_group = true;
  pid_t parent = ::getpid();
};

void limit(__rlimit_resource what, rlim_t most) {
  const rlimit both{most, most};
  ::setrlimit(what, &both);
}

bool is_limited(const Limits& limits) { return limits.time.count() > 0 || limits.memory > 0 || limits.output > 0; }

/// In the new process. Returns only when it cannot become the program; errno then says why.
void become(const Start& start) {
  if (start.own_group) ::setpgid(0, 0);
  ::prctl(PR_SET_PDEATHSIG, is_limited(start.limits) ? SIGKILL : SIGTERM);
  if (::getppid() != start.parent) ::_exit(cannot_start);  // it died before
  if (start.limits.memory > 0) limit(RLIMIT_AS, start.limits.memory);
  if (is_limited(start.limits)) limit(RLIMIT_CORE, 0);
  if (start.input >= 0) ::dup2(start.input, STDIN_FILENO);
  if (start.output >= 0) ::dup2(start.output, STDOUT_FILENO), ::dup2(start.output, STDERR_FILENO);
  if (!start.directory.empty() && ::chdir(start.directory.c_str()) != 0) return;
  ::signal(SIGPIPE, SIG_DFL);
  sigset_t none;
  sigemptyset(&none);
  ::sigprocmask(SIG_SETMASK, &none, nullptr);
  int error = ENOENT;
  for (char* const* place = start.candidates.data(); *place != nullptr; ++place) {
    ::execve(*place, start.argv.data(), start.envp.data());
    if (errno != ENOENT && errno != ENOTDIR) error = errno;
  }
  errno = error;
}

/// The new process; sets `error` when it could not become the program.
pid_t spawn(const Start& start, int& error) {
  Pipe report;
  const pid_t child = ::fork();
  if (child < 0) fail("cannot start another process", errno);
  if (child == 0) {
    become(start);
    const int why = errno;
    [[maybe_unused]] const ssize_t written = ::write(report.to, &why, sizeof why);
    ::_exit(cannot_start);
  }
  if (start.own_group) ::setpgid(child, child);  // whoever is first
  close_if_open(report.to);
  while (::read(report.from, &error, sizeof error) < 0 && errno == EINTR) continue;
  return child;
}

int status_of(int status) { return WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status); }

/// Waits for a process that shares our group.
int wait_for(pid_t child) {
  int status = 0;
  while (::waitpid(child, &status, 0) < 0 && errno == EINTR) continue;
  return status_of(status);
}

std::string not_started(const Command& command, int error) {
  std::error_code ignored;
  const bool folder = !command.directory.empty() && !std::filesystem::is_directory(command.directory, ignored);
  return fmt::format("{}: {}\n", folder ? command.directory.string() : command.words[0], std::strerror(error));
}

}  // namespace

Process::Process(const Command& command, Output output) {
  if (is_ending()) await_end();
  Pipe input, printed;
  Start start(command);
  start.input = input.from;
  if (output == Output::collected) start.output = printed.to;
  int error = 0;
  process_ = spawn(start, error);
  if (error != 0) {
    reap();
    throw StartFailure(not_started(command, error));
  }
  registered_.emplace(process_);
  exit_ = static_cast<int>(::syscall(SYS_pidfd_open, process_, 0));
  input_ = input.take_to();
  if (output == Output::ours) return;
  input_reader_ = input.take_from();
  output_ = printed.take_from();
  for (const int ours : {input_, output_}) ::fcntl(ours, F_SETFL, O_NONBLOCK);
}

Process::~Process() {
  end(SIGTERM);
  for (int* descriptor : {&input_, &input_reader_, &output_, &exit_}) close_if_open(*descriptor);
}

void Process::say(const std::string& line) const {
  if (::write(input_, line.data(), line.size()) < 0) throw std::runtime_error("a program that should run in the background has ended");
}

void Process::say_no_more() { close_if_open(input_), close_if_open(input_reader_); }

bool Process::finished() {
  if (process_ < 0) return true;
  siginfo_t info{};
  if (::waitid(P_PID, static_cast<id_t>(process_), &info, WEXITED | WNOHANG | WNOWAIT) != 0 || info.si_pid == 0) return false;
  reap();
  return true;
}

int Process::wait() {
  siginfo_t info{};
  while (process_ > 0 && ::waitid(P_PID, static_cast<id_t>(process_), &info, WEXITED | WNOWAIT) != 0 && errno == EINTR) continue;
  reap();
  if (is_ending()) await_end();  // it was ended as we are: nobody wants to hear that it failed
  return status_;
}

void Process::end(int signal) {
  if (process_ < 0) return;
  ::kill(-process_, signal);
  siginfo_t info{};
  while (::waitid(P_PID, static_cast<id_t>(process_), &info, WEXITED | WNOWAIT) != 0 && errno == EINTR) continue;
  reap();
}

/// Until it is waited for, nothing else can have its number, nor that of its group.
void Process::reap() {
  if (process_ < 0) return;
  ::kill(-process_, SIGKILL);
  status_ = wait_for(process_);
  process_ = -1;
  registered_.reset();
}

/// Feeds a program and collects what it prints, until it ends or has had enough.
class Collector {
 public:
  Collector(Process& process, const Command& command) : process_(process), input_(command.input), limits_(command.limits) {}

  Result collect() {
    while (!process_.finished() && is_within_limits()) {
      wait_for_something();
      feed();
      take();
    }
    if (ended_ != Ended::by_itself) process_.end(SIGKILL);
    const int status = process_.wait();
    // What it printed last fits into a pipe; one who left its group may still print, and is not waited for.
    for (int more = 16; more > 0 && take(); --more) continue;
    if (ended_ == Ended::by_itself && status > 128) ended_ = Ended::by_signal;
    return {status, std::move(output_), ended_, limits_};
  }

 private:
  bool is_within_limits() {
    if (limits_.time.count() > 0 && Clock::now() >= end_) ended_ = Ended::time_limit;
    return ended_ == Ended::by_itself;
  }

  void wait_for_something() {
    constexpr std::chrono::milliseconds now_and_then{50};  // where the kernel cannot tell us of the end
    auto longest = process_.exit_ < 0 ? now_and_then : std::chrono::milliseconds{-1};
    if (limits_.time.count() > 0) {
      const auto left = std::chrono::ceil<std::chrono::milliseconds>(end_ - Clock::now());
      longest = longest.count() < 0 ? std::max(left, std::chrono::milliseconds{0}) : std::min(left, longest);
    }
    std::array<pollfd, 3> ready{{{process_.output_, POLLIN, 0}, {process_.input_, POLLOUT, 0}, {process_.exit_, POLLIN, 0}}};
    ::poll(ready.data(), ready.size(), static_cast<int>(std::min<std::chrono::milliseconds::rep>(longest.count(), 1'000'000)));
  }

  /// Our own reading end is open until all is written: no signal when nobody reads.
  void feed() {
    if (process_.input_ < 0) return;
    const ssize_t count = fed_ < input_.size() ? ::write(process_.input_, input_.data() + fed_, input_.size() - fed_) : 0;
    if (count > 0) fed_ += static_cast<std::size_t>(count);
    if (fed_ == input_.size()) process_.say_no_more();
  }

  /// Takes what has been printed, up to a buffer, so that a program that prints without end is not listened to without end.
  bool take() {
    if (process_.output_ < 0 || ended_ == Ended::output_limit) return false;
    const ssize_t count = ::read(process_.output_, buffer_.data(), buffer_.size());
    if (count == 0) close_if_open(process_.output_);
    if (count <= 0) return false;
    output_.append(buffer_.data(), static_cast<std::size_t>(count));
    if (limits_.output == 0 || output_.size() <= limits_.output) return true;
    output_.resize(limits_.output);
    if (ended_ == Ended::by_itself) ended_ = Ended::output_limit;
    return false;
  }

  Process& process_;
  const std::string& input_;
  Limits limits_;
  Clock::time_point end_ = Clock::now() + limits_.time;
  std::size_t fed_ = 0;
  std::string output_;
  std::array<char, 65536> buffer_{};
  Ended ended_ = Ended::by_itself;
};

std::string Result::why() const {
  if (ended == Ended::time_limit) return fmt::format("time limit of {} s", std::chrono::duration<double>(limits.time).count());
  if (ended == Ended::output_limit) return fmt::format("output limit of {} bytes", limits.output);
  if (ended == Ended::by_signal) return fmt::format("signal {} ({})", status - 128, ::strsignal(status - 128));
  return fmt::format("exit status {}", status);
}

Result run(const Command& command) try {
  Process process(command, Process::Output::collected);
  return Collector(process, command).collect();
} catch (const StartFailure& failure) {
  return {cannot_start, failure.what()};
}

int run_attached(const Command& command) try {
  Process process(command);
  process.say_no_more();
  return process.wait();
} catch (const StartFailure& failure) {
  fmt::print(stderr, "{}", failure.what());
  return cannot_start;
}

int run_in_terminal(const Command& command) {
  Start start(command);
  start.own_group = false;
  int error = 0;
  const pid_t child = spawn(start, error);
  if (error != 0) fmt::print(stderr, "{}", not_started(command, error));
  return wait_for(child);
}

std::string run_or_throw(const std::string& what, const Command& command, const std::filesystem::path& log) {
  Result result = run(command);
  if (!log.empty()) {
    std::filesystem::create_directories(log.parent_path());
    std::ofstream(log) << result.output;
  }
  if (result.status != 0) {
    std::string message = fmt::format("{} failed ({}):\n{}", what, result.why(), last_lines(result.output, 30));
    if (!log.empty()) message += fmt::format("\nthe whole output is in {}", log.string());
    throw std::runtime_error(message);
  }
  return std::move(result.output);
}

std::string last_lines(const std::string& text, int count) {
  std::size_t begin = text.size();
  if (begin > 0 && text.back() == '\n') --begin;
  while (begin > 0) {
    if (text[begin - 1] == '\n' && --count == 0) break;
    --begin;
  }
  return text.substr(begin);
}

}  // namespace tito
