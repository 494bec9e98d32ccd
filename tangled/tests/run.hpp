// Tangled from chapters/00_setup.nw: edit that, not this file.
/// \file
/// Running another program from a test.
#pragma once

#include <stdio.h>
#include <sys/wait.h>

#include <stdexcept>
#include <string>

namespace tt::test {
// Run a command and keep what it prints
/// What a command printed and how it ended.
struct Ran {
  int status = 0;      ///< exit status, or -1 when it did not exit
  std::string output;  ///< standard output and standard error
};

/// Runs `command` in a shell and waits for it.
inline Ran run(const std::string& command) {
  FILE* pipe = popen(("exec 2>&1; " + command).c_str(), "r");
  if (!pipe) throw std::runtime_error("cannot run " + command);
  Ran ran;
  char buffer[4096];
  while (const auto got = fread(buffer, 1, sizeof buffer, pipe))
    ran.output.append(buffer, got);
  const int end = pclose(pipe);
  ran.status = WIFEXITED(end) ? WEXITSTATUS(end) : -1;
  return ran;
}
}  // namespace tt::test
