// Tangled from chapters/00_setup.nw: edit that, not this file.
// Include what the tests of this chapter use
#include <tinytorch/error.hpp>
#include <tinytorch/memory.hpp>
#include <tinytorch/timing.hpp>

#include <boost/cstdlib.hpp>
#include <limits>
#include <sstream>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include "analysis.hpp"
#include "check.hpp"
#include "run.hpp"

namespace {
using namespace tt;
using namespace tt::test;

BOOST_AUTO_TEST_SUITE(setup_given)
// Tests of what this chapter gives
BOOST_AUTO_TEST_CASE(an_unfinished_exercise_names_itself) {
  const NotImplemented error("setup-x", "../../src/x.cpp", 7);
  CHECK(error.exercise() == std::string("setup-x"));
  CHECK(error.what() ==
        std::string("exercise setup-x is not written yet: write its "
                    "body between \"//@begin exercise setup-x\" and "
                    "\"//@end exercise setup-x\" (src/x.cpp:7)"));
  const int here = __LINE__ + 1;
  const NotImplemented thrown("setup-x");
  CHECK(thrown.line() == here);
  CHECK(thrown.file() == std::string(__FILE__));
}
BOOST_AUTO_TEST_CASE(compare_accepts_what_agrees) {
  const double inf = std::numeric_limits<double>::infinity();
  const double nan = std::numeric_limits<double>::quiet_NaN();
  CHECK(compare(1000, 1000.4, {0, 0.001}));
  CHECK(compare(0, 1e-6, {1e-5, 0}));
  CHECK(compare(-inf, -inf, exact));
  CHECK(compare(nan, nan, {0, 0, true}), "on request NaN agrees");
  CHECK(compare(std::vector<float>{1, 2.5f}, {1, 2.5f}));
  CHECK(compare(std::vector<double>{}, {}));
}
BOOST_AUTO_TEST_CASE(compare_refuses_what_does_not_agree) {
  const double inf = std::numeric_limits<double>::infinity();
  const double nan = std::numeric_limits<double>::quiet_NaN();
  CHECK(!compare(0, 5), "zero is not an answer to everything");
  CHECK(!compare(nan, 1), "NaN agrees with no number");
  CHECK(!compare(nan, nan), "nor with itself, unless asked");
  CHECK(!compare(1, nan, {0, 0, true}));
  CHECK(!compare(1, inf), "rtol * infinity allows nothing");
  CHECK(!compare(inf, 1));
  CHECK(!compare(-inf, inf));
  CHECK(!compare(0, 1e-6, {0, 0.5}), "rtol alone, near zero");
  CHECK(!compare(std::vector<double>{}, {1.0}), "nothing is too few");
  CHECK(!compare(std::vector<float>{1, 2}, {1.0f}));
}
BOOST_AUTO_TEST_CASE(compare_points_at_the_worst_value) {
  const std::vector<float> got = {1, 2.25f, 3, 8};
  const auto why = [](Result result) { return result.message().str(); };
  CHECK(why(compare(got, {1, 2, 3, 4})) ==
        "2 of 4 values differ; worst at index 3: got 8, expected 4");
  CHECK(why(compare(got, {1})) == "got 4 values, expected 1");
}
BOOST_AUTO_TEST_CASE(a_death_is_seen_from_outside) {
  CHECK(death_of([] {}) == "");
  CHECK(death_of([] { throw 1; }) == "", "an exception is no death");
  CHECK(death_of([] { raise(SIGSEGV); }) != "");
}
BOOST_AUTO_TEST_CASE(a_failing_check_fails_its_program) {
  const std::string self =
      boost::unit_test::framework::master_test_suite().argv[0];
  const std::string folder = self.substr(0, self.rfind('/') + 1);
  const Ran ran = run("'" + folder + "seen_to_fail'");
  CHECK(ran.status == boost::exit_test_failure);
  for (const std::string what :
       {"1 of 3 values differ; worst at index 2", "1, 2, 3 was expected",
        "got[2] == 3: got 3.5, expected 3; three halves were lost",
        "i < 0: got 2, expected less than 0", "and 62 more"})
    CHECK((ran.output.find(what) != ran.output.npos), ran.output);
  CHECK((ran.output.find("got 3, expected less") ==
         ran.output.npos), ran.output);
}
BOOST_AUTO_TEST_CASE(the_clock_advances_and_has_a_step) {
  CHECK(clock_resolution() > 0);
  CHECK(clock_resolution() < 0.1, "not even a tenth of a second?");
  const Stopwatch watch;
  const double before = now();
  while (now() == before) {
  }
  CHECK(watch.seconds() > 0);
}
BOOST_AUTO_TEST_CASE(a_table_aligns_its_cells) {
  std::ostringstream out;
  Table table(out);
  table.columns({{"name", -6}, {"us", 8}});
  table.row("sum", 12.3456);
  CHECK(out.str() == "name         us\n"
                     "---------------\n"
                     "sum       12.35\n");
  BOOST_CHECK_THROW(table.row(1), std::invalid_argument);
  BOOST_CHECK_THROW(table.columns({{"x", 77}}), std::invalid_argument);
}
BOOST_AUTO_TEST_CASE(numbers_have_four_digits) {
  CHECK(cell(0.0) == "0");
  CHECK(cell(0.0123456) == "0.01235");
  CHECK(cell(123456.7) == "123457");
  CHECK(cell(std::numeric_limits<double>::infinity()) == "inf");
}
BOOST_AUTO_TEST_CASE(an_analysis_leaves_its_table_in_a_file) {
  const Analysis cubes = {"cubes", "Cubes", [](Table& table) {
    table.columns({"x", "\"x\", cubed"});
    table.row(3, 27);
  }};
  std::string file = run("mktemp").output;
  file.pop_back();  // the end of the line
  const char* const one[] = {"program", "cubes", "--csv", file.c_str()};
  const char* const all[] = {"program", "--all", "--csv", file.c_str()};
  std::ostringstream out;
  CHECK(run_analyses(4, one, {cubes}, out) == 0);
  std::ostringstream err;
  CHECK(run_analyses(4, all, {cubes}, out, err) == 2, "one table a file");
  CHECK(err.str() == "--csv takes one analysis and a file to write\n");
  CHECK(run("cat " + file + "; rm " + file).output ==
        "x,\"\"\"x\"\", cubed\"\n3,27\n");
}
BOOST_AUTO_TEST_CASE(an_analysis_says_which_exercise_it_needs) {
  const Analysis wish = {"wish", "A wish", [](Table&) {
    throw NotImplemented("setup-x");
  }};
  const char* const words[] = {"program", "wish"};
  std::ostringstream out;
  CHECK(run_analyses(2, words, {wish}, out) == 0);
  CHECK(out.str() ==
        "A wish\n\nThis measurement needs exercise setup-x, "
        "which is not written yet.\n");
}
BOOST_AUTO_TEST_CASE(the_counter_follows_buffers) {
  const Index before = memory::live_bytes(), n = memory::acquisitions();
  memory::reset_peak();
  memory::acquired(400);
  memory::acquired(100);
  memory::released(400);
  CHECK((memory::live_bytes() - before) == 100);
  CHECK((memory::peak_bytes() - before) == 500, "the highest stays");
  CHECK((memory::acquisitions() - n) == 2);
  memory::reset_peak();
  CHECK((memory::peak_bytes() - before) == 100);
  memory::released(100);
}
BOOST_AUTO_TEST_CASE(the_counter_loses_nothing_between_threads) {
  const Index before = memory::live_bytes();
  const auto come_and_go = [] {
    for (int i = 0; i < 20'000; ++i) memory::acquired(8);
    for (int i = 0; i < 20'000; ++i) memory::released(8);
  };
  std::thread other(come_and_go);
  come_and_go();
  other.join();
  CHECK(memory::live_bytes() == before);
}
BOOST_AUTO_TEST_SUITE_END()

// Tests of each exercise in a suite of its own
BOOST_AUTO_TEST_SUITE(setup_median)
// Test: setup-median
BOOST_AUTO_TEST_CASE(median_of_an_odd_number_is_the_middle_one) {
  CHECK(median(std::vector<double>{7}) == 7);
  CHECK(median(std::vector<double>{10, 110, 10, 12, 11}) == 11,
        "in order: 10 10 11 12 110; sort before taking the middle");
  CHECK(median(std::vector<double>{3, -5, 0}) == 0);
}
BOOST_AUTO_TEST_CASE(median_of_an_even_number_is_between_two) {
  CHECK(median(std::vector<double>{4, 1, 3, 2}) == 2.5,
        "the mean of the two in the middle, 2 and 3");
  CHECK(median(std::vector<double>{8, 2}) == 5);
}
BOOST_AUTO_TEST_CASE(median_ignores_how_far_out_an_outlier_is) {
  CHECK(median(std::vector<double>{10, 10, 10, 10, 110}) == 10);
  CHECK(median(std::vector<double>{10, 10, 10, 10, 1e300}) == 10);
}
BOOST_AUTO_TEST_CASE(median_of_no_samples_is_refused) {
  BOOST_CHECK_THROW(median({}), std::invalid_argument);
}
BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(setup_repeats)
// Test: setup-repeats
BOOST_AUTO_TEST_CASE(repeats_until_the_error_is_small_enough) {
  CHECK(repeats(4, 1, 0.125) == 2, "1 / (2 * 4) is exactly 1/8");
  CHECK(repeats(1, 1, 0.0625) == 16);
  CHECK(repeats(3, 1, 0.25) == 2, "4/3 calls: round up");
}
BOOST_AUTO_TEST_CASE(repeats_at_least_once) {
  CHECK(repeats(4, 1, 0.5) == 1);
  CHECK(repeats(3600, 1e-9, 0.01) == 1, "one hour is long enough");
  CHECK(repeats(1, 0, 0.01) == 1, "nor does a perfect clock");
}
BOOST_AUTO_TEST_CASE(repeats_at_most_as_often_as_allowed) {
  CHECK(repeats(0, 1e-9, 0.01) == most_repeats,
        "the call was too short to see: repeat it all you may");
  CHECK(repeats(0, 0, 0.01) == most_repeats, "0/0 is not a count");
  CHECK(repeats(1e-300, 1, 1e-300) == most_repeats,
        "limit the double; do not convert infinity");
}
BOOST_AUTO_TEST_CASE(repeats_refuses_what_means_nothing) {
  const double nan = std::numeric_limits<double>::quiet_NaN();
  const double inf = std::numeric_limits<double>::infinity();
  for (const double bad : {-1.0, nan, inf}) {
    BOOST_CHECK_THROW(repeats(bad, 1, 0.1), std::invalid_argument);
    BOOST_CHECK_THROW(repeats(1, bad, 0.1), std::invalid_argument);
    BOOST_CHECK_THROW(repeats(1, 1, bad), std::invalid_argument);
  }
  BOOST_CHECK_THROW(repeats(1, 1, 0), std::invalid_argument);
}
BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(setup_peak_memory)
// Test: setup-peak-memory
using memory::Event;
Event acquire(int buffer, Index bytes) {
  return {Event::acquire, buffer, bytes};
}
Event release(int buffer) { return {Event::release, buffer}; }
Index peak_of(const std::vector<Event>& log) {
  return memory::peak_of(log);
}

BOOST_AUTO_TEST_CASE(peak_is_the_highest_moment_not_the_end) {
  CHECK(peak_of({}) == 0);
  CHECK(peak_of({acquire(1, 400), acquire(2, 100), release(1),
                 acquire(3, 200), release(2)}) == 500,
        "400 + 100 before buffer 1 went; 200 remain at the end");
}
BOOST_AUTO_TEST_CASE(peak_depends_on_the_order) {
  CHECK(peak_of({acquire(1, 300), release(1), acquire(2, 300),
                 release(2)}) == 300);
  CHECK(peak_of({acquire(1, 300), acquire(2, 300), release(1),
                 release(2)}) == 600);
}
BOOST_AUTO_TEST_CASE(peak_uses_the_size_that_was_acquired) {
  CHECK(peak_of({acquire(7, 10), release(7), acquire(7, 50),
                 release(7), acquire(8, 45)}) == 50,
        "a name used again has a new size");
  CHECK(peak_of({acquire(1, 0), acquire(2, 3)}) == 3);
}
BOOST_AUTO_TEST_CASE(peak_of_a_log_that_makes_no_sense_is_refused) {
  const auto log = [](auto... events) { return std::vector{events...}; };
  BOOST_CHECK_THROW(peak_of(log(release(1))), std::invalid_argument);
  BOOST_CHECK_THROW(
      peak_of(log(acquire(1, 5), release(1), release(1))),
      std::invalid_argument);
  BOOST_CHECK_THROW(peak_of(log(acquire(1, 5), acquire(1, 5))),
                    std::invalid_argument);
  BOOST_CHECK_THROW(peak_of(log(acquire(1, -5))), std::invalid_argument);
}
BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(setup_integration)
// Use the workshop as a whole
BOOST_AUTO_TEST_CASE(test_module) {
  const Index before = memory::live_bytes();
  memory::reset_peak();
  std::vector<memory::Event> log;
  // Acquire and release, and keep a log
  const auto take = [&](int buffer, Index bytes) {
    memory::acquired(bytes);
    log.push_back({memory::Event::acquire, buffer, bytes});
  };
  const auto give = [&](int buffer, Index bytes) {
    memory::released(bytes);
    log.push_back({memory::Event::release, buffer});
  };
  take(1, 400);
  take(2, 100);
  give(1, 400);
  take(3, 450);
  give(2, 100);
  give(3, 450);
  CHECK(memory::live_bytes() == before);
  CHECK(memory::peak_of(log) == memory::peak_bytes() - before,
        "the log and the counter saw the same buffers");
  const double waited = seconds(
      [] {
        const Stopwatch watch;
        while (watch.seconds() < 1e-4) {
        }
      },
      {.samples = 3});
  CHECK(waited > 0.9e-4, "each call waits for 1e-4 seconds");
}
BOOST_AUTO_TEST_SUITE_END()
}  // namespace
