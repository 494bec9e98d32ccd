// One chapter's tests, or all chapters', in the tree as it is: what an author or a student runs while writing.
#pragma once

#include <string>

#include "framework/counts.hpp"
#include "framework/workspace.hpp"

namespace tito {

struct Tests {
  std::string chapter;  // a number, a name, or both; all when empty
  std::string word;     // only cases with it in their name or their suite's, `-` read as `_`; all when empty
  bool raw = false;     // leave the places in messages as compilers and tests give them
};

/// Builds what the tests of a chapter need and runs them; places in messages are those of the chapters, where there are chapters. Throws
/// std::runtime_error when there is no such chapter or no such test, or with what the compiler said.
Counts test_chapters(const Workspace& workspace, const Tests& wanted);

/// Of a listing of Boost.Test (--list_content), the cases with `word` in their name or in that of a suite around them, as --run_test takes
/// them: one word, which is empty when there is none.
std::string cases_with(const std::string& listing, const std::string& word);

}  // namespace tito
