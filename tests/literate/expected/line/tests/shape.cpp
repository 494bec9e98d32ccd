#line 70 "chapters/00_shapes.nw"
// Tangled from chapters/00_shapes.nw: edit that, not this file.
BOOST_AUTO_TEST_CASE(counts) {
  // Test: shape-count
#line 65 "chapters/00_shapes.nw"
  BOOST_TEST(count({2, 3}) == 6);
#line 73 "chapters/00_shapes.nw"
}
#line 46 "chapters/01_sums.nw"
BOOST_AUTO_TEST_CASE(sums) {
  // Test: shape-sum
#line 51 "chapters/01_sums.nw"
  BOOST_TEST(sum({2, 3}) == 5);
#line 48 "chapters/01_sums.nw"
}
