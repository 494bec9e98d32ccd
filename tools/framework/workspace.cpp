#include "framework/workspace.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <stdexcept>

#include "support/stage.hpp"

namespace tito {
namespace {

bool is_workspace(const fs::path& folder) {
  return fs::exists(folder / "chapters/order.toml") || fs::exists(folder / "edition.json");
}

bool holds_chapters(const fs::path& folder) {
  std::error_code none;
  return std::any_of(fs::directory_iterator(folder / "chapters", none), fs::directory_iterator(),
                     [](const fs::directory_entry& entry) { return entry.path().extension() == ".nw"; });
}

bool is_framework(const fs::path& folder) {
  std::ifstream project(folder / "meson.build");
  std::string line;
  while (std::getline(project, line))
    if (line.starts_with("project('tinytorch'")) return true;
  return false;
}

/// Why a folder that is no workspace looks like one; nothing when it does not.
std::string resemblance(const fs::path& folder) {
  if (holds_chapters(folder))
    return fmt::format("{} is missing, which lists the chapters that stand beside it; bring it back", (folder / "chapters/order.toml").string());
  const bool ours = folder.filename() == "tangled" && is_workspace(folder.parent_path());
  if (!is_framework(folder) || ours) return {};
  return fmt::format("{} is a framework by itself, as `tito snapshot` and `tito tangle --out` make one: here tito would work on another tree. "
                     "`meson setup build && meson test -C build` tests this one; for tito, go to a clone or to an edition's folder",
                     folder.string());
}

}  // namespace

Workspace::Workspace() {
  const char* home = std::getenv("TITO_HOME");
  if (!home) throw std::runtime_error("TITO_HOME is not set; run tito through its launcher, tools/tito");
  home_ = fs::weakly_canonical(home);
  root_ = is_workspace(home_.parent_path()) && !is_workspace(home_) ? home_.parent_path() : home_;
  find_around(fs::current_path());
  has_chapters_ = fs::exists(root_ / "chapters/order.toml");
}

void Workspace::find_around(fs::path folder) {
  for (;; folder = folder.parent_path()) {
    if (is_workspace(folder)) {
      root_ = folder;
      return;
    }
    refusal_ = resemblance(folder);
    if (!refusal_.empty()) return;
    if (folder == folder.root_path()) break;
  }
  is_elsewhere_ = true;
}

void Workspace::be_clear() const {
  if (!refusal_.empty()) throw std::runtime_error(refusal_);
  if (is_elsewhere_) fmt::print(stderr, "tito: the current folder belongs to no book, so this is about {}\n", root_.string());
}

void Workspace::need_chapters(const std::string& verb) const {
  if (has_chapters_) {
    for (const fs::path& written : {root_ / "chapters", framework()}) complete_tree(written);
    return;
  }
  throw std::runtime_error(fmt::format(
      "{} has no chapters/order.toml, so there is nothing to {}; run it in a clone of the book's repository", root_.string(), verb));
}

}  // namespace tito
