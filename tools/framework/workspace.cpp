#include "framework/workspace.hpp"

#include <fmt/format.h>

#include <cstdlib>
#include <stdexcept>

namespace tito {
namespace {

bool is_workspace(const fs::path& folder) {
  return fs::exists(folder / "chapters/order.toml") || fs::exists(folder / "edition.json");
}

}  // namespace

Workspace::Workspace() {
  const char* home = std::getenv("TITO_HOME");
  if (!home) throw std::runtime_error("TITO_HOME is not set; run tito through its launcher, tools/tito");
  home_ = fs::weakly_canonical(home);
  root_ = is_workspace(home_) ? home_ : home_.parent_path();
  for (fs::path folder = fs::current_path();; folder = folder.parent_path()) {
    if (is_workspace(folder)) root_ = folder;
    if (is_workspace(folder) || folder == folder.root_path()) break;
  }
  has_chapters_ = fs::exists(root_ / "chapters/order.toml");
}

void Workspace::need_chapters(const std::string& verb) const {
  if (has_chapters_) return;
  throw std::runtime_error(fmt::format(
      "{} has no chapters/order.toml, so there is nothing to {}; run it in a clone of the book's repository", root_.string(), verb));
}

}  // namespace tito
