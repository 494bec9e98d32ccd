// Changes of a tree that are made wholly or not at all, even when the process is killed.
#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace tito {

class FolderLock;

/// A folder beside a tree, and so on its file system, where files wait until all are written. Then a journal says what each becomes, and
/// they are renamed one by one. It is gone when the writing is over, however it ends; after a kill, the next run that writes or reads the
/// tree carries out a whole journal, and throws everything else away. A journal is believed only in a folder of our own into which nobody
/// else may write, and only when each of its paths stays below the tree and leads through no link.
class Stage {
 public:
  /// Finishes what killed runs left beside `tree`, and makes a new stage. Throws a Failure when that cannot be written.
  explicit Stage(std::filesystem::path tree);
  ~Stage();
  Stage(const Stage&) = delete;
  Stage& operator=(const Stage&) = delete;

  /// The file at `path`, below the tree, will go, and the folders that it leaves empty with it.
  void remove(const std::string& path);
  /// The file at `path` will hold `text`; one that begins with #! may be run.
  void write(const std::string& path, std::string_view text);
  /// From here on the changes will be made, by this run or by the next one.
  void commit();
  /// Makes all changes, in the order in which they were asked for.
  void carry_out();

 private:
  bool make_folder();

  std::filesystem::path tree_, folder_;
  std::unique_ptr<FolderLock> lock_;
  std::string journal_;
  int count_ = 0;  // of changes
};

/// Finishes what killed runs left beside `tree`: whoever only reads a tree calls it first.
void complete_tree(const std::filesystem::path& tree);

/// Throws the Failure for a file that could not be written; `error` is an errno.
[[noreturn]] void fail_to_write(const std::filesystem::path& path, int error);

}  // namespace tito
