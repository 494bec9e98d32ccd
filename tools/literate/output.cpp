#include "literate/output.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <iterator>
#include <optional>
#include <set>
#include <system_error>

#include "literate/problem.hpp"

namespace literate {
namespace {

namespace fs = std::filesystem;

[[noreturn]] void fail(const fs::path& path, int error) {
  const std::string_view advice = error == ENOSPC || error == EDQUOT || error == EFBIG  ? "; free some space and run it again"
                                  : error == EACCES || error == EPERM || error == EROFS ? "; check who may write there"
                                                                                        : "; see what is in the way, or choose another folder";
  throw Failure({path.string()}, fmt::format("cannot be written: {}{}", std::strerror(error), advice));
}

// A folder opened and locked. The kernel lets go of the lock when its process ends, even by a kill.
class FolderLock {
 public:
  explicit FolderLock(const fs::path& folder) : folder_(open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)) {
    if (folder_ < 0)
      error_ = errno;
    else if (flock(folder_, LOCK_EX | LOCK_NB) != 0)
      error_ = errno;
  }
  ~FolderLock() {
    if (folder_ >= 0) close(folder_);
  }
  FolderLock(const FolderLock&) = delete;
  FolderLock& operator=(const FolderLock&) = delete;

  int error() const { return error_; }

 private:
  int folder_, error_ = 0;
};

constexpr std::string_view random_part = "XXXXXX";  // what mkdtemp replaces

// What the names of all stages of `dir` begin with.
std::string stage_prefix(const fs::path& dir) { return fmt::format(".{}.stage-", dir.filename().string()); }

// Removes the stages that killed runs left behind. A live run holds the lock of its own.
void remove_dead_stages(const fs::path& parent, const std::string& prefix) {
  std::error_code error;
  std::vector<fs::path> stages;
  for (auto entry = fs::directory_iterator(parent, error); !error && entry != fs::directory_iterator(); entry.increment(error)) {
    const std::string name = entry->path().filename().string();
    if (name.starts_with(prefix) && name.size() == prefix.size() + random_part.size()) stages.push_back(entry->path());
  }
  for (const fs::path& stage : stages)
    if (const FolderLock lock(stage); lock.error() == 0) fs::remove_all(stage, error);
}

// A folder beside the target, and so on its file system, that is gone when the writing is over, however it ends; after
// a kill, when the next run writes there.
class Stage {
 public:
  explicit Stage(const fs::path& dir) {
    const fs::path parent = dir.has_parent_path() ? dir.parent_path() : fs::path(".");
    std::error_code error;
    fs::create_directories(parent, error);
    if (error) fail(parent, error.value());
    remove_dead_stages(parent, stage_prefix(dir));
    while (!make(parent, stage_prefix(dir))) continue;
  }
  ~Stage() {
    std::error_code ignored;
    fs::remove_all(path_, ignored);
  }
  Stage(const Stage&) = delete;
  Stage& operator=(const Stage&) = delete;

  // Writes `text` under the name of its number: no folders are needed here.
  void write(std::size_t number, std::string_view text, const fs::path& target) const {
    const int file = open(at(number).c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, text.starts_with("#!") ? 0777 : 0666);
    if (file < 0) fail(target, errno);
    int error = 0;
    while (!text.empty() && error == 0) {
      const ssize_t count = ::write(file, text.data(), text.size());
      if (count >= 0)
        text.remove_prefix(static_cast<std::size_t>(count));
      else if (errno != EINTR)
        error = errno;
    }
    if (close(file) != 0 && error == 0) error = errno;
    if (error != 0) fail(target, error);
  }

  fs::path at(std::size_t number) const { return path_ / std::to_string(number); }

 private:
  // False when another run took the folder, not yet locked, for a dead one's. A file system that cannot lock folders
  // is no obstacle: nobody removes a stage there.
  bool make(const fs::path& parent, const std::string& prefix) {
    std::string name = (parent / prefix).string().append(random_part);
    if (mkdtemp(name.data()) == nullptr) fail(parent, errno);
    path_ = name;
    lock_.emplace(path_);
    return lock_->error() != EWOULDBLOCK && fs::exists(path_);
  }

  fs::path path_;
  std::optional<FolderLock> lock_;
};

std::optional<std::string> read(const fs::path& path) {
  if (!fs::is_regular_file(fs::symlink_status(path))) return std::nullopt;
  std::ifstream input(path, std::ios::binary);
  if (!input) return std::nullopt;
  return std::string{std::istreambuf_iterator<char>(input), {}};
}

bool same(const fs::path& path, const std::string& text) {
  std::error_code error;
  return fs::file_size(path, error) == text.size() && !error && read(path) == text;
}

// What others keep below a tree: a repository's own folder, and a folder in which Meson builds.
bool is_not_ours(const fs::path& folder) { return folder.filename() == ".git" || fs::exists(folder / "meson-private"); }

// Paths below `dir`, of everything but folders.
std::vector<std::string> files_below(const fs::path& dir) {
  std::vector<std::string> found;
  if (!fs::is_directory(dir)) return found;
  for (auto entry = fs::recursive_directory_iterator(dir); entry != fs::recursive_directory_iterator(); ++entry) {
    if (entry->is_directory() && is_not_ours(entry->path()))
      entry.disable_recursion_pending();
    else if (entry->is_symlink() || !entry->is_directory())
      found.push_back(entry->path().lexically_relative(dir).generic_string());
  }
  std::sort(found.begin(), found.end());
  return found;
}

// Removes a file and the folders that it leaves empty.
void remove_file(const fs::path& dir, const std::string& path) {
  std::error_code error;
  fs::remove(dir / path, error);
  if (error) throw Failure({(dir / path).string()}, fmt::format("cannot be removed: {}; check who may write there", error.message()));
  for (fs::path folder = fs::path(path).parent_path(); !folder.empty(); folder = folder.parent_path())
    if (!fs::remove(dir / folder, error)) return;
}

// What would stop a rename half-way: a folder where a file must go, a file where a folder must.
void check_room(const fs::path& dir, const std::string& path, const std::set<std::string>& leaving) {
  const auto in_the_way = [](const fs::path& at, std::string_view what) {
    throw Failure({at.string()}, fmt::format("is {}, which is in the way; move it away", what));
  };
  if (fs::is_directory(fs::symlink_status(dir / path))) in_the_way(dir / path, "a folder");
  fs::path folder;
  for (const fs::path& part : fs::path(path).parent_path()) {
    folder /= part;
    const fs::file_status status = fs::status(dir / folder);
    if (fs::exists(status) && !fs::is_directory(status) && !leaving.contains(folder.generic_string())) in_the_way(dir / folder, "a file");
  }
}

}  // namespace

Written write_tree(const fs::path& given, const std::map<std::string, std::string>& files, bool remove_others) try {
  const fs::path dir = given.has_filename() ? given : given.parent_path();
  if (fs::exists(dir) && !fs::is_directory(dir)) throw Failure({dir.string()}, "is a file, not a folder; move it away");
  std::set<std::string> leaving;
  if (remove_others)
    for (std::string& path : files_below(dir))
      if (!files.contains(path)) leaving.insert(std::move(path));

  Written written;
  const Stage stage(dir);
  std::vector<fs::path> changed;
  for (const auto& [path, text] : files) {
    check_room(dir, path, leaving);
    if (same(dir / path, text)) {
      ++written.unchanged;
      continue;
    }
    stage.write(changed.size(), text, dir / path);
    changed.emplace_back(path);
  }

  for (const std::string& path : leaving) remove_file(dir, path);
  fs::create_directories(dir);
  for (std::size_t number = 0; number < changed.size(); ++number) {
    fs::create_directories((dir / changed[number]).parent_path());
    fs::rename(stage.at(number), dir / changed[number]);
  }
  written.written = static_cast<int>(changed.size());
  written.removed = static_cast<int>(leaving.size());
  return written;
} catch (const fs::filesystem_error& error) {
  fail(error.path2().empty() ? error.path1() : error.path2(), error.code().value());
}

std::vector<std::string> differences(const fs::path& dir, const std::map<std::string, std::string>& files) {
  std::map<std::string, std::string> found;
  for (const auto& [path, text] : files) {
    if (!fs::exists(fs::symlink_status(dir / path)))
      found[path] = "missing";
    else if (!same(dir / path, text))
      found[path] = "differs";
  }
  for (std::string& path : files_below(dir))
    if (!files.contains(path)) found.emplace(std::move(path), "not produced by any chapter");
  std::vector<std::string> lines;
  for (const auto& [path, what] : found) lines.push_back(fmt::format("{}: {}", path, what));
  return lines;
}

}  // namespace literate
