#include <boost/test/data/monomorphic.hpp>
#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include <random>

#include "literate/roundtrip/escape.hpp"
#include "literate/roundtrip/merge.hpp"
#include "literate/tangle/diff.hpp"

using namespace tito;
using namespace tito::literate;

namespace {

constexpr auto words = std::to_array<std::string_view>({"a", "b", "c", "", "}"});

Lines random_lines(std::mt19937& random) {
  Lines lines(random() % 12);
  for (std::string_view& line : lines) line = words[random() % words.size()];
  return lines;
}

// What `before` becomes when the hunks are carried out.
Lines apply(const std::vector<Hunk>& hunks, const Lines& before, const Lines& after) {
  Lines result;
  std::size_t at = 0;
  for (const Hunk& hunk : hunks) {
    for (; at < hunk.begin; ++at) result.push_back(before[at]);
    for (std::size_t line = hunk.new_begin; line < hunk.new_end; ++line) result.push_back(after[line]);
    at = hunk.end;
  }
  for (; at < before.size(); ++at) result.push_back(before[at]);
  return result;
}

Lines texts(const Merge& merged) {
  Lines lines;
  for (const MergedLine& line : merged.lines) lines.push_back(line.text);
  return lines;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(diff)

BOOST_DATA_TEST_CASE(hunks_lead_from_one_text_to_the_other, boost::unit_test::data::xrange(200), seed) {
  std::mt19937 random(static_cast<unsigned>(seed));
  const Lines before = random_lines(random), after = random_lines(random);
  const std::vector<Hunk> hunks = hunks_between(before, after);
  BOOST_TEST(apply(hunks, before, after) == after, boost::test_tools::per_element());
  BOOST_TEST(apply(inverse(hunks), after, before) == before, boost::test_tools::per_element());
  for (std::size_t line = 0; line < after.size() && !before.empty(); ++line) BOOST_TEST(line_before(hunks, line) < before.size());
}

BOOST_AUTO_TEST_CASE(lines_keep_their_place) {
  const Lines before = {"a", "b", "c", "d"}, after = {"a", "x", "y", "b", "d", "e"};
  const std::vector<Hunk> hunks = hunks_between(before, after);
  BOOST_TEST(line_before(hunks, 0) == 0);
  BOOST_TEST(line_before(hunks, 2) == 0, "a new line counts as the one above");
  BOOST_TEST(line_before(hunks, 3) == 1);
  BOOST_TEST(line_before(hunks, 4) == 3);
}

BOOST_DATA_TEST_CASE(merging_with_who_changed_nothing, boost::unit_test::data::xrange(200), seed) {
  std::mt19937 random(static_cast<unsigned>(seed));
  const Lines base = random_lines(random), changed = random_lines(random);
  for (const Merge& merged : {merge(base, base, changed), merge(base, changed, base), merge(base, changed, changed)}) {
    BOOST_TEST(!merged.conflict.has_value());
    BOOST_TEST(texts(merged) == changed, boost::test_tools::per_element());
  }
}

BOOST_AUTO_TEST_CASE(merging_changes_at_two_places) {
  const Merge merged = merge({"a", "b", "c", "d"}, {"a", "b", "c", "D", "e"}, {"A", "x", "b", "c", "d"});
  BOOST_TEST(!merged.conflict.has_value());
  BOOST_TEST(texts(merged) == (Lines{"A", "x", "b", "c", "D", "e"}), boost::test_tools::per_element());
  BOOST_TEST(merged.lines[3].theirs == 3);
}

BOOST_AUTO_TEST_CASE(merging_changes_at_one_place) {
  BOOST_TEST(merge({"a", "b", "c"}, {"a", "x", "c"}, {"a", "y", "c"}).conflict.value() == 1);
  BOOST_TEST(merge({"a", "c"}, {"a", "x", "c"}, {"a", "y", "c"}).conflict.value() == 1);
  BOOST_TEST(!merge({"a", "b", "c"}, {"a", "x", "c"}, {"a", "x", "c"}).conflict.has_value());
}

BOOST_AUTO_TEST_CASE(unified_format) {
  BOOST_TEST(unified("f", "a\nb\nc\n", "a\nB\nc\n") == "--- a/f\n+++ b/f\n@@ -1,3 +1,3 @@\n a\n-b\n+B\n c\n");
}

BOOST_AUTO_TEST_CASE(escapes) {
  BOOST_TEST(escape("a << b") == "a << b");
  BOOST_TEST(escape("a << b >> c") == "a @<< b >> c");
  BOOST_TEST(escape("@ a") == "@@ a");
  BOOST_TEST(escape("@<<a>>") == "@@@<<a>>");
  BOOST_TEST(escape("a @>> b") == "a @@>> b");
  BOOST_TEST(escaped_column("a @<< b >> c", 3) == 4);
  BOOST_TEST(escaped_column("a @<< b >> c", 2) == 2);
  BOOST_TEST(escaped_column("@@ a", 1) == 2);
}

BOOST_AUTO_TEST_SUITE_END()
