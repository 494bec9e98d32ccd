// What `output` directives ask for: a plot of a measured table, or what the compiler says to a listing.
#pragma once

#include "literate/model/book.hpp"
#include "support/problem.hpp"

namespace tito::literate {

/// Adds to `book` the plot or the listing that the directive `output` asks for. Expects the book's chunks to be indexed.
void collect_output(const Directive& output, Book& book, Problems& problems);

}  // namespace tito::literate
