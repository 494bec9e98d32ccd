// Writing trees of files.
#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace tito {

struct Written {
  int written = 0, unchanged = 0, removed = 0;
};

/// Makes `dir` hold `files` (path below it to text). Everything is staged beside `dir` and then renamed file by file;
/// unchanged files are not touched. With `remove_others`, what is not in `files` goes. A failure before the renames
/// leaves everything as it was, and a kill between them leaves a journal from which the next run makes the new tree whole
/// (stage.hpp); no file is ever half-written. Throws a Failure with one message.
Written write_tree(const std::filesystem::path& dir, const std::map<std::string, std::string>& files, bool remove_others);

/// "src/x.cpp: differs", "src/y.cpp: missing", "src/z.cpp: not produced by any chapter".
std::vector<std::string> differences(const std::filesystem::path& dir, const std::map<std::string, std::string>& files);

}  // namespace tito
