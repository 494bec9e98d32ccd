// Which lines of which definitions the edits of one tangled file belong to.
#pragma once

#include "literate/roundtrip/edited.hpp"
#include "literate/roundtrip/outline.hpp"
#include "literate/tangle/diff.hpp"

namespace tito::literate {

// What was done to a definition at one place where it stands; by the numbers of its lines.
struct Edits {
  std::map<std::size_t, std::vector<EditedLine>> replaced;  // by these lines, or by none
  std::map<std::size_t, std::vector<EditedLine>> inserted;  // before this line
};

struct Placed {
  std::string name;  // of the file, in messages
  Outline outline;
  std::map<std::size_t, Edits> edits;  // by the number of the instance
  std::vector<Hunk> hunks;
};

// Reports every edit that could belong to more than one place, or to none. Of several chunks that new lines could belong to, the one called
// `into` has them.
Placed place(const std::string& name, Outline outline, const Lines& before, const std::vector<EditedLine>& after, const std::string& into,
             Problems& problems);

}  // namespace tito::literate
