// The folder that Sphinx reads: woven chapters, the hand-written pages of book/, and the captured outputs of the analyses.
#pragma once

#include <map>
#include <string>

#include "framework/workspace.hpp"
#include "literate/edition/edition.hpp"
#include "literate/model/book.hpp"

namespace tito {

/// Woven chapters of `book` and the hand-written pages, bibliographies and assets of book/.
std::map<std::string, std::string> woven_files(const Workspace& workspace, const literate::Book& book, const literate::Edition& edition);

}  // namespace tito
