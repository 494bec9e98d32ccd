// The tests that a Meson project registers: building what they need, running them, counting their cases.
#pragma once

#include <string>
#include <vector>

#include "framework/build.hpp"
#include "framework/counts.hpp"
#include "support/process.hpp"

namespace tito {

struct MesonTest {
  std::string name;
  Command command;
  Names suites;      // without the project's name in front
  Names targets;     // what must be built for it
  int seconds = 0;   // its time limit
};

/// The tests that the project registers, without those of the suites `but`. Configures the build when it must.
std::vector<MesonTest> tests_of(const Build& build, const Names& but = {});

/// What must be built to run these tests.
Names targets_of(const std::vector<MesonTest>& tests);

struct Tested {
  Counts counts;
  std::string failures;  // of each failing program its name, the failing cases, and what it printed
  bool before = false;   // whether an identical tree passed before, and nothing was run
};

/// Runs tests whose targets are built, as many at once as there are processors. A test is a Boost.Test program, of which every case counts;
/// one of the suite `program` is any program, which passes with exit status 0. A program that dies or hangs is a failure that names the
/// case which ran; the others run all the same.
Tested run_tests(const Build& build, const std::vector<MesonTest>& tests);

/// Compiles what the tests need, warnings being errors, and runs them; without those of the suites `but`.
Tested test_build(const Build& build, const Names& but = {});

}  // namespace tito
