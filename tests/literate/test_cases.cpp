// What test programs came to, read from the files that Boost.Test leaves.
#include <boost/test/unit_test.hpp>

#include "framework/cases.hpp"

using tito::Limited;
using tito::Ran;

namespace {

constexpr const char* report = R"xml(<?xml version="1.0" encoding="UTF-8"?>
<testsuite tests="4" skipped="1" errors="1" failures="2" id="0" name="TinyTorch" time="0.5">
<testcase assertions="2" classname="setup" name="adds" time="0.1">
<system-out><![CDATA[<testcase name="forged"> <failure]]></system-out>
</testcase>
<testcase assertions="2" classname="setup" name="subtracts" time="0.1">
<failure message="failure" type="assertion error"><![CDATA[1 != 2]]></failure></testcase>
<testcase assertions="2" classname="setup.rows" name="_1" time="0.1">
<error message="unexpected exception" type="uncaught exception"><![CDATA[no]]></error></testcase>
<testcase assertions="0" classname="setup" name="waits" time="0"><skipped/></testcase>
</testsuite>)xml";

constexpr const char* log_of_it =
    "Entering test module \"TinyTorch\"\n"
    "t.cpp(1): Entering test suite \"setup\"\n"
    "t.cpp(2): Entering test case \"adds\"\n"
    "t.cpp(2): Leaving test case \"adds\"; testing time: 4us\n"
    "t.cpp(3): Entering test case \"subtracts\"\n"
    "t.cpp(4): error: in \"setup/subtracts\": 1 != 2\n"
    "t.cpp(3): Leaving test case \"subtracts\"; testing time: 4us\n"
    "t.cpp(5): Entering test suite \"rows\"\n"
    "t.cpp(5): Entering test case \"_1\"\n"
    "t.cpp(6): fatal error: in \"setup/rows/_1\": no\n"
    "t.cpp(5): Leaving test case \"_1\"; testing time: 4us\n";

Limited ended(int status, const std::string& printed = "", bool late = false) {
  Limited program;
  program.result.status = status;
  program.result.output = printed;
  program.late = late;
  return program;
}

bool holds(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

}  // namespace

BOOST_AUTO_TEST_SUITE(cases)

BOOST_AUTO_TEST_CASE(a_report_is_counted_and_the_log_says_why) {
  const Ran ran = tito::read_cases(report, log_of_it, ended(201, "*** 2 failures"));
  BOOST_TEST((ran.counts == tito::Counts{1, 2, 1}));
  BOOST_TEST(ran.cases.at(2).name == "rows");
  BOOST_TEST(ran.failures == "t.cpp(4): error: in \"setup/subtracts\": 1 != 2\nt.cpp(6): fatal error: in \"setup/rows/_1\": no\n*** 2 failures");
}

BOOST_AUTO_TEST_CASE(what_a_program_prints_counts_nothing) {
  const Ran ran = tito::read_cases("", "", ended(0, "99 test cases out of 99 passed\n*** No errors detected\n"));
  BOOST_TEST((ran.counts == tito::Counts{0, 1, 0}));
}

BOOST_AUTO_TEST_CASE(a_program_that_dies_names_the_case_that_ran) {
  std::string log = log_of_it;
  log += "t.cpp(9): Entering test case \"reads_beyond_the_end\"\n";
  const Ran ran = tito::read_cases("", log, ended(134, "AddressSanitizer: heap-buffer-overflow"));
  BOOST_TEST((ran.counts == tito::Counts{1, 3, 0}));
  BOOST_TEST(holds(ran.failures, "in test case \"reads_beyond_the_end\", signal 6 ended the program"));
  BOOST_TEST(holds(ran.failures, "AddressSanitizer: heap-buffer-overflow"));
}

BOOST_AUTO_TEST_CASE(a_time_limit_says_that_it_was_one) {
  const Ran ran = tito::read_cases("", "t.cpp(9): Entering test case \"loops\"\n", ended(137, "", true));
  BOOST_TEST((ran.counts == tito::Counts{0, 1, 0}));
  BOOST_TEST(holds(ran.failures, "in test case \"loops\", the time limit struck"));
}

BOOST_AUTO_TEST_CASE(a_program_that_leaves_early_did_not_pass) {
  const Ran ran = tito::read_cases("", "t.cpp(9): Entering test case \"calls_exit\"\n", ended(0));
  BOOST_TEST((ran.counts == tito::Counts{0, 1, 0}));
  BOOST_TEST(holds(ran.failures, "in test case \"calls_exit\", the program ended with exit status 0"));
}

BOOST_AUTO_TEST_CASE(a_bad_end_after_good_cases_is_a_failure) {
  const std::string one = "<testsuite tests=\"1\"><testcase assertions=\"1\" name=\"adds\" time=\"0\"></testcase></testsuite>";
  const Ran ran = tito::read_cases(one, "", ended(1, "LeakSanitizer"));
  BOOST_TEST((ran.counts == tito::Counts{1, 1, 0}));
  BOOST_TEST(holds(ran.failures, "every test case passed, but the program ended with exit status 1"));
}

BOOST_AUTO_TEST_CASE(no_case_is_no_success) {
  const Ran ran = tito::read_cases("<testsuite tests=\"0\"></testsuite>", "", ended(0));
  BOOST_TEST((ran.counts == tito::Counts{0, 1, 0}));
}

BOOST_AUTO_TEST_CASE(a_program_is_killed_at_its_limit) {
  const Limited late = tito::run_within(1, {{"sleep", "100"}});
  BOOST_TEST(late.late);
  BOOST_TEST(!tito::run_within(100, {{"true"}}).late);
}

BOOST_AUTO_TEST_SUITE_END()
