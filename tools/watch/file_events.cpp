#include "watch/file_events.hpp"

#include <fmt/format.h>
#include <poll.h>
#include <sys/inotify.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <stdexcept>

namespace tito {
namespace {

constexpr int quiet_ms = 40;  // shorter than a person notices, longer than an editor needs between two steps of one save

bool counts(const fs::path& file) {
  const std::string name = file.filename().string();
  if (name.starts_with('.') || name.starts_with('#') || name.ends_with('~') || name.ends_with(".pyc")) return false;
  // Vim finds out by a file of this name whether it may write to a folder.
  return name != "4913" && name != "__pycache__";
}

}  // namespace

Changes::Changes(std::vector<fs::path> folders) : folders_(std::move(folders)), inotify_(inotify_init1(IN_NONBLOCK | IN_CLOEXEC)) {
  if (inotify_ < 0) throw std::runtime_error(fmt::format("cannot watch files: {}", std::strerror(errno)));
  watch_all();
}

Changes::~Changes() { close(inotify_); }

void Changes::watch_all() {
  const auto watch = [this](const fs::path& folder) {
    const int number = inotify_add_watch(inotify_, folder.c_str(), IN_CLOSE_WRITE | IN_MOVE | IN_DELETE | IN_CREATE);
    if (number < 0)
      throw std::runtime_error(fmt::format("cannot watch {}: {}; /proc/sys/fs/inotify says how much may be watched", folder.string(),
                                           std::strerror(errno)));
    watched_.emplace_back(number, folder);
  };
  watched_.clear();
  for (const fs::path& root : folders_) {
    watch(root);
    for (const auto& entry : fs::recursive_directory_iterator(root))
      if (entry.is_directory() && counts(entry.path())) watch(entry.path());
  }
}

void Changes::read_events(std::set<fs::path>& files) {
  alignas(inotify_event) std::array<char, 65536> buffer{};
  const ssize_t size = read(inotify_, buffer.data(), buffer.size());
  bool folders_changed = false;
  for (ssize_t at = 0; at < size;) {
    const auto* event = reinterpret_cast<const inotify_event*>(buffer.data() + at);
    at += static_cast<ssize_t>(sizeof(inotify_event) + event->len);
    if ((event->mask & IN_Q_OVERFLOW) != 0) {
      // More happened than the kernel remembers: anything may have changed, and folders may have come.
      files.insert(folders_.begin(), folders_.end());
      folders_changed = true;
    }
    const auto folder = std::find_if(watched_.begin(), watched_.end(), [&](const auto& one) { return one.first == event->wd; });
    if (event->len == 0 || folder == watched_.end()) continue;
    if ((event->mask & IN_ISDIR) != 0) folders_changed = true;
    const fs::path file = folder->second / event->name;
    // A file that was only created is still empty: its text comes with IN_CLOSE_WRITE. A new folder may hold files already.
    if (counts(file) && event->mask != IN_CREATE) files.insert(file);
  }
  if (folders_changed) watch_all();
}

std::set<fs::path> Changes::collect() {
  std::set<fs::path> files;
  pollfd more{inotify_, POLLIN, 0};
  do read_events(files);
  while (poll(&more, 1, files.empty() ? 0 : quiet_ms) > 0);
  return files;
}

}  // namespace tito
