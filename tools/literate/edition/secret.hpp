// What must never reach a student.
#pragma once

#include "literate/model/book.hpp"

namespace tito::literate {

/// Lines of solutions, probes and answers that stand nowhere in what students are given and are not trivial, without
/// surrounding spaces. White space is no difference.
std::vector<std::string> secret_lines(const Book& full);

}  // namespace tito::literate
