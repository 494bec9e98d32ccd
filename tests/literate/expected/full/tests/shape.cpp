// Tangled from chapters/00_shapes.nw: edit that, not this file.
BOOST_AUTO_TEST_CASE(counts) {
  // Test: shape-count
  BOOST_TEST(count({2, 3}) == 6);
}
BOOST_AUTO_TEST_CASE(sums) {
  // Test: shape-sum
  BOOST_TEST(sum({2, 3}) == 5);
}
