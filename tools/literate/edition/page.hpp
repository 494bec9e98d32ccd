// The text of pages, as an edition has it.
#pragma once

#include "literate/edition/edition.hpp"

namespace tito::literate {

/// Takes the `answer` directives out of prose of `file` that was checked.
void remove_answers(Prose& prose, const std::string& file);

/// A hand-written page, called `file` in messages: without its answers where the edition has no solutions. Throws a Failure when a
/// directive is damaged, or could hide text from this.
std::string page_of(const Edition& edition, const std::string& file, std::string_view text);

}  // namespace tito::literate
