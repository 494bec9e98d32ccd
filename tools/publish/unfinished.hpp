// A folder that is there whole or not at all.
#pragma once

#include <filesystem>

namespace tito {

/// Work on a new folder, done beside it. One process at a time works on a folder; what a killed one left is gone when the next one begins.
class Unfinished {
 public:
  /// Throws std::runtime_error when `out` is there and not an empty folder, or when another process is making it.
  explicit Unfinished(const std::filesystem::path& out);
  /// Removes what was not finished.
  ~Unfinished();
  Unfinished(const Unfinished&) = delete;
  Unfinished& operator=(const Unfinished&) = delete;

  const std::filesystem::path& folder() const { return folder_; }
  const std::filesystem::path& out() const { return out_; }

  /// Gives the folder its name.
  void finish();

 private:
  void lock();

  std::filesystem::path out_, folder_;
  int descriptor_ = -1;  // of the locked folder
  bool finished_ = false;
};

}  // namespace tito
