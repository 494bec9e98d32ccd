// From the files of a repository to a Book that was checked.
#pragma once

#include <filesystem>
#include <string>

#include "literate/model/book.hpp"

namespace tito::literate {

/// Reads chapters/order.toml and the chapters up to `through` (as `find_chapter` knows it; all when empty), and checks them.
/// Throws a Failure with every problem found.
Book read_book(const std::filesystem::path& repository, const std::string& through = "");

}  // namespace tito::literate
