// Running other programs, without a shell.
#pragma once

#include <sys/types.h>

#include <chrono>
#include <filesystem>
#include <map>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

#include "support/ending.hpp"

namespace tito {

/// What a program may use; 0 is no limit.
struct Limits {
  std::chrono::milliseconds time{0};
  std::size_t memory = 0;  // bytes of addresses in each process; a program with AddressSanitizer cannot start under such a limit
  std::size_t output = 0;  // bytes
};

struct Command {
  std::vector<std::string> words;            // program and arguments
  std::filesystem::path directory = {};      // where it runs; empty: here
  std::map<std::string, std::string> environment = {};  // added to ours
  std::string input = {};                    // what it reads, of any length; empty: nothing
  Limits limits = {};                        // of `run`
};

enum class Ended { by_itself, by_signal, time_limit, output_limit };

struct Result {
  int status = 0;      // exit status; 128 + N when signal N ended it, also after a limit; 127 when it could not be started
  std::string output;  // standard output and standard error, as they came; no more than the limit
  Ended ended = Ended::by_itself;

  Limits limits = {};  // under which it ran

  /// "exit status 1", "signal 11 (Segmentation fault)", "time limit of 5 s", "output limit of 1000000 bytes".
  std::string why() const;
};

/// A program that cannot be started: the message is its name and why.
struct StartFailure : std::runtime_error {
  using std::runtime_error::runtime_error;
};

/// A program in a process group of its own: Ctrl-C in the terminal does not reach it, but `end` reaches all that it started. It ends
/// when this process is ended, and at the latest with this object.
class Process {
 public:
  /// What becomes of what it prints.
  enum class Output { ours, collected };

  /// Throws a StartFailure.
  explicit Process(const Command& command, Output output = Output::ours);
  ~Process();
  Process(const Process&) = delete;
  Process& operator=(const Process&) = delete;

  /// Writes to its standard input. Throws std::runtime_error when it reads no more.
  void say(const std::string& line) const;
  void say_no_more();

  /// Whether it has ended. What it started and left behind is ended then, too.
  bool finished();
  /// Waits until it has ended. Returns its exit status; 128 + N when signal N ended it.
  int wait();
  /// Ends it and all that it started.
  void end(int signal);

 private:
  friend class Collector;

  void reap();

  pid_t process_ = -1;
  int status_ = 0;
  int input_ = -1, input_reader_ = -1, output_ = -1, exit_ = -1;  // `exit_` can be read when it has ended
  std::optional<EndedWithUs> registered_;
};

/// Runs `command` in a process group of its own and collects what it prints, within its limits. What it leaves behind in its group is
/// ended. A program that cannot be started has status 127, and its output says why.
Result run(const Command& command);

/// Runs `command` with our own output, and nothing to read. Returns its exit status.
int run_attached(const Command& command);

/// Runs `command`, which may ask the person at the terminal something, and so shares our process group. Returns its exit status.
int run_in_terminal(const Command& command);

/// Runs `command`; when it fails, throws std::runtime_error with `what`, the last lines it printed, and the place of `log`, which
/// receives the whole output (parent folders are made; an empty path keeps no log). Returns the output.
std::string run_or_throw(const std::string& what, const Command& command, const std::filesystem::path& log = {});

/// The last `count` lines of `text`.
std::string last_lines(const std::string& text, int count);

}  // namespace tito
