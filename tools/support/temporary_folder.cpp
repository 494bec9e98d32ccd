#include "support/temporary_folder.hpp"

#include <fmt/format.h>

#include <cerrno>
#include <cstdlib>
#include <system_error>

#include "support/folder_lock.hpp"
#include "support/problem.hpp"
#include "support/stage.hpp"

namespace tito {
namespace {

namespace fs = std::filesystem;

fs::path make_temporary(const std::string& purpose) {
  std::string name = (fs::temp_directory_path() / fmt::format("tito-{}.XXXXXX", purpose)).string();
  if (mkdtemp(name.data()) == nullptr) fail_to_write(name, errno);
  return name;
}

fs::path without_slash(const fs::path& given) {
  const fs::path path = fs::absolute(given).lexically_normal();
  return path.has_filename() ? path : path.parent_path();
}

void refuse_taken(const fs::path& place) {
  const fs::file_status status = fs::symlink_status(place);
  if (fs::exists(status) && !(fs::is_directory(status) && fs::is_empty(place)))
    throw Failure({place.string()}, "exists and is not empty, and nothing is made over it; choose a new folder");
}

}  // namespace

TemporaryFolder::TemporaryFolder(const std::string& purpose) : path_(make_temporary(purpose)), removed_(path_) {}

TemporaryFolder::~TemporaryFolder() {
  std::error_code ignored;
  fs::remove_all(path_, ignored);
}

UnfinishedFolder::UnfinishedFolder(const fs::path& place) try
    : place_(without_slash(place)), path_(place_.parent_path() / fmt::format(".{}.unfinished", place_.filename().string())) {
  refuse_taken(place_);
  fs::create_directories(path_);
  lock_ = std::make_unique<FolderLock>(path_);
  if (lock_->error() == EWOULDBLOCK)
    throw Failure({place_.string()}, "is being made by another run right now; wait for that, or choose another folder");
  if (lock_->error() != 0) fail_to_write(path_, lock_->error());
  removed_ = std::make_unique<RemovedWithUs>(path_);
  for (const auto& left : fs::directory_iterator(path_)) fs::remove_all(left);
} catch (const fs::filesystem_error& error) {
  fail_to_write(error.path1(), error.code().value());
}

UnfinishedFolder::~UnfinishedFolder() {
  std::error_code ignored;
  if (removed_) fs::remove_all(path_, ignored);
}

void UnfinishedFolder::put_in_place() {
  refuse_taken(place_);
  fs::remove(place_);  // an empty folder
  fs::rename(path_, place_);
  removed_.reset();
}

}  // namespace tito
