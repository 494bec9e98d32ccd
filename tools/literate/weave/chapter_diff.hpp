// What each chapter changed in the program.
#pragma once

#include "literate/tangle/history.hpp"
#include "literate/weave/links.hpp"

namespace tito::literate {

/// changes/NN_name.json: the files that the chapter made, and how it changed the others.
std::string changes_of(const Book& book, const History& history, const Links& links, std::size_t chapter);

}  // namespace tito::literate
