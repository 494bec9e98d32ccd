// What compilers say, and what the cache remembers of trees that passed.
#include <boost/test/unit_test.hpp>
#include <cstdlib>

#include "fixture.hpp"
#include "framework/build.hpp"
#include "framework/stamps.hpp"

namespace {

/// A cache of this test's own.
class Cache {
 public:
  Cache() { ::setenv("TITO_CACHE", scratch_.path().c_str(), 1); }
  ~Cache() { ::unsetenv("TITO_CACHE"); }
  Cache(const Cache&) = delete;
  Cache& operator=(const Cache&) = delete;

 private:
  Scratch scratch_;
};

constexpr const char* said =
    "[1/2] Compiling a.cpp\n"
    "variant-7:3:9: warning: unused variable 'x' [-Wunused-variable]\n"
    "    3 | int x;\n"
    "../../tangled/src/a.cpp:3:9: note: no warning at all\n"
    "../../tangled/src/a.cpp:4:9: warning: unused variable 'y' [-Wunused-variable]\n"
    "    4 | int y;\n";

}  // namespace

BOOST_AUTO_TEST_SUITE(builds)

BOOST_AUTO_TEST_CASE(warnings_are_found_but_for_those_of_variants) {
  const std::string found = tito::warnings_in(said, "variant-");
  BOOST_TEST(found.find("'y'") != found.npos);
  BOOST_TEST(found.find("'x'") == found.npos);
  BOOST_TEST(tito::warnings_in("all is well\n").empty());
  BOOST_CHECK_THROW(tito::refuse_warnings(said, "a tree"), std::runtime_error);
}

BOOST_AUTO_TEST_CASE(what_passed_is_not_repeated) {
  const Cache cache;
  int runs = 0;
  const auto work = [&] { return ++runs, tito::Tested{{3, 0, 1}, "", false}; };
  BOOST_TEST(!tito::unless_passed("a", work).before);
  const tito::Tested again = tito::unless_passed("a", work);
  BOOST_TEST(again.before);
  BOOST_TEST((again.counts == tito::Counts{3, 0, 1}));
  BOOST_TEST(runs == 1);
  tito::unless_passed("b", work);
  BOOST_TEST(runs == 2);
}

BOOST_AUTO_TEST_CASE(what_failed_is_repeated) {
  const Cache cache;
  int runs = 0;
  const auto fails = [&] { return ++runs, tito::Tested{{3, 1, 0}, "wrong", false}; };
  tito::unless_passed("a", fails);
  BOOST_TEST(tito::unless_passed("a", fails).counts.failed == 1);
  BOOST_TEST(runs == 2);
}

BOOST_AUTO_TEST_CASE(a_fingerprint_changes_with_every_file_and_option) {
  const std::string key = tito::fingerprint({{"a", "1"}}, {"-O1"});
  BOOST_TEST(key == tito::fingerprint({{"a", "1"}}, {"-O1"}));
  BOOST_TEST(key != tito::fingerprint({{"a", "2"}}, {"-O1"}));
  BOOST_TEST(key != tito::fingerprint({{"b", "1"}}, {"-O1"}));
  BOOST_TEST(key != tito::fingerprint({{"a", "1"}}, {"-O2"}));
  BOOST_TEST(key != tito::fingerprint({{"a", "1"}, {"b", ""}}, {"-O1"}));
}

BOOST_AUTO_TEST_SUITE_END()
