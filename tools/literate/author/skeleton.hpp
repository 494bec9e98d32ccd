// What a new chapter looks like before anybody has written it: all that every chapter has, and `To write: …` where only its author knows.
#pragma once

#include <map>
#include <string>

namespace tito::literate {

/// What stands for `%key%` in a skeleton.
using Blanks = std::map<std::string, std::string>;

/// The chapter around its exercises and analyses: needs number, id, name, title, before, exercises, analyses, function, types, error, timing.
std::string chapter_skeleton(const Blanks& blanks);

/// An exercise with declaration, definition, solution, test and probe: needs number, name, exercise, heading, suite, function.
std::string exercise_skeleton(const Blanks& blanks);

/// An analysis between its checkpoint and its why: needs number, name, analysis, heading.
std::string analysis_skeleton(const Blanks& blanks);

}  // namespace tito::literate
