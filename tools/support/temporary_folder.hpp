// A folder for what is needed only for a while.
#pragma once

#include <filesystem>
#include <string>

namespace tito {

/// A new folder among the system's temporary ones, gone with all in it when it goes out of scope.
class TemporaryFolder {
 public:
  /// `name` says whose it is.
  explicit TemporaryFolder(const std::string& name);
  ~TemporaryFolder();
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;

  const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

}  // namespace tito
