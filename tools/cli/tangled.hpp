// The framework's own tree, tangled/: what stands there, and what tangling last put there.
#pragma once

#include <map>
#include <string>

#include "literate/edited.hpp"
#include "literate/output.hpp"
#include "workspace.hpp"

namespace tito {

/// Makes tangled/ hold exactly `files`, and remembers them, so that `stitch` can tell an edit from a chapter's change.
literate::Written write_tangled(const Workspace& workspace, const std::map<std::string, std::string>& files);

/// The files as write_tangled last wrote them on this machine; none in a fresh clone.
std::map<std::string, std::string> last_tangled(const Workspace& workspace);

/// What `tito where` and `tito stitch` call the tree in messages.
inline constexpr const char* tangled_name = "tangled";

}  // namespace tito
