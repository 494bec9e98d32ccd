// From edited files back to the chapters.
#pragma once

#include "literate/roundtrip/edited.hpp"

namespace tito::literate {

// The chapters (file to text) that must change so that `book`, which gives `now`, gives the edited files: every edit goes to the line
// or the gap that it was made in. Files are below `name` in messages. Throws a Failure with every edit that could belong to more than
// one place, or to none. New lines that could belong to several chunks go to the one called `into`, when it is among them.
std::map<std::string, std::string> stitch(const std::filesystem::path& repository, const Book& book, const TangledTree& now,
                                          const EditedTree& edited, const std::string& name, const std::string& into = {});

}  // namespace tito::literate
