// What stands in a student's tree beside the framework and the book: the program that students run, and where they begin.
#pragma once

#include <nlohmann/json.hpp>
#include <string>

#include "framework/workspace.hpp"
#include "literate/edition/edition.hpp"

namespace tito {

/// Adds `./tito`, what it is made of, and what editors and git need to know of the tree.
void add_students_program(const Workspace& workspace, const fs::path& folder);

/// START.md: the exercises in order, where each is filled in, and the commands. `manifest` is the edition's, as course::manifest makes it.
std::string start_page(const literate::Edition& edition, const nlohmann::json& manifest);

}  // namespace tito
