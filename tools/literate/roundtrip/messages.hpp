// Messages of compilers, tests, debuggers and sanitizers, with the places of tangled files in them.
#pragma once

#include "literate/roundtrip/where.hpp"

#include <functional>

namespace tito::literate {

// The path below the tangled tree of a file that a message names, if it is one of ours.
using Recognise = std::function<std::optional<std::string>(std::string_view path)>;

// `path:line`, `path:line:column` and Boost.Test's `path(line)` of tangled files become places of chapters; all else stays as it is,
// byte for byte. Only the absolute folder `root` that a path begins with may hold spaces.
std::string rewrite_message(std::string_view line, const Where& where, const Recognise& recognise, std::string_view root);

}  // namespace tito::literate
