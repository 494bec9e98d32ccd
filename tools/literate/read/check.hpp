// Checks what a book says: names, uses, and that every exercise is whole.
#pragma once

#include "literate/model/book.hpp"

namespace tito::literate {

/// `whole` is false for a prefix of the book, where a chunk may be used only in a chapter that was not read.
void check_chunks(const Book& book, bool whole, Problems& problems);
void check_exercises(const Book& book, Problems& problems);
/// What editions rely on: every solution stands in given code, and nothing hides text from them.
void check_for_editions(const Book& book, Problems& problems);

}  // namespace tito::literate
