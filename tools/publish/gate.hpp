// The last look at an edition before anybody gets it.
#pragma once

#include "publish/pages.hpp"

namespace tito {

/// Searches every file below `folder`, where `made` is the book, for what the edition takes out. Throws std::runtime_error, naming lines
/// and files, when any is found; and when the search does not find in HTML, PDF or EPUB what must stand there, because then it is blind.
void refuse_secrets(const CheckedEdition& checked, const fs::path& folder, const Published& made);

}  // namespace tito
