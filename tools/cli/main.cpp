#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <exception>
#include <iostream>

#include "cli/verbs.hpp"
#include "support/ending.hpp"
#include "support/problem.hpp"

namespace tito {
namespace {

/// Of standard input, output and error, those that are closed would be the numbers of the next files that are opened: messages would be
/// written into these.
void occupy_closed_streams() {
  for (const int number : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO})
    if (fcntl(number, F_GETFD) < 0) open("/dev/null", number == STDERR_FILENO ? O_WRONLY : O_RDONLY);
}

/// Prints what went wrong; where nobody reads that, the exit status says it.
void complain(const char* prefix, const char* what) {
  std::fputs(prefix, stderr);
  std::fputs(what, stderr);
}

int work(int argc, char** argv) {
  const Workspace workspace;
  CommandLine command_line("tito", TITO_VERSION, "TinyTorch in C++: the chapters become a framework, a book and a course.",
                           "Begin with `tito doctor`; `tito VERB --help` explains a verb and gives an example.");
  command_line.before_work([&workspace] { workspace.be_clear(); });
  for (auto* add : {add_new, add_tangle, add_weave, add_where, add_stitch, add_snapshot, add_validate, add_publish, add_watch, add_test, add_edition,
                    add_analysis, add_milestone, add_bench, add_setup, add_doctor, add_completion})
    add(command_line.top(), workspace);
  return command_line.parse(argc, argv);
}

int work_and_complain(int argc, char** argv) try {
  return work(argc, argv);
} catch (const Failure& failure) {
  complain("", failure.what());
  return 1;
} catch (const std::exception& error) {
  complain("tito: ", error.what());
  complain("", "\n");
  return 1;
}

/// Whether all that was printed has arrived.
bool is_printed() {
  errno = 0;
  std::cout.flush();
  const bool flushed = std::fflush(stdout) == 0;
  if (flushed && std::ferror(stdout) == 0 && std::cout.good()) return true;
  complain("tito: standard output cannot be written: ", errno == 0 ? "some of it was lost" : std::strerror(errno));
  complain("", "; free some space, or send it elsewhere\n");
  return false;
}

}  // namespace
}  // namespace tito

int main(int argc, char** argv) {
  tito::occupy_closed_streams();
  tito::end_well();
  const int status = tito::work_and_complain(argc, argv);
  return tito::is_printed() ? status : 1;
}
