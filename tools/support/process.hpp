// Running other programs, without a shell.
#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace tito {

struct Command {
  std::vector<std::string> words;            // program and arguments
  std::filesystem::path directory = {};      // where it runs; empty: here
  std::map<std::string, std::string> environment = {};  // added to ours
  std::string input = {};                    // what it reads, a few lines; empty: nothing
};

struct Result {
  int status = 0;      // exit status; 128 + N when signal N ended it
  std::string output;  // standard output and standard error, as they came
};

/// Runs `command` and collects what it prints. Throws std::runtime_error when it cannot be started.
Result run(const Command& command);

/// Runs `command` with our own input and output. Returns its exit status.
int run_attached(const Command& command);

/// Runs `command`; when it fails, throws std::runtime_error with `what`, the last lines it printed, and the place of `log`, which
/// receives the whole output (parent folders are made; an empty path keeps no log). Returns the output.
std::string run_or_throw(const std::string& what, const Command& command, const std::filesystem::path& log = {});

/// The last `count` lines of `text`.
std::string last_lines(const std::string& text, int count);

}  // namespace tito
