// Compiling listings, to show what the compiler says to them.
#pragma once

#include "measure/analyses.hpp"

namespace tito {

/// Compiles the listings that have an `output` in `shown`, each for itself, against the headers in tangled/include: those that changed or
/// whose headers did (`missing`: only edited ones; `all`: every one). What the compiler says is kept as ID.json, with chapters' places for
/// those of tangled files and no path of this machine. Throws a Failure at the `output` of a listing that compiles although it must
/// not, that does not although it must, or that is refused for another reason than its `says`.
void compile_listings(const Workspace& workspace, const Snapshot& full, const literate::Book& shown, Measure which);

}  // namespace tito
