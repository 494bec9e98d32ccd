// Where things are: in the authors' repository, or in a student's tree.
#pragma once

#include <filesystem>
#include <string>

namespace tito {

namespace fs = std::filesystem;

/// What the framework's own tree is called in messages.
inline constexpr const char* tangled_name = "tangled";

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

  /// Says which tree this is about when that is not the current folder's. Throws std::runtime_error in a folder that only looks like a
  /// tree to work on, such as a snapshot: it would be about another one.
  void be_clear() const;

  /// Throws std::runtime_error, saying what to do, when there are no chapters here. Then finishes what a killed run left of them and of
  /// tangled/, so that nobody reads half a change.
  void need_chapters(const std::string& verb) const;

 private:
  void find_around(fs::path folder);

  fs::path root_, home_;
  bool has_chapters_ = false, is_elsewhere_ = false;
  std::string refusal_;
};

}  // namespace tito
