// Running the chapters' measured experiments and keeping what they print.
#pragma once

#include "framework/snapshot.hpp"
#include "measure/captured.hpp"

namespace tito {

/// What is done anew: what changed, what was never done, or everything.
enum class Measure { changed, missing, all };

/// Builds tangled/, which is `full`, and runs the analyses that `shown` has; of each ID.json (what it printed, with machine, compiler and
/// date) and ID.csv (its table) are kept. Throws a Failure at the chapter's line when one fails, with what it printed.
void run_analyses(const Workspace& workspace, const Snapshot& full, const literate::Book& shown, Measure which);

}  // namespace tito
