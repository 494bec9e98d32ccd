// The tangled files as they were after each chapter.
#pragma once

#include "literate/tangle/tangle.hpp"

namespace tito::literate {

/// A file as the chapters through `chapter` make it; it stays so until the next version.
struct Version {
  std::size_t chapter = 0;
  TangledFile file;
};

class History {
 public:
  explicit History(const Book& book);

  /// Every version of every file, oldest first, in the order of the paths.
  const std::map<std::string_view, std::vector<Version>>& files() const { return files_; }

  /// The file as it was after `chapter`, or nothing when there was none yet.
  const TangledFile* after(std::size_t chapter, std::string_view path) const;

 private:
  std::map<std::string_view, std::vector<Version>> files_;
};

/// The definition that each line of a file belongs to. A line that tangling generated belongs to the definition it was written for.
std::vector<const Span*> owners(const TangledFile& file);

/// The first place of a definition in a file, or nothing.
const Span* first_span(const TangledFile& file, Position definition);

}  // namespace tito::literate
