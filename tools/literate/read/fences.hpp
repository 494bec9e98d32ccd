// Directives that could carry text past the editions.
#pragma once

#include "literate/model/book.hpp"

namespace tito::literate {

/// Reports directives whose content is not ours to read (`raw`, `only`, `eval-rst`), in whatever fence, and `answer` where it would not be
/// recognised: in a code fence, in a quotation or behind a list's mark. In a chapter the directives themselves are checked as well, so that
/// some of these are reported there.
enum class Fences { of_page, of_chapter };
void check_fences(const Prose& prose, const std::string& file, Fences which, Problems& problems);

}  // namespace tito::literate
