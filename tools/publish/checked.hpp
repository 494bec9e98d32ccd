// An edition that was checked: one state of the book, and what the edition makes of it.
#pragma once

#include "framework/snapshot.hpp"
#include "literate/edition/edition.hpp"

namespace tito {

struct CheckedEdition {
  literate::Edition edition;
  Snapshot full, shown;
  std::map<std::string, std::string> pages;  // the hand-written ones, and what lies beside them
};

/// Reads the book, once, and everything else that the edition is made from. Throws a Failure with the places of the mistakes: chapters that
/// do not fit together, pages with damaged directives, and, where solutions are taken out, lines of them that stand in what is given.
CheckedEdition check_edition(const Workspace& workspace, const literate::Edition& edition);

}  // namespace tito
