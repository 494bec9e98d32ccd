// Tangled from chapters/00_setup.nw: edit that, not this file.
/// \file
/// Running another program from a test.
#pragma once

#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

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

/// Does `work` in a copy of this process. What ended the copy before its
/// work was done: "" for nothing, or "Segmentation fault" and the like.
template <class Work>
std::string death_of(const Work& work) {
  const pid_t copy = fork();
  if (copy == 0) {
    for (const int s : {SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGABRT})
      signal(s, SIG_DFL);
    try {
      work();
    } catch (...) {  // no death: the test itself will see it
    }
    _exit(0);
  }
  int end = 0;
  if (copy < 0 || waitpid(copy, &end, 0) < 0) return "fork failed";
  return WIFSIGNALED(end) ? strsignal(WTERMSIG(end))
         : end != 0       ? "an error"
                          : "";
}
}  // namespace tt::test
