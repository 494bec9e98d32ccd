#include "support/tree.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string_view>
#include <system_error>

#include "support/files.hpp"
#include "support/problem.hpp"
#include "support/stage.hpp"

namespace tito {
namespace {

namespace fs = std::filesystem;

bool same(const fs::path& path, const std::string& text) {
  std::error_code error;
  return fs::is_regular_file(fs::symlink_status(path)) && fs::file_size(path, error) == text.size() && !error && read_file(path) == text;
}

// What others keep below a tree: a repository's own folder, and a folder in which Meson builds.
bool is_not_ours(const fs::path& folder) { return folder.filename() == ".git" || fs::exists(folder / "meson-private"); }

bool is_side_name(const std::string& name) {
  static constexpr std::array names = {".vscode", ".idea", ".vs", ".cache", ".DS_Store", ".directory", "Thumbs.db", "__pycache__", "4913"};
  static constexpr std::array ends = {"~", ".swp", ".swo", ".swn", ".swx", ".kate-swp"};
  static constexpr std::array begins = {".#", ".~lock.", ".goutputstream-"};
  return std::find(names.begin(), names.end(), name) != names.end() || (name.starts_with('#') && name.ends_with('#')) ||
         std::any_of(ends.begin(), ends.end(), [&](const char* end) { return name.ends_with(end); }) ||
         std::any_of(begins.begin(), begins.end(), [&](const char* begin) { return name.starts_with(begin); });
}

[[noreturn]] void refuse(const fs::path& at, const fs::file_status& status) {
  if (fs::is_symlink(status))
    throw Failure({at.string()}, "is a link to a folder, and nothing is written through links; put a folder in its place");
  throw Failure({at.string()}, fmt::format("is {}, which is in the way; move it away", what_is(status)));
}

// What would stop a rename half-way, or lead it out of the tree: a folder where a file must go, something else where a folder must.
void check_room(const fs::path& dir, const std::string& path, const std::set<std::string>& leaving) {
  const fs::file_status there = fs::symlink_status(dir / path);
  if (fs::exists(there) && !fs::is_regular_file(there) && !fs::is_symlink(there)) refuse(dir / path, there);
  fs::path folder;
  for (const fs::path& part : fs::path(path).parent_path()) {
    folder /= part;
    const fs::file_status status = fs::symlink_status(dir / folder);
    if (!fs::exists(status) || fs::is_directory(status)) continue;
    if (fs::is_symlink(status) || !leaving.contains(folder.generic_string())) refuse(dir / folder, status);
  }
}

std::set<std::string> others_in(const fs::path& dir, const std::map<std::string, std::string>& files) {
  std::set<std::string> others;
  for (std::string& path : files_below(dir))
    if (!files.contains(path)) others.insert(std::move(path));
  return others;
}

fs::path without_slash(const fs::path& dir) { return dir.has_filename() ? dir : dir.parent_path(); }

}  // namespace

bool is_side_file(const fs::path& path) {
  return std::any_of(path.begin(), path.end(), [](const fs::path& part) { return is_side_name(part.string()); });
}

std::vector<std::string> files_below(const fs::path& dir) {
  std::vector<std::string> found;
  if (!fs::is_directory(dir)) return found;
  for (auto entry = fs::recursive_directory_iterator(dir); entry != fs::recursive_directory_iterator(); ++entry) {
    const bool folder = fs::is_directory(entry->symlink_status());
    if (is_side_name(entry->path().filename().string()) || (folder && is_not_ours(entry->path()))) {
      if (folder) entry.disable_recursion_pending();
    } else if (!folder) {
      found.push_back(entry->path().lexically_relative(dir).generic_string());
    }
  }
  std::sort(found.begin(), found.end());
  return found;
}

Written write_tree(const fs::path& given, const std::map<std::string, std::string>& files, bool remove_others) {
  const fs::path dir = without_slash(given);
  return write_tree(dir, files, remove_others ? others_in(dir, files) : std::set<std::string>{});
}

Written write_tree(const fs::path& given, const std::map<std::string, std::string>& files, const std::set<std::string>& leaving) try {
  const fs::path dir = without_slash(given);
  if (const fs::file_status status = fs::symlink_status(dir); fs::is_symlink(status)) refuse(dir, status);
  if (fs::exists(dir) && !fs::is_directory(dir)) throw Failure({dir.string()}, "is a file, not a folder; move it away");
  Stage stage(dir);

  Written written;
  for (const std::string& path : leaving) stage.remove(path);
  for (const auto& [path, text] : files) {
    check_room(dir, path, leaving);
    if (same(dir / path, text)) {
      ++written.unchanged;
      continue;
    }
    stage.write(path, text);
    ++written.written;
  }
  stage.commit();
  stage.carry_out();
  fs::create_directories(dir);
  written.removed = static_cast<int>(leaving.size());
  return written;
} catch (const fs::filesystem_error& error) {
  fail_to_write(error.path2().empty() ? error.path1() : error.path2(), error.code().value());
}

std::map<std::string, std::string> compare(const fs::path& dir, const std::map<std::string, std::string>& files) {
  std::map<std::string, std::string> found;
  for (const auto& [path, text] : files) {
    if (!fs::exists(fs::symlink_status(dir / path)))
      found[path] = "missing";
    else if (!same(dir / path, text))
      found[path] = "differs";
  }
  for (std::string& path : files_below(dir))
    if (!files.contains(path)) found.emplace(std::move(path), "not produced by any chapter");
  return found;
}

std::vector<std::string> differences(const fs::path& dir, const std::map<std::string, std::string>& files) {
  std::vector<std::string> lines;
  for (const auto& [path, what] : compare(dir, files)) lines.push_back(fmt::format("{}: {}", path, what));
  return lines;
}

}  // namespace tito
