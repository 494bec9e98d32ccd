// Making the book of an edition.
#pragma once

#include "framework/workspace.hpp"
#include "literate/edition/edition.hpp"
#include "literate/model/book.hpp"

namespace tito {

/// Where a finished book goes. An existing one is replaced only by a finished one.
struct Published {
  fs::path html, pdf, epub;

  /// All in `folder`, under the names by which the start page of the HTML finds the others.
  static Published in(const fs::path& folder) { return {folder / "html", folder / "tinytorch.pdf", folder / "tinytorch.epub"}; }
};

/// Tangles tangled/, runs the analyses whose program changed (all of them with `rerun`), weaves `edition` and makes its pages.
/// Prints a line per step. Needs the packages of the groups build and book, and the Python environment.
void publish(const Workspace& workspace, const literate::Edition& edition, const Published& out, bool rerun);

}  // namespace tito
