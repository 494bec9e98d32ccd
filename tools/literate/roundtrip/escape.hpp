// How a line of code is spelt in a chapter: noweb reads `<<`, `>>` and a leading `@` unless an `@` stands before them.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace tito::literate {

// The line as it must stand in a chapter for noweb to read `code`.
std::string escape(std::string_view code);

// The column (from 1) in a chapter's line of what stands in column `column` of the code that noweb reads.
int escaped_column(std::string_view chapter_line, int column);

}  // namespace tito::literate
