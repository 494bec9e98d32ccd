// What an edition must come to before it is published.
#pragma once

#include "framework/variants.hpp"
#include "framework/workspace.hpp"
#include "literate/model/book.hpp"

namespace tito::course {

/// With all its solutions, every test of every exercise of `book` passes: the reference has 100 %. With nothing written, each of these tests
/// fails, and no probe observes what it observes of the solution: stubs have 0 %. Throws std::runtime_error with what is wrong. A tree that
/// passed before is not built again. `book` has its solutions and probes.
void gate(const Workspace& workspace, const literate::Book& book);

/// The same, asked of a build that has these bodies and others; `gate` knows it then, too.
Tested gate(Variants& variants);

}  // namespace tito::course
