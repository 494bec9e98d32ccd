// chapters/order.toml, the one list of chapters.
#pragma once

#include <filesystem>
#include "literate/model/book.hpp"

namespace tito::literate {

/// The book's title, parts and chapters; the chapters' blocks are still empty. Throws a Failure with every problem found.
Book read_order(const std::filesystem::path& repository);

}  // namespace tito::literate
