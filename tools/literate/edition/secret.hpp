// What must never reach a student.
#pragma once

#include <map>

#include "literate/edition/edition.hpp"

namespace tito::literate {

/// Lines of the solutions, probes and answers that `edition` takes out, which stand nowhere in what it gives and are not trivial, without
/// surrounding spaces. White space is no difference. Of all chapters, whichever the edition keeps.
std::vector<std::string> secret_lines(const Book& full, const Edition& edition = {});

/// Copies of code lines of solutions in what `edition` gives, when it takes solutions out: in prose, drawings, comments, tests, analyses,
/// listings, and in hand-written `pages` (path → text). Each problem is at the copy. Free is a line that given code has, too, and one with
/// fewer than 12 characters or fewer than 8 letters and digits, which gives nothing away.
std::vector<Problem> copied_lines(const Book& full, const Edition& edition, const std::map<std::string, std::string>& pages = {});

}  // namespace tito::literate
