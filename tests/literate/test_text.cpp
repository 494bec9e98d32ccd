#include <boost/test/unit_test.hpp>

#include "literate/model/text.hpp"

using namespace tito;
using namespace tito::literate;

BOOST_AUTO_TEST_SUITE(text)

BOOST_AUTO_TEST_CASE(lines) {
  BOOST_TEST(split_lines("").empty());
  BOOST_TEST(split_lines("a\n\nb") == (std::vector<std::string_view>{"a", "", "b"}), boost::test_tools::per_element());
  BOOST_TEST(split_lines("a\n\n") == (std::vector<std::string_view>{"a", ""}), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(trimming) {
  BOOST_TEST(trim("  a b ") == "a b");
  BOOST_TEST(trim("   ") == "");
  BOOST_TEST(is_blank("  "));
  BOOST_TEST(!is_blank(" a"));
}

BOOST_AUTO_TEST_CASE(width_counts_characters) { BOOST_TEST(width("é×┌𝛁a") == 5); }

BOOST_AUTO_TEST_CASE(nearest_word) {
  BOOST_TEST(nearest("operatoins", {"options", "operations", "other"}) == "operations");
  BOOST_TEST(nearest("gradient", {"operations"}) == "");
  BOOST_TEST(nearest("a", {"b"}) == "");
  BOOST_TEST(did_you_mean("exercice", {"exercise"}, "stop") == "; did you mean `exercise`?");
  BOOST_TEST(did_you_mean("something", {"exercise"}, "stop") == "; stop");
}

BOOST_AUTO_TEST_CASE(ids) {
  for (const char* id : {"a", "tensor-matmul", "00-reflect-1", "a1"}) BOOST_TEST(is_id(id), id);
  for (const char* id : {"", "-a", "a-", "a--b", "A", "a_b", "a b", "é"}) BOOST_TEST(!is_id(id), id);
}

BOOST_AUTO_TEST_CASE(code_fences) {
  std::string_view fence;
  BOOST_TEST(opens_code_fence("  ````cpp", fence));
  BOOST_TEST(fence == "````");
  BOOST_TEST(closes_code_fence("`````", fence));
  BOOST_TEST(!closes_code_fence("```", fence));
  BOOST_TEST(!closes_code_fence("````cpp", fence));
  BOOST_TEST(!opens_code_fence("```inline``` code", fence));
  BOOST_TEST(!opens_code_fence("``", fence));
  BOOST_TEST(opens_code_fence("~~~", fence));
}

BOOST_AUTO_TEST_SUITE_END()
