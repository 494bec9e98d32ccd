// What is known of the program's names as a whole: for the index of identifiers and for the API reference.
#pragma once

#include "literate/weave/links.hpp"
#include "literate/weave/navigation.hpp"

namespace tito::literate {

/// identifiers.json: every name, the chunk that defines it and those that use it.
std::string identifiers_of(const Links& links, const Navigation& navigation);

/// declarations.json: for each header, which chunks its lines come from, and which chunks define what a line declares.
std::string declarations_of(const Links& links, const Navigation& navigation);

}  // namespace tito::literate
