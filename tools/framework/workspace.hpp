// Where things are: in the authors' repository, or in a student's tree.
#pragma once

#include <filesystem>

namespace tito {

namespace fs = std::filesystem;

/// The folder tito works on: the nearest one, from the current folder upwards, that holds `chapters/order.toml` (the authors' repository)
/// or `edition.json` (a tree built by `tito edition build`); else the one this tito belongs to. All paths below are absolute.
class Workspace {
 public:
  Workspace();

  const fs::path& root() const { return root_; }
  bool has_chapters() const { return has_chapters_; }

  fs::path home() const { return home_; }                                     // holds tools/ and its packages
  fs::path framework() const { return has_chapters_ ? root_ / "tangled" : root_; }  // the Meson project
  fs::path build() const { return root_ / "build"; }
  fs::path python() const { return root_ / "build/python/bin/python"; }
  fs::path editions() const { return root_ / "book/editions"; }

  /// Throws std::runtime_error, saying what to do, when there are no chapters here.
  void need_chapters(const std::string& verb) const;

 private:
  fs::path root_, home_;
  bool has_chapters_ = false;
};

/// What messages call the framework's own tree, tangled/.
inline constexpr const char* tangled_name = "tangled";

}  // namespace tito
