// One run at a time in a folder.
#pragma once

#include <filesystem>

namespace tito {

/// A folder opened and locked. The kernel lets go of the lock when its process ends, even by a kill. A link is not followed.
class FolderLock {
 public:
  explicit FolderLock(const std::filesystem::path& folder);
  ~FolderLock();
  FolderLock(const FolderLock&) = delete;
  FolderLock& operator=(const FolderLock&) = delete;

  /// 0 when the lock is ours; EWOULDBLOCK when another run has it; else why there is none.
  int error() const { return error_; }

  /// Whether the folder is ours, and nobody else may write into it.
  bool is_ours_alone() const;

 private:
  int folder_, error_ = 0;
};

}  // namespace tito
