#include "support/lock.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>

#include "support/stage.hpp"

namespace tito {
namespace {

/// Whether the lock was got. A signal is no reason to give up waiting.
bool lock(int file, int how) {
  while (flock(file, how) != 0)
    if (errno != EINTR) return false;
  return true;
}

}  // namespace

FileLock::FileLock(const std::filesystem::path& path, const std::string& what) {
  std::filesystem::create_directories(path.parent_path());
  file_ = open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0666);
  if (file_ < 0) fail_to_write(path, errno);
  if (lock(file_, LOCK_EX | LOCK_NB)) return;
  fmt::print("  waiting for another tito, which is {}\n", what);
  std::fflush(stdout);
  if (lock(file_, LOCK_EX)) return;
  const int error = errno;
  close(file_);
  fail_to_write(path, error);
}

FileLock::~FileLock() { close(file_); }

}  // namespace tito
