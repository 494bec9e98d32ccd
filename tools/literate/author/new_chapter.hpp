// Beginning a chapter, and adding to one that was begun so.
#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "support/problem.hpp"

namespace tito::literate {

struct NewChapter {
  std::string number;            // "08"; "8" will do
  std::string name;              // "clamp"
  std::string title;             // empty: made from the name
  std::string part, part_title;  // the part it stands in; empty: that of the chapter before. A title makes a new part.
  int minutes = 120;
  std::vector<std::string> exercises, analyses;  // their ids
};

/// The files (path below the repository to text) that begin a chapter: order.toml with its entry, the chapter, its bibliography. They are
/// read and checked as the book that they will make. Throws a Failure when a number, a name or an id is taken or cannot be one.
std::map<std::string, std::string> new_chapter(const std::filesystem::path& repository, const NewChapter& wanted);

struct Addition {
  std::string chapter;  // its id
  std::vector<std::string> exercises, analyses;
};

/// The chapter (path to text) with further exercises and analyses at the end of its Implementation. Throws a Failure when an id is taken, or
/// when the chapter lacks the chunks that `new_chapter` gives it to collect them.
std::map<std::string, std::string> add_to_chapter(const std::filesystem::path& repository, const Addition& wanted);

}  // namespace tito::literate
