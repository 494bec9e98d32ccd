#include "support/stage.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <system_error>

#include "support/files.hpp"
#include "support/folder_lock.hpp"
#include "support/problem.hpp"

namespace tito {

namespace fs = std::filesystem;

void fail_to_write(const fs::path& path, int error) {
  const std::string_view advice = error == ENOSPC || error == EDQUOT || error == EFBIG  ? "; free some space and run it again"
                                  : error == EACCES || error == EPERM || error == EROFS ? "; check who may write there"
                                                                                        : "; see what is in the way, or choose another folder";
  throw Failure({path.string()}, fmt::format("cannot be written: {}{}", std::strerror(error), advice));
}

namespace {

constexpr std::string_view random_part = "XXXXXX";  // what mkdtemp replaces
constexpr const char* journal_name = "journal";

fs::path parent_of(const fs::path& tree) { return tree.has_parent_path() ? tree.parent_path() : fs::path("."); }

// What the names of all stages of `tree` begin with.
std::string stage_prefix(const fs::path& tree) { return fmt::format(".{}.stage-", tree.filename().string()); }

void write_new(const fs::path& file_path, std::string_view text, const fs::path& target) {
  const int file = open(file_path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, text.starts_with("#!") ? 0777 : 0666);
  if (file < 0) fail_to_write(target, errno);
  int error = 0;
  while (!text.empty() && error == 0) {
    const ssize_t count = ::write(file, text.data(), text.size());
    if (count >= 0)
      text.remove_prefix(static_cast<std::size_t>(count));
    else if (errno != EINTR)
      error = errno;
  }
  if (close(file) != 0 && error == 0) error = errno;
  if (error != 0) fail_to_write(target, error);
}

// Which file stands there: somebody may have put another one in its place before a killed run's changes are carried out.
std::string identity(const fs::path& path) {
  struct stat found {};
  if (lstat(path.c_str(), &found) != 0) return "none";
  return fmt::format("{} {} {}.{}", found.st_ino, found.st_size, found.st_mtim.tv_sec, found.st_mtim.tv_nsec);
}

// Removes a file and the folders that it leaves empty.
void remove_file(const fs::path& tree, const std::string& path) {
  std::error_code error;
  fs::remove(tree / path, error);
  if (error) throw Failure({(tree / path).string()}, fmt::format("cannot be removed: {}; check who may write there", error.message()));
  for (fs::path folder = fs::path(path).parent_path(); !folder.empty(); folder = folder.parent_path())
    if (!fs::remove(tree / folder, error)) return;
}

struct Change {
  bool removal = false;
  std::string stood_there;  // the identity of what the change replaces
  std::string path;         // below the tree
};

// A line of a journal: a sign, the identity of the file that stood there, its path; each ended by a NUL, as paths may hold all else.
std::string journal_line(char sign, const fs::path& tree, const std::string& path) {
  return fmt::format("{}{}{}{}{}{}", sign, '\0', identity(tree / path), '\0', path, '\0');
}

// Ends a journal. One without it was not written whole.
constexpr std::string_view journal_end("end\0", 4);

bool stays_below(const fs::path& tree, const std::string& path) {
  const fs::path given = path;
  const auto leads_out = [](const fs::path& part) { return part.empty() || part == "." || part == ".."; };
  return !given.empty() && given.is_relative() && std::none_of(given.begin(), given.end(), leads_out) &&
         !link_below(tree, given.parent_path());
}

std::vector<std::string> fields_of(std::string_view journal) {
  std::vector<std::string> fields;
  for (std::size_t end = journal.find('\0'); end != journal.npos; end = journal.find('\0')) {
    fields.emplace_back(journal.substr(0, end));
    journal.remove_prefix(end + 1);
  }
  return fields;
}

// The changes that a journal asks for; none at all when it is not whole, or when one of them leads out of the tree.
std::vector<Change> changes_of(const fs::path& tree, std::string_view journal) {
  if (!journal.ends_with(journal_end)) return {};
  journal.remove_suffix(journal_end.size());
  const std::vector<std::string> fields = fields_of(journal);
  std::vector<Change> changes;
  for (std::size_t i = 0; i + 2 < fields.size(); i += 3) {
    if ((fields[i] != "+" && fields[i] != "-") || !stays_below(tree, fields[i + 2])) return {};
    changes.push_back({fields[i] == "-", fields[i + 1], fields[i + 2]});
  }
  return fields.size() % 3 == 0 ? changes : std::vector<Change>{};
}

// What has been done already, and what somebody else has changed since, is passed over: it may be called again.
void carry_out_journal(const fs::path& folder, const fs::path& tree, std::string_view journal) {
  int number = -1;
  for (const Change& change : changes_of(tree, journal)) {
    const fs::path staged = folder / std::to_string(++number), target = tree / change.path;
    if (identity(target) != change.stood_there) continue;
    if (change.removal) {
      remove_file(tree, change.path);
    } else if (fs::is_regular_file(fs::symlink_status(staged))) {
      fs::create_directories(target.parent_path());
      fs::rename(staged, target);
    }
  }
}

void finish(const fs::path& folder, const fs::path& tree) {
  if (!fs::is_regular_file(fs::symlink_status(folder / journal_name)) || fs::is_symlink(fs::symlink_status(tree))) return;
  carry_out_journal(folder, tree, read_file(folder / journal_name));
}

}  // namespace

void complete_tree(const fs::path& tree) {
  const std::string prefix = stage_prefix(tree);
  std::error_code error;
  std::vector<fs::path> stages;
  for (auto entry = fs::directory_iterator(parent_of(tree), error); !error && entry != fs::directory_iterator(); entry.increment(error)) {
    const std::string name = entry->path().filename().string();
    if (name.starts_with(prefix) && name.size() == prefix.size() + random_part.size()) stages.push_back(entry->path());
  }
  for (const fs::path& stage : stages) {
    const FolderLock lock(stage);  // a live run holds the lock of its own
    if (lock.error() != 0 || !lock.is_ours_alone()) continue;
    finish(stage, tree);
    fs::remove_all(stage, error);
  }
}

Stage::Stage(fs::path tree) : tree_(std::move(tree)) {
  std::error_code error;
  fs::create_directories(parent_of(tree_), error);
  if (error) fail_to_write(parent_of(tree_), error.value());
  complete_tree(tree_);
  while (!make_folder()) continue;
}

Stage::~Stage() {
  std::error_code ignored;
  fs::remove_all(folder_, ignored);
}

// False when another run took the folder, not yet locked, for a dead one's. A file system that cannot lock folders is no obstacle:
// nobody removes a stage there.
bool Stage::make_folder() {
  std::string name = (parent_of(tree_) / stage_prefix(tree_)).string().append(random_part);
  if (mkdtemp(name.data()) == nullptr) fail_to_write(parent_of(tree_), errno);
  folder_ = name;
  lock_ = std::make_unique<FolderLock>(folder_);
  return lock_->error() != EWOULDBLOCK && fs::exists(folder_);
}

void Stage::remove(const std::string& path) {
  journal_ += journal_line('-', tree_, path);
  ++count_;
}

void Stage::write(const std::string& path, std::string_view text) {
  write_new(folder_ / std::to_string(count_), text, tree_ / path);
  journal_ += journal_line('+', tree_, path);
  ++count_;
}

void Stage::commit() {
  journal_ += journal_end;
  const fs::path unfinished = folder_ / "journal.part";
  write_new(unfinished, journal_, tree_);
  fs::rename(unfinished, folder_ / journal_name);
}

void Stage::carry_out() { carry_out_journal(folder_, tree_, journal_); }

}  // namespace tito
