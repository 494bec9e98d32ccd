// What version control knows of a folder.
#pragma once

#include <filesystem>
#include <map>
#include <string>

namespace tito {

/// The files below `folder` as they were last committed; none when git is not there, or knows of none.
std::map<std::string, std::string> committed_files(const std::filesystem::path& folder);

}  // namespace tito
