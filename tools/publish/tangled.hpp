// The framework's own tree, tangled/: what stands there, and what tangling last put there.
#pragma once

#include <map>
#include <string>

#include "framework/workspace.hpp"
#include "literate/roundtrip/edited.hpp"
#include "support/tree.hpp"

namespace tito {

/// Makes tangled/ hold exactly `files`, and remembers them, so that an edit can be told from a chapter's change. Throws
/// std::runtime_error, naming the files, when edits made since the last time would be lost; with `discard` they are.
Written write_tangled(const Workspace& workspace, const std::map<std::string, std::string>& files, bool discard = false);

/// The files as write_tangled last wrote them on this machine; none in a fresh clone.
std::map<std::string, std::string> last_tangled(const Workspace& workspace);

}  // namespace tito
