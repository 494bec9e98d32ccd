// Making the book of an edition.
#pragma once

#include "publish/checked.hpp"

namespace tito {

/// Where a finished book goes; what has no place is not made. An existing one is replaced only by a finished one.
struct Published {
  fs::path html, pdf, epub;

  /// All in `folder`, under the names by which the start page of the HTML finds the others.
  static Published in(const fs::path& folder) { return {folder / "html", folder / "tinytorch.pdf", folder / "tinytorch.epub"}; }
};

/// Tangles tangled/, runs the analyses of the edition whose program changed (all of them with `rerun`), weaves it and makes its pages.
/// Prints a line per step. Needs the packages of the groups build and book, and the Python environment.
void publish(const Workspace& workspace, const CheckedEdition& checked, const Published& out, bool rerun);

}  // namespace tito
