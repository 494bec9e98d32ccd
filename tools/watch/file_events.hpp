// Noticing that files were saved.
#pragma once

#include <set>
#include <vector>

#include "framework/workspace.hpp"

namespace tito {

/// What happens below some folders, by inotify. Editors write, rename and touch a file several times for one save; `collect` waits
/// until they are done.
class Changes {
 public:
  explicit Changes(std::vector<fs::path> folders);
  ~Changes();
  Changes(const Changes&) = delete;
  Changes& operator=(const Changes&) = delete;

  /// Readable when something happened: for poll.
  int descriptor() const { return inotify_; }

  /// The files that were written, moved or removed since the last call, once nothing more has happened for a moment. Hidden files,
  /// backups and what Python leaves behind do not count. When so much happened at once that the system forgot some of it, the folders
  /// themselves are among them.
  std::set<fs::path> collect();

 private:
  void watch_all();
  void read_events(std::set<fs::path>& files);

  std::vector<fs::path> folders_;
  int inotify_;
  std::vector<std::pair<int, fs::path>> watched_;
};

}  // namespace tito
