// One at a time, among processes.
#pragma once

#include <filesystem>
#include <string>

namespace tito {

/// Holds a lock on the file `file`, which is made when it is not there, until it goes out of scope. While another process holds it, this one
/// waits, and says so: `file` is in use, for `what`. The kernel lets go of the lock when its process ends, even by a kill.
class FileLock {
 public:
  FileLock(const std::filesystem::path& file, const std::string& what);
  ~FileLock();
  FileLock(const FileLock&) = delete;
  FileLock& operator=(const FileLock&) = delete;

 private:
  int file_;
};

}  // namespace tito
