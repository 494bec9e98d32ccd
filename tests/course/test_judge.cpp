#include "course/judge.hpp"

#include <boost/test/unit_test.hpp>
#include <stdexcept>

using tito::course::agrees;

BOOST_AUTO_TEST_SUITE(judge)

BOOST_AUTO_TEST_CASE(line_for_line_the_same) {
  BOOST_TEST(agrees("case one\nf64 0x1p+1\ni64 3\n", "case one\nf64 0x1p+1\ni64 3\n"));
  BOOST_TEST(!agrees("case one\n", "case one\nf64 0x1p+1\n"), "less than the reference observes");
  BOOST_TEST(!agrees("case one\nf64 0x1p+1\n", "case one\n"), "more than the reference observes");
  BOOST_TEST(!agrees("i64 3\n", "i64 4\n"));
  BOOST_TEST(!agrees("", "case one\n"));
}

BOOST_AUTO_TEST_CASE(numbers_within_the_tolerance) {
  const std::string tolerance = "tolerance 0x1p-3 0x0p+0\n";
  BOOST_TEST(agrees(tolerance + "f64 0x1.1p+0\n", tolerance + "f64 0x1p+0\n"));
  BOOST_TEST(!agrees(tolerance + "f64 0x1.4p+0\n", tolerance + "f64 0x1p+0\n"));
  BOOST_TEST(!agrees("f64 0x1.1p+0\n", "f64 0x1p+0\n"), "at first they must be equal");
  BOOST_TEST(!agrees("tolerance 0x1p+9 0x0p+0\nf64 0x1p+3\n", tolerance + "f64 0x1p+0\n"), "nobody sets a tolerance of their own");
  const std::string relative = "tolerance 0x0p+0 0x1p-3\n";
  BOOST_TEST(agrees(relative + "f64 0x1.1p+9\n", relative + "f64 0x1p+9\n"));
  BOOST_TEST(!agrees(relative + "f64 0x1.4p+9\n", relative + "f64 0x1p+9\n"));
}

BOOST_AUTO_TEST_CASE(only_numbers_are_numbers) {
  const std::string tolerance = "tolerance 0x1p+4 0x0p+0\n";
  const auto zero = [&](const std::string& actual) { return agrees(tolerance + actual, tolerance + "f64 0x0p+0\n"); };
  BOOST_TEST(zero("f64 0\n"));
  for (const char* line : {"f64 junk\n", "f64 \n", "f64 0 junk\n", "f64 0x0p+0junk\n", "f64  0\n", "f64 0,0\n", "f64 0\r\n"})
    BOOST_TEST(!zero(line), line);
}

BOOST_AUTO_TEST_CASE(what_is_not_finite) {
  const std::string tolerance = "tolerance inf inf\n";
  const auto agree = [&](const std::string& actual, const std::string& expected) {
    return agrees(tolerance + "f64 " + actual + "\n", tolerance + "f64 " + expected + "\n");
  };
  BOOST_TEST(!agree("nan", "0x1p+0"), "NaN is near to no number");
  BOOST_TEST(!agree("0x1p+0", "nan"));
  BOOST_TEST(!agree("nan", "inf"));
  BOOST_TEST(agree("-nan", "nan"), "what becomes of a NaN is asked, and its sign says nothing");
  BOOST_TEST(agree("inf", "inf"));
  BOOST_TEST(!agree("-inf", "inf"));
  BOOST_TEST(!agree("0x1p+0", "inf"));
}

BOOST_AUTO_TEST_CASE(a_malformed_reference) {
  for (const std::string line : {"tolerance 0x1p-3", "tolerance ", "tolerance 0x1p-3 ", "tolerance junk 0x0p+0", "tolerance 0 -1", "tolerance nan 0"})
    BOOST_CHECK_THROW(agrees(line + "\n", line + "\n"), std::runtime_error);
}

BOOST_AUTO_TEST_SUITE_END()
