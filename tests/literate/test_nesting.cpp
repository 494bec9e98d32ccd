// Chunks in chunks in chunks: refused with a place before anything is expanded.
#include <boost/test/unit_test.hpp>
#include <fmt/format.h>

#include "fixture.hpp"

namespace {

// A root that uses chunk 1, which uses chunk 2 `times` times, and so on.
std::string nested(int depth, int times) {
  std::string text = "<<out.cpp>>=\n<<chunk 1>>\n@\n";
  for (int i = 1; i <= depth; ++i) {
    text += fmt::format("<<chunk {}>>=\n", i);
    for (int k = 0; k < times; ++k) text += i < depth ? fmt::format("<<chunk {}>>\n", i + 1) : "int a;\n";
    text += "@\n";
  }
  return text;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(nesting)

BOOST_AUTO_TEST_CASE(deep_enough_for_anybody) { BOOST_TEST(problems_of({nested(64, 1)}) == ""); }

BOOST_AUTO_TEST_CASE(too_deep) {
  BOOST_TEST(problems_of({nested(65, 1)}) ==
             "chapters/00_a.nw:1:1: in <<out.cpp>> chunks stand 65 deep in each other; 64 are allowed: join some of them\n");
}

// Whoever followed these by calling itself once had no stack left.
BOOST_AUTO_TEST_CASE(far_too_deep) {
  const std::string found = problems_of({nested(20'000, 1)});
  BOOST_TEST(found.ends_with("in <<chunk 19935>> chunks stand 65 deep in each other; 64 are allowed: join some of them\n"), found);
  std::string circle = "<<out.cpp>>=\n<<chunk 0>>\n@\n";
  for (int i = 0; i < 20'000; ++i) circle += fmt::format("<<chunk {}>>=\n<<chunk {}>>\n@\n", i, (i + 1) % 20'000);
  BOOST_TEST(problems_of({circle}).find("a chunk that contains itself: <<chunk ") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(doubled_too_often) {
  BOOST_TEST(problems_of({nested(16, 2)}) == "");
  BOOST_TEST(problems_of({nested(40, 2)}) ==
             "chapters/00_a.nw:1:1: with `out.cpp` the tangled files would have more than 1000000 lines or 64 MiB; use chunks less often\n");
}

BOOST_AUTO_TEST_SUITE_END()
