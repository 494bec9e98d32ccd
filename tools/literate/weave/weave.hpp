// From chapters to the pages that Sphinx reads.
#pragma once

#include "literate/edition/edition.hpp"

namespace tito::literate {

/// chapters/*.md, chapters/*.json, book.json and headers.json of a book that `apply` has made this edition of.
std::map<std::string, std::string> weave(const Book& book, const Edition& edition);

}  // namespace tito::literate
