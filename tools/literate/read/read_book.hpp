// From the files of a repository to a Book that was checked.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "literate/model/book.hpp"
#include "support/problem.hpp"

namespace tito::literate {

/// A book as far as it can be read, and what is wrong with it.
struct Reading {
  Book book;
  std::vector<Problem> problems;  // in reading order
  bool readable = true;           // false when noweb would misread the chapters' bytes; then they have no blocks
};

/// Reads chapters/order.toml and the chapters up to `through` (as `find_chapter` knows it; all when empty), and checks them. Throws only when
/// there is no list of chapters, or noweb is missing.
Reading try_read_book(const std::filesystem::path& repository, const std::string& through = "");

/// The same when nothing may be wrong: throws a Failure with every problem found.
Book read_book(const std::filesystem::path& repository, const std::string& through = "");

}  // namespace tito::literate
