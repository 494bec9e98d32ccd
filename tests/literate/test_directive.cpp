#include <boost/test/unit_test.hpp>

#include "fixture.hpp"
#include "literate/model/text.hpp"
#include "literate/read/directive.hpp"

namespace {

using tito::literate::Directive;

struct Parsed {
  std::vector<Directive> directives;
  std::string problems;
};

Parsed parse(const std::string& text) {
  tito::literate::Prose prose{1, {}};
  for (const std::string_view line : tito::literate::split_lines(text)) prose.lines.emplace_back(line);
  tito::Problems problems;
  Parsed parsed{tito::literate::parse_directives(prose, "c.nw", problems), ""};
  try {
    problems.throw_if_any();
  } catch (const tito::Failure& failure) {
    parsed.problems = failure.what();
  }
  return parsed;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(directive)

BOOST_AUTO_TEST_CASE(name_argument_options_body) {
  const auto [found, problems] = parse("Text\n:::{exercise} The title\n:id: an-id\n:points: 3\n\nBody\n:::\nText\n");
  BOOST_TEST(problems == "");
  BOOST_REQUIRE(found.size() == 1);
  BOOST_TEST(found[0].name == "exercise");
  BOOST_TEST(found[0].argument == "The title");
  BOOST_TEST(tito::literate::to_string(found[0].at) == "c.nw:2:1");
  BOOST_REQUIRE(found[0].options.size() == 2);
  BOOST_TEST(found[0].options[1].key == "points");
  BOOST_TEST(found[0].options[1].value == "3");
  BOOST_TEST(tito::literate::to_string(found[0].options[1].at) == "c.nw:4:1");
  BOOST_TEST(found[0].first == 1);
  BOOST_TEST(found[0].body == 4);
  BOOST_TEST(found[0].last == 6);
}

BOOST_AUTO_TEST_CASE(options_end_with_the_first_other_line) {
  const auto found = parse(":::{why}\nText\n:not: an option\n:::\n").directives;
  BOOST_REQUIRE(found.size() == 1);
  BOOST_TEST(found[0].options.empty());
}

BOOST_AUTO_TEST_CASE(longer_fences_hold_shorter_ones) {
  const auto [found, problems] = parse("::::{exercise} T\n:::{note}\n:::\n:::{tip}\n:::\n::::\n");
  BOOST_TEST(problems == "");
  BOOST_REQUIRE(found.size() == 1);
  BOOST_REQUIRE(found[0].children.size() == 2);
  BOOST_TEST(found[0].children[1].name == "tip");
}

BOOST_AUTO_TEST_CASE(code_fences_and_diagrams_are_text) {
  const auto [found, problems] = parse("```\n:::{exercise} T\n```\n::::{diagram} D\n:alt: a\n:::{exercise} T\n::::\n");
  BOOST_TEST(problems == "");
  BOOST_REQUIRE(found.size() == 1);
  BOOST_TEST(found[0].name == "diagram");
  BOOST_TEST(found[0].children.empty());
}

BOOST_AUTO_TEST_CASE(unclosed_fence) {
  BOOST_TEST(parse("Text\n::::{why}\nText\n").problems == "c.nw:2:1: `why` is not closed; end it with `::::`\n");
}

BOOST_AUTO_TEST_CASE(nested_fence_of_the_same_length_is_one_problem) {
  const std::string message = "a fence opens inside `exercise` of line 1; close that first, or give it more colons than this one has\n";
  BOOST_TEST(parse(":::{exercise} T\n:::{note}\n:::\n:::\nText\n:::{tip}\n:::\n").problems == "c.nw:2:1: " + message);
  BOOST_TEST(parse(":::{exercise} T\nText\n:::{note}\n:::\nText\n").problems == "c.nw:3:1: " + message);
}

BOOST_AUTO_TEST_CASE(closing_fence_without_an_opening_one) {
  BOOST_TEST(parse("Text\n:::\n").problems ==
             "c.nw:2:1: a closing fence without an opening one; remove it, or give the fence around it more colons\n");
}

BOOST_AUTO_TEST_CASE(no_directive) {
  BOOST_TEST(parse(":::exercise T\n:::\n").problems == "c.nw:1:1: `:::exercise T` opens no directive; write `:::{name} argument`\n");
}

BOOST_AUTO_TEST_CASE(unclosed_code_fence) {
  BOOST_TEST(parse("```python\nx\n").problems == "c.nw:1:1: a code fence that is not closed; end it with `````\n");
}

BOOST_AUTO_TEST_SUITE_END()
