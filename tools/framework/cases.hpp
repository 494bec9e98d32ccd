// What the test cases of a program came to. Boost.Test writes it to two files, which what student code prints cannot reach.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "framework/counts.hpp"
#include "support/process.hpp"

namespace tito {

struct Case {
  std::string name;  // of one made by BOOST_DATA_TEST_CASE, the name that all its rows share
  bool failed = false, skipped = false;
  std::string said;  // the lines that the log holds of it: each error with its place
};

/// A program that has a time limit, and whether that is what ended it.
struct Limited {
  Result result;
  bool late = false;
};

/// Runs `command`, and kills it when it takes longer.
Limited run_within(int seconds, Command command);

/// What a test program came to.
struct Ran {
  std::vector<Case> cases;
  Counts counts;
  std::string failures;  // what a person needs who looks for the reason; empty when nothing failed
};

/// Reads the report and the log that a program left. The report is whole when the program ended by itself; of another program the log, which
/// is written line by line, holds the cases up to the one that ran.
Ran read_cases(const std::string& report, const std::string& log, const Limited& ended);

/// Runs a Boost.Test program, which writes NAME.xml and NAME.log below `folder`. `seconds` is its time limit.
Ran run_cases(const std::string& name, Command program, const std::filesystem::path& folder, int seconds);

}  // namespace tito
