// Folders for a while.
#pragma once

#include <filesystem>
#include <memory>
#include <string>

#include "support/ending.hpp"

namespace tito {

class FolderLock;

/// A folder for what is needed only now, in the system's place for such folders. It is gone with this, and when tito is told to end.
class TemporaryFolder {
 public:
  /// `purpose` becomes part of its name. Throws a Failure when it cannot be made.
  explicit TemporaryFolder(const std::string& purpose);
  ~TemporaryFolder();
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;

  const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
  RemovedWithUs removed_;
};

/// A folder that is made beside its place, and stands there only when it is finished. What a killed run left is made anew.
class UnfinishedFolder {
 public:
  /// Throws a Failure when the place is taken by anything but an empty folder, or when another run is making it.
  explicit UnfinishedFolder(const std::filesystem::path& place);
  ~UnfinishedFolder();
  UnfinishedFolder(const UnfinishedFolder&) = delete;
  UnfinishedFolder& operator=(const UnfinishedFolder&) = delete;

  /// Where it will stand: absolute.
  const std::filesystem::path& place() const { return place_; }
  /// Where it is made.
  const std::filesystem::path& path() const { return path_; }

  /// It is finished.
  void put_in_place();

 private:
  std::filesystem::path place_, path_;
  std::unique_ptr<FolderLock> lock_;
  std::unique_ptr<RemovedWithUs> removed_;
};

}  // namespace tito
