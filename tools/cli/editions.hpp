// What several verbs ask of the chapters: an edition by name, and its tree as plain text.
#pragma once

#include <map>
#include <string>

#include "literate/book.hpp"
#include "literate/edition.hpp"
#include "literate/tangle.hpp"
#include "workspace.hpp"

namespace tito {

/// The edition called `name`: the built-in `full`, a name in book/editions/, or the path of a TOML file. Throws when there is none.
literate::Edition find_edition(const Workspace& workspace, const std::string& name);

/// File contents only, for writing.
std::map<std::string, std::string> texts(const std::map<std::string, literate::TangledFile>& files);

}  // namespace tito
