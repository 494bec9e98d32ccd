#include <boost/test/unit_test.hpp>

#include "fixture.hpp"
#include "literate/edition/stub.hpp"
#include "literate/model/text.hpp"
#include "literate/read/fences.hpp"

namespace {

std::string stub(const std::string& body, std::size_t indent = 0) {
  tito::literate::Exercise exercise;
  exercise.id = "b";
  exercise.title = "Title";
  tito::Problems problems;
  tito::literate::FenceReader reader("c.nw", 1, problems);
  for (const std::string_view line : tito::literate::split_lines(body)) reader.read(line);
  exercise.body = reader.finish().lines;
  std::string text;
  for (const std::string& line : tito::literate::generated_stub(exercise, indent)) text += line + "\n";
  return text;
}

// The stub's lines between title and throw.
std::string body(const std::string& markdown, std::size_t indent = 0) {
  const std::string text = stub(markdown, indent), before = "// Title\n//\n", after = "throw tt::NotImplemented(\"b\");\n";
  BOOST_REQUIRE(text.starts_with(before));
  BOOST_REQUIRE(text.ends_with(after));
  return text.substr(before.size(), text.size() - before.size() - after.size());
}

}  // namespace

BOOST_AUTO_TEST_SUITE(stub_text)

BOOST_AUTO_TEST_CASE(inline_marks) {
  using tito::literate::plain_text;
  BOOST_TEST(plain_text("**Approach** with *care*, ***both***") == "Approach with care, both");
  BOOST_TEST(plain_text("a * b, 2*3*4, `*p`, int* p") == "a * b, 2*3*4, `*p`, int* p");
  BOOST_TEST(plain_text("snake_case and __init__") == "snake_case and __init__");
  BOOST_TEST(plain_text("$3 \\times 4$ is $\\left(a \\le b\\right)$") == "3 × 4 is (a ≤ b)");
  BOOST_TEST(plain_text("$\\frac{a}{b}$, $x\\,y$, 5 $") == "\\frac{a}{b}, xy, 5 $");
  BOOST_TEST(plain_text("see {ref}`the section <label>` of {cite:p}`key`.") == "see the section of.");
  BOOST_TEST(plain_text("{math}`a \\cdot b` and {1, 2}") == "a · b and {1, 2}");
  BOOST_TEST(plain_text("[a *link*](https://x.y) and a[1](2)") == "a link and a1");
  BOOST_TEST(plain_text("``a ` b`` and `$x$`") == "``a ` b`` and `$x$`");
  BOOST_TEST(plain_text("(*because* it is)") == "(because it is)");
}

BOOST_AUTO_TEST_CASE(paragraphs_are_joined_and_wrapped) {
  BOOST_TEST(body("One\ntwo.\n\nThree.\n") == "// One two.\n//\n// Three.\n");
  const std::string words = "a word or two that fill the line until there is no more space for any other ";
  for (const std::size_t indent : {0U, 8U, 30U}) {
    const std::string text = body(words + words, indent);
    for (const std::string_view line : tito::literate::split_lines(text)) BOOST_TEST(tito::literate::width(line) + indent <= 76U, line);
  }
  BOOST_TEST(body("×××××××××××××××××××××××××××××××××××× ××××××××××××××××××××××××××××××××××××\n") ==
                 "// ×××××××××××××××××××××××××××××××××××× ××××××××××××××××××××××××××××××××××××\n",
             "width counts characters");
}

BOOST_AUTO_TEST_CASE(headings_that_run_in) {
  BOOST_TEST(body("**Example** With x.\n\n**Note**: none.\n\n**Why?** So.\n\nIt is **so** simple.\n") ==
             "// Example: With x.\n//\n// Note: none.\n//\n// Why? So.\n//\n// It is so simple.\n");
}

BOOST_AUTO_TEST_CASE(hints_are_given_to_who_asks) {
  BOOST_TEST(body("**Hints** Add x\nto x.\n\nTwice.\n\n**Note** End.\n") == "// Hints, one at a time: `./tito hint b`\n//\n// Note: End.\n");
}

BOOST_AUTO_TEST_CASE(list_items_hang) {
  BOOST_TEST(body("**Approach**\n1. Start from a second handle on the same storage, *because* a view must share memory.\n2. Then\n   "
                  "on.\n\n- End.\n") ==
             "// Approach\n"
             "// 1. Start from a second handle on the same storage, because a view must\n"
             "//    share memory.\n"
             "// 2. Then on.\n"
             "//\n"
             "// - End.\n");
}

BOOST_AUTO_TEST_CASE(code_tables_and_drawings_keep_their_lines) {
  BOOST_TEST(body("Text\n```cpp\nint a;\n\n  *p = $x$; \\\n```\nText\n") == "// Text\n//   int a;\n//\n//     *p = $x$;\n// Text\n");
  BOOST_TEST(body("| a | *b* |\n|---|---|\n") == "// | a | b |\n// |---|---|\n");
  BOOST_TEST(body(":::{diagram} Cells\n:alt: Two\n │ 0 │\n:::\nText\n") == "//    │ 0 │\n// Text\n");
  BOOST_TEST(body(":::{note}\n:class: wide\nText\n:::\n") == "// Text\n");
}

BOOST_AUTO_TEST_SUITE_END()
