// The framework's own tree, tangled/: what stands there, and what tangling last put there.
#pragma once

#include <map>
#include <string>

#include "framework/chapter_lines.hpp"
#include "framework/workspace.hpp"
#include "support/tree.hpp"

namespace tito {

/// Paths below a tree, with what stands there.
using Texts = std::map<std::string, std::string>;

/// Makes tangled/ hold exactly `files`, and remembers them, so that an edit can be told from a chapter's change. Throws
/// std::runtime_error, naming the files, when edits made since the last time would be lost; with `discard` they are.
Written write_tangled(const Workspace& workspace, const Texts& files, bool discard = false);

/// The files as tangling last wrote them: those that write_tangled remembers on this machine; in a fresh clone those that were last
/// committed. None where neither is known.
Texts last_tangled(const Workspace& workspace);

/// Where last_tangled knows nothing: throws std::runtime_error when tangled/ is not `files`, as nothing tells whether it was edited or the
/// chapters were.
void refuse_unknown_history(const Workspace& workspace, const Texts& files);

/// In the authors' repository, throws std::runtime_error when the chapters say otherwise than tangled/ because they were changed since it
/// was last tangled: whatever a test of tangled/ showed would not hold for them. Edits made in tangled/ itself are no obstacle.
void refuse_stale_tree(const Workspace& workspace);

/// Makes `folder`, which somebody chose, hold `files`. What an earlier run put there goes when it is no longer among them. Throws
/// std::runtime_error, naming the files, when what tito did not write would be overwritten; with `discard` it is. A folder that holds
/// anything and was never tangled to is refused.
Written write_elsewhere(const Workspace& workspace, const fs::path& folder, const Texts& files, bool discard = false);

/// Before tangled/ is built and tested: writes it anew when the chapters changed since they were last tangled. An edit made by hand, with the
/// chapters as they were, is what is to be tested; throws std::runtime_error when both have changed.
void bring_up_to_date(const Workspace& workspace);

}  // namespace tito
