#include "publish/unfinished.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <stdexcept>
#include <system_error>

namespace tito {
namespace {

namespace fs = std::filesystem;

fs::path without_slash(const fs::path& given) {
  const fs::path path = fs::absolute(given).lexically_normal();
  return path.has_filename() ? path : path.parent_path();
}

bool is_same_folder(int descriptor, const fs::path& path) {
  struct stat opened {}, named {};
  return fstat(descriptor, &opened) == 0 && stat(path.c_str(), &named) == 0 && opened.st_ino == named.st_ino &&
         opened.st_dev == named.st_dev;
}

void need_room(const fs::path& out) {
  if (fs::exists(fs::symlink_status(out)) && !(fs::is_directory(out) && fs::is_empty(out)))
    throw std::runtime_error(fmt::format("{} exists and is not empty; nothing is written over it: choose a new folder", out.string()));
}

}  // namespace

Unfinished::Unfinished(const fs::path& out)
    : out_(without_slash(out)), folder_(out_.parent_path() / fmt::format(".{}.unfinished", out_.filename().string())) {
  need_room(out_);
  fs::create_directories(folder_);
  lock();
  for (const auto& left : fs::directory_iterator(folder_)) fs::remove_all(left.path());
}

// The kernel takes the lock away from whoever dies. A folder that was finished meanwhile has another name, and its lock says nothing.
void Unfinished::lock() {
  descriptor_ = open(folder_.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  const bool ours = descriptor_ >= 0 && flock(descriptor_, LOCK_EX | LOCK_NB) == 0 && is_same_folder(descriptor_, folder_);
  if (ours) return;
  if (descriptor_ >= 0) close(descriptor_);
  throw std::runtime_error(fmt::format("another run of tito is making {}; wait until it is done, or choose another folder", out_.string()));
}

Unfinished::~Unfinished() {
  std::error_code ignored;
  if (!finished_) fs::remove_all(folder_, ignored);
  close(descriptor_);
}

void Unfinished::finish() {
  need_room(out_);
  fs::remove(out_);  // an empty folder
  fs::rename(folder_, out_);
  finished_ = true;
}

}  // namespace tito
