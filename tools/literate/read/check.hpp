// Checks what a book says: names, uses, and that every exercise is whole.
#pragma once

#include "literate/model/book.hpp"
#include "support/problem.hpp"

namespace tito::literate {

/// Whether uses can be followed from chunk to chunk: without circles, to a bounded depth, and with bounded text as the result.
bool check_nesting(const Book& book, Problems& problems);

/// `whole` is false for a prefix of the book, where a chunk may be used only in a chapter that was not read. `nested`, here and below, says
/// whether nesting is sound; without it nobody can say in which files a chunk stands, or how often.
void check_chunks(const Book& book, bool whole, bool nested, Problems& problems);

/// The files that chunks of some kinds must stay in. Expects sound nesting.
void check_places(const Book& book, Problems& problems);

void check_exercises(const Book& book, bool nested, Problems& problems);

/// What editions rely on: every solution stands in given code, and nothing hides text from them.
void check_for_editions(const Book& book, bool nested, Problems& problems);

}  // namespace tito::literate
