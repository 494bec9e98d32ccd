// Tangled from chapters/00_setup.nw: edit that, not this file.
#include "check.hpp"

BOOST_AUTO_TEST_CASE(wrong_on_purpose) {
  const std::vector<float> got = {1, 2, 3.5f};
  CHECK(tt::test::compare(got, {1, 2, 3}), "1, 2, 3 was expected");
  CHECK(got[2] == 3, "three halves were lost");
  for (int i = 0; i < 65; ++i) CHECK(i < 0);
}
