// What stands at an exercise's place until the student has written it.
#pragma once

#include "literate/model/book.hpp"

namespace tito::literate {

/// The exercise's text as comments that reach column 76 at most when indented by `indent`, then the throw.
std::vector<std::string> generated_stub(const Exercise& exercise, std::size_t indent);

/// Text without Markdown's marks: emphasis, dollars, roles, links. The quotes around code stay: comments use them too.
std::string plain_text(std::string_view markdown);

}  // namespace tito::literate
