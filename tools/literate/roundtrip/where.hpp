// Where a line of a tangled file comes from, and where a chapter's line went.
#pragma once

#include <filesystem>
#include "literate/tangle/diff.hpp"
#include "literate/tangle/tangle.hpp"

#include <optional>

namespace tito::literate {

struct Found {
  Place at;
  std::string chunk;
};

// Answers for the tangled tree as it stands on disk, even when it was edited since: lines that were not still have their places.
class Where {
 public:
  // The tree at `dir` is called `name` in answers.
  Where(std::filesystem::path repository, std::filesystem::path dir, std::string name);

  // The same of a book that was read and tangled already.
  Where(std::filesystem::path repository, std::filesystem::path dir, std::string name, Book book,
        std::map<std::string, TangledFile> tangled);

  // Whether the chapters give a file of this path below the tree.
  bool gives(const std::string& path) const { return tangled_.contains(path); }

  // The chapter's place of a line and column (0: where the text begins) of a tangled file. Nothing when the file is not that long.
  std::optional<Found> in_chapters(const std::string& path, int line, int column) const;

  // Every place of a chapter's line in the tangled files; none for prose, listings and empty slots.
  std::vector<Found> in_tree(const Place& at) const;

 private:
  const std::vector<Hunk>& hunks_of(const std::string& path) const;
  const std::vector<std::string>& chapter(const std::string& file) const;

  std::filesystem::path repository_, dir_;
  std::string name_;
  Book book_;
  std::map<std::string, TangledFile> tangled_;
  mutable std::map<std::string, std::vector<Hunk>> hunks_;            // from what the chapters give to what is on disk
  mutable std::map<std::string, std::vector<std::string>> chapters_;  // read when first asked for
};

}  // namespace tito::literate
