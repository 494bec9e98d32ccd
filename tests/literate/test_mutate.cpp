// Mutants of a body, and what must not be taken for code.
#include <algorithm>
#include <boost/test/unit_test.hpp>

#include "course/mutate.hpp"

namespace {

// The changed pieces, as "from > to".
std::vector<std::string> changes(const std::string& body) {
  std::vector<std::string> found;
  for (const tito::course::Mutant& mutant : tito::course::mutants(body)) found.push_back(mutant.from + " > " + mutant.to);
  return found;
}

bool has(const std::string& body, const std::string& change) {
  const std::vector<std::string> found = changes(body);
  return std::find(found.begin(), found.end(), change) != found.end();
}

}  // namespace

BOOST_AUTO_TEST_SUITE(mutate)

BOOST_AUTO_TEST_CASE(each_kind_of_change) {
  const std::string body = "if (a < b) x += v[i];\nreturn !done || n == 2;\n";
  for (const char* change : {"< > <=", "< > >", "+= > -=", "! > ", "|| > &&", "== > !=", "2 > (2 + 1)", "a < b > !(a < b)", " >  + 1"})
    BOOST_TEST(has(body, change), change);
  const auto all = tito::course::mutants(body);
  BOOST_TEST(std::all_of(all.begin(), all.end(), [](const auto& mutant) { return mutant.line == 0 || mutant.line == 1; }));
}

BOOST_AUTO_TEST_CASE(separators_of_digits) {
  BOOST_TEST(has("return f(1'000, 'a') + g;", "1'000 > (1'000 + 1)"));
  BOOST_TEST(has("return f(1'000, 'a') + g;", "+ > -"), "the apostrophe opens no character");
  BOOST_TEST(has("x = 0.5;", "0.5 > (0.5 * 2 + 1)"));
}

BOOST_AUTO_TEST_CASE(strings_and_comments_stay) {
  for (const std::string change : {"+ > -", "2 > (2 + 1)"}) {
    BOOST_TEST(!has("f(R\"x(a\" + 2)x\");", change), change);
    BOOST_TEST(!has("/* a + 2 */ f(\"a + 2\");  // a + 2", change), change);
  }
  BOOST_TEST(has("f(R\"(\")\"); a = b + c;", "+ > -"), "what follows a raw string is code again");
}

BOOST_AUTO_TEST_SUITE_END()
