// Tangled from chapters/00_setup.nw: edit that, not this file.
#include <tinytorch/error.hpp>

#include <string>

namespace tt {
NotImplemented::NotImplemented(const char* exercise)
    : std::logic_error("exercise " + std::string(exercise) +
                       " is not written yet: write its body between "
                       "\"//@begin exercise " + exercise +
                       "\" and \"//@end exercise " + exercise + "\""),
      exercise_(exercise) {}
}  // namespace tt
