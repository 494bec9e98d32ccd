// Our own directives: what each one takes, and the exercises, analyses and questions that they declare.
#pragma once

#include "literate/model/book.hpp"

namespace tito::literate {

/// Fills the book's exercises, analyses and reflections; reports directives that are not what the README says.
void collect_exercises(Book& book, Problems& problems);

}  // namespace tito::literate
