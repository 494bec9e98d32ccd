// The text of pages, as an edition has it.
#pragma once

#include "literate/edition/edition.hpp"

namespace tito::literate {

bool is_kept(Kept kept, const Edition& edition);

/// For each line of prose whether it belongs to a directive that `edition` takes out.
std::vector<bool> lines_taken_out(const Prose& prose, const Edition& edition);

/// Takes those lines out, each directive with one of the blank lines around it.
void remove_directives(Prose& prose, const Edition& edition);

/// A hand-written page, called `file` in messages: without the directives that the edition takes out. Throws a Failure when a
/// directive is damaged, or could hide text from this.
std::string page_of(const Edition& edition, const std::string& file, std::string_view text);

}  // namespace tito::literate
