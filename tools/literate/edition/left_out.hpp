// What is said of chapters that an edition leaves out.
#pragma once

#include "literate/model/book.hpp"

namespace tito::literate {

/// Says behind the first mention of each of the chapters `out`, in every chapter of `book`, that this edition has not got it; a link to
/// one becomes its text. Code, drawings, headings and titles stay as they are.
void mark_left_out(Book& book, const std::vector<Chapter>& out);

}  // namespace tito::literate
