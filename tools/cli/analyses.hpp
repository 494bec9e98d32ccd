// Running the chapters' measured experiments and keeping what they print.
#pragma once

#include <map>
#include <string>

#include "literate/book.hpp"
#include "workspace.hpp"

namespace tito {

/// Builds tangled/ and runs every analysis of `book` whose program changed since it last ran (all of them with `rerun`). Returns
/// outputs/ID.json -> text, with machine, compiler and date. Throws when a program fails, with what it printed.
std::map<std::string, std::string> captured_outputs(const Workspace& workspace, const literate::Book& book, bool rerun);

}  // namespace tito
