// One state of the book, read once and handed to whoever needs it: a chapter that is saved meanwhile changes nothing.
#pragma once

#include <map>
#include <string>

#include "framework/workspace.hpp"
#include "literate/edition/edition.hpp"
#include "literate/tangle/tangle.hpp"

namespace tito {

struct Snapshot {
  literate::Book book;
  std::map<std::string, literate::TangledFile> tree;  // the book, tangled
  std::string fingerprint;                            // SHA-256 of what the chapters say
};

/// The chapters as they are now, or those up to `through`.
Snapshot read_snapshot(const Workspace& workspace, const std::string& through = "");

/// What an edition keeps of that state. Its files do not speak of chapters: those who get an edition have none.
Snapshot in_edition(const literate::Edition& edition, const Snapshot& full);

}  // namespace tito
