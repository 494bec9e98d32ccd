// Writing trees of files.
#pragma once

#include <filesystem>
#include <map>
#include <set>
#include <string>
#include <vector>

namespace tito {

struct Written {
  int written = 0, unchanged = 0, removed = 0;
};

/// Makes `dir` hold `files` (path below it to text). Everything is staged beside `dir` and then renamed file by file;
/// unchanged files are not touched. With `remove_others`, what is not in `files` goes. A failure before the renames
/// leaves everything as it was, and a kill between them leaves a journal from which the next run makes the new tree whole
/// (stage.hpp); no file is ever half-written. Nothing is written or removed through a link. Throws a Failure with one message.
Written write_tree(const std::filesystem::path& dir, const std::map<std::string, std::string>& files, bool remove_others);

/// The same, but what goes is said one by one: paths below `dir`, none of them in `files`.
Written write_tree(const std::filesystem::path& dir, const std::map<std::string, std::string>& files, const std::set<std::string>& leaving);

/// Paths of all that stands below `dir` but folders, in order. What others keep there is left out: a `.git`, a folder in which Meson
/// builds, side files of editors.
std::vector<std::string> files_below(const std::filesystem::path& dir);

/// Whether an editor or a file manager leaves such files beside those that it shows: `.x.cpp.swp`, `x.cpp~`, `.vscode/…`, `.DS_Store`.
bool is_side_file(const std::filesystem::path& path);

/// The paths at which `dir` is not what `files` says, and what is the matter there: "differs", "missing", "not produced by any chapter".
std::map<std::string, std::string> compare(const std::filesystem::path& dir, const std::map<std::string, std::string>& files);

/// "src/x.cpp: differs", "src/y.cpp: missing", "src/z.cpp: not produced by any chapter".
std::vector<std::string> differences(const std::filesystem::path& dir, const std::map<std::string, std::string>& files);

}  // namespace tito
