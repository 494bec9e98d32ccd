// Everything that the book shows of programs: measured output, plots of it, and what the compiler says to listings.
#pragma once

#include "measure/analyses.hpp"

namespace tito {

/// Makes what `shown` shows and is not up to date (of what runs or is compiled, as `which` says), and returns it for the woven folder:
/// outputs/ID.json, and outputs/ID.svg and outputs/ID.pdf where there is a plot. Needs the Python environment when plots are drawn.
Files captured_outputs(const Workspace& workspace, const Snapshot& full, const literate::Book& shown, Measure which);

}  // namespace tito
