// What C++ code leaves open at the end of a line.
#pragma once

#include <string_view>
#include <vector>

namespace tito::literate {

/// For each line of `code` the construct that is open where it begins, or null: nothing may be put into a raw string, a macro's arguments
/// or a line continued from the one before.
std::vector<const char*> open_constructs(std::string_view code);

}  // namespace tito::literate
