#include "support/tree.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <optional>
#include <set>
#include <system_error>

#include "support/problem.hpp"
#include "support/stage.hpp"

namespace tito {
namespace {

namespace fs = std::filesystem;

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
  Stage stage(dir);
  std::set<std::string> leaving;
  if (remove_others)
    for (std::string& path : files_below(dir))
      if (!files.contains(path)) leaving.insert(std::move(path));

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

}  // namespace tito
