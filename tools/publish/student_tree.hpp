// What stands in a student's tree beside the framework and the book: the program that students run, and where they begin.
#pragma once

#include <map>
#include <string>

#include "framework/workspace.hpp"
#include "literate/edition/edition.hpp"
#include "literate/model/book.hpp"
#include "support/json.hpp"

namespace tito {

/// The files of `./tito`: the program (tools/student/ of `workspace`), what it knows of the exercises of `book`, which is the edition's, and
/// the files of `tree` that hold them, as they are given. Also what editors and git need to know of the tree.
std::map<std::string, std::string> students_program(const Workspace& workspace, const literate::Book& book,
                                                    const std::map<std::string, std::string>& tree);

/// START.md: what to do first, the commands, and the exercises in order. `manifest` is the edition's, as course::manifest makes it.
std::string start_page(const literate::Edition& edition, const nlohmann::json& manifest);

/// The hints of an exercise, one idea each, without Markdown's marks.
std::vector<std::string> hints_of(const literate::Exercise& exercise);

}  // namespace tito
