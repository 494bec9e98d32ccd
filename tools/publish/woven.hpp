// The folder that Sphinx reads: woven chapters, the hand-written pages of book/, and the captured outputs of the analyses.
#pragma once

#include <map>
#include <string>

#include "framework/workspace.hpp"
#include "literate/edition/edition.hpp"
#include "literate/model/book.hpp"

namespace tito {

/// The hand-written pages, bibliographies and assets of book/ as `edition` has them, and its logo. Throws a Failure at the line of a page
/// whose directives are damaged or could carry text past the edition.
std::map<std::string, std::string> hand_written(const Workspace& workspace, const literate::Edition& edition);

/// Woven chapters of `book`, and what is written by hand.
std::map<std::string, std::string> woven_files(const Workspace& workspace, const literate::Book& book, const literate::Edition& edition);

}  // namespace tito
