#include "support/process.hpp"

#include <fmt/format.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <stdexcept>

#include <fcntl.h>

namespace tito {
namespace {

[[noreturn]] void become(const Command& command) {
  if (!command.directory.empty() && ::chdir(command.directory.c_str()) != 0) {
    fmt::print(stderr, "{}: {}\n", command.directory.string(), std::strerror(errno));
    ::_exit(127);
  }
  for (const auto& [name, value] : command.environment) ::setenv(name.c_str(), value.c_str(), 1);
  std::vector<char*> words;
  for (const std::string& word : command.words) words.push_back(const_cast<char*>(word.c_str()));
  words.push_back(nullptr);
  ::execvp(words[0], words.data());
  fmt::print(stderr, "{}: {}\n", words[0], std::strerror(errno));
  ::_exit(127);
}

std::array<int, 2> open_pipe() {
  std::array<int, 2> ends{};
  if (::pipe2(ends.data(), O_CLOEXEC) != 0) throw std::runtime_error(std::strerror(errno));
  return ends;
}

/// Gives a child its input, which the kernel keeps until it is read. Our own reading end is open until then: no signal when nobody reads.
void fill(const std::array<int, 2>& pipe_ends, const std::string& input) {
  if (!input.empty() && ::write(pipe_ends[1], input.data(), input.size()) < 0) throw std::runtime_error(std::strerror(errno));
  for (const int end : pipe_ends) ::close(end);
}

pid_t start() {
  const pid_t child = ::fork();
  if (child < 0) throw std::runtime_error(fmt::format("cannot start another process: {}", std::strerror(errno)));
  return child;
}

int wait_for(pid_t child) {
  int status = 0;
  while (::waitpid(child, &status, 0) < 0 && errno == EINTR) {
  }
  return WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
}

}  // namespace

Result run(const Command& command) {
  const std::array<int, 2> input = open_pipe(), pipe_ends = open_pipe();
  const pid_t child = start();
  if (child == 0) {
    ::dup2(input[0], 0);
    ::dup2(pipe_ends[1], 1);
    ::dup2(pipe_ends[1], 2);
    become(command);
  }
  ::close(pipe_ends[1]);
  fill(input, command.input);
  Result result;
  std::array<char, 65536> buffer{};
  for (;;) {
    const ssize_t n = ::read(pipe_ends[0], buffer.data(), buffer.size());
    if (n < 0 && errno == EINTR) continue;
    if (n <= 0) break;
    result.output.append(buffer.data(), static_cast<std::size_t>(n));
  }
  ::close(pipe_ends[0]);
  result.status = wait_for(child);
  return result;
}

int run_attached(const Command& command) {
  const pid_t child = start();
  if (child == 0) become(command);
  return wait_for(child);
}

std::string run_or_throw(const std::string& what, const Command& command, const std::filesystem::path& log) {
  Result result = run(command);
  if (!log.empty()) {
    std::filesystem::create_directories(log.parent_path());
    std::ofstream(log) << result.output;
  }
  if (result.status != 0) {
    std::string message = fmt::format("{} failed (exit status {}):\n{}", what, result.status, last_lines(result.output, 30));
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
