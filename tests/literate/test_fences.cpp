// What the lines of prose are, and the directives among them.
#include <fmt/format.h>

#include <algorithm>
#include <boost/test/unit_test.hpp>

#include "fixture.hpp"
#include "literate/model/text.hpp"
#include "literate/read/fences.hpp"

namespace {

using tito::literate::Directive;
using tito::literate::Mark;
using tito::literate::outside;

struct Parsed {
  tito::literate::Prose prose;
  std::vector<Directive> directives;  // a copy
  std::string problems;

  // One letter a line.
  std::string marks() const {
    std::string text;
    for (const tito::literate::ProseLine& line : prose.lines) text += "t_h<c>(o=)"[static_cast<std::size_t>(line.mark)];
    return text;
  }
};

Parsed parse(const std::string& text) {
  tito::Problems problems;
  tito::literate::FenceReader reader("c.nw", 1, problems);
  for (const std::string_view line : tito::literate::split_lines(text)) reader.read(line);
  Parsed parsed{reader.finish(), {}, ""};
  parsed.directives = parsed.prose.directives;
  for (const tito::Problem& problem : problems.take()) parsed.problems += to_string(problem.at) + ": " + problem.message + "\n";
  return parsed;
}

std::size_t inside(const Parsed& parsed, std::size_t directive) {
  return static_cast<std::size_t>(std::count_if(parsed.directives.begin(), parsed.directives.end(),
                                                [&](const Directive& one) { return one.around == directive; }));
}

}  // namespace

BOOST_AUTO_TEST_SUITE(fences)

BOOST_AUTO_TEST_CASE(what_lines_are) {
  const Parsed parsed = parse(
      "# Head\n\nText\n```cpp\nint a;\n\n# no head\n```\n::::{exercise} T\n:id: a\n\n:::{diagram} D\n:alt: a\n\n# x\n```\n:::\n~~~\n::::\n");
  BOOST_TEST(parsed.marks() == "h_t<ccc>(o_(o===)<)");
}

BOOST_AUTO_TEST_CASE(name_argument_options_body) {
  const Parsed parsed = parse("Text\n:::{exercise} The title\n:id: an-id\n:points: 3\n\nBody\n:::\nText\n");
  BOOST_TEST(parsed.problems == "");
  BOOST_TEST(parsed.marks() == "t(oo_t)t");
  BOOST_REQUIRE(parsed.directives.size() == 1);
  const Directive& found = parsed.directives[0];
  BOOST_TEST(found.name == "exercise");
  BOOST_TEST(found.argument == "The title");
  BOOST_TEST(tito::to_string(found.at) == "c.nw:2:1");
  BOOST_REQUIRE(found.options.size() == 2);
  BOOST_TEST(found.options[1].key == "points");
  BOOST_TEST(found.options[1].value == "3");
  BOOST_TEST(tito::to_string(found.options[1].at) == "c.nw:4:1");
  BOOST_TEST(found.first == 1);
  BOOST_TEST(found.body == 4);
  BOOST_TEST(found.last == 6);
  BOOST_TEST(parsed.prose.lines[0].directive == outside);
  for (const std::size_t line : {1U, 3U, 5U, 6U}) BOOST_TEST(parsed.prose.lines[line].directive == 0);
  BOOST_TEST(parsed.prose.lines[7].directive == outside);
}

BOOST_AUTO_TEST_CASE(options_end_with_the_first_other_line) {
  const Parsed parsed = parse(":::{why}\nText\n:not: an option\n:::\n:not: one either\n");
  BOOST_REQUIRE(parsed.directives.size() == 1);
  BOOST_TEST(parsed.directives[0].options.empty());
  BOOST_TEST(parsed.marks() == "(tt)t");
}

BOOST_AUTO_TEST_CASE(longer_fences_hold_shorter_ones) {
  const Parsed parsed = parse("::::{exercise} T\n:::{note}\n:::\n:::{tip}\n:::\n::::\n");
  BOOST_TEST(parsed.problems == "");
  BOOST_REQUIRE(parsed.directives.size() == 3);
  BOOST_TEST(inside(parsed, 0) == 2U);
  BOOST_TEST(parsed.directives[2].name == "tip");
  BOOST_TEST(parsed.prose.lines[4].directive == 2U);
  BOOST_TEST(parsed.prose.lines[5].directive == 0U);
}

BOOST_AUTO_TEST_CASE(code_fences_and_diagrams_are_text) {
  const Parsed parsed = parse("```\n:::{exercise} T\n```\n::::{diagram} D\n:alt: a\n:::{exercise} T\n::::\n");
  BOOST_TEST(parsed.problems == "");
  BOOST_REQUIRE(parsed.directives.size() == 1);
  BOOST_TEST(parsed.directives[0].name == "diagram");
  BOOST_TEST(parsed.marks() == "<c>(o=)");
}

BOOST_AUTO_TEST_CASE(unclosed_fence) {
  const Parsed parsed = parse("Text\n::::{why}\nText\n");
  BOOST_TEST(parsed.problems == "c.nw:2:1: `why` is not closed; end it with `::::`\n");
  BOOST_TEST(parsed.directives[0].last == 3U);
}

BOOST_AUTO_TEST_CASE(what_is_open_ends_with_what_is_around_it) {
  const Parsed parsed = parse("::::{why}\n:::{note}\n```\nx\n::::\nText\n");
  BOOST_TEST(parsed.problems ==
             "c.nw:2:1: `note` is not closed; end it with `:::`\n"
             "c.nw:3:1: a code fence that is not closed; end it with `````\n");
  BOOST_TEST(parsed.marks() == "((<c)t");
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

// Thousands of fences inside each other once took a minute, each looking for its end in all that follows.
BOOST_AUTO_TEST_CASE(deep_nesting_is_refused_at_once) {
  std::string text;
  for (std::size_t colons = 1002; colons >= 3; --colons) text += std::string(colons, ':') + "{note}\n";
  for (std::size_t colons = 3; colons <= 1002; ++colons) text += std::string(colons, ':') + "\n";
  const Parsed parsed = parse(text);
  BOOST_TEST(parsed.directives.size() == 16U);
  BOOST_TEST(parsed.problems == "c.nw:17:1: directives stand 17 deep in each other here; 16 are allowed: take this one out\n");
}

BOOST_AUTO_TEST_CASE(lines_that_are_taken_out) {
  Parsed parsed = parse("::::{exercise} T\n:id: a\nText\n:::{answer} a\nText\n:::\n:::{note}\nText\n:::\n::::\n:::{tip}\n:::\n");
  tito::literate::erase_lines(parsed.prose, lines_of(parsed.prose, [](const Directive& one) { return one.name == "answer"; }));
  parsed.directives = parsed.prose.directives;
  BOOST_TEST(parsed.marks() == "(ot(t))()");
  BOOST_REQUIRE(parsed.directives.size() == 3U);
  BOOST_TEST(parsed.directives[1].name == "note");
  BOOST_TEST(parsed.directives[1].around == 0U);
  BOOST_TEST(parsed.directives[1].first == 3U);
  BOOST_TEST(parsed.directives[0].last == 6U);
  BOOST_TEST(parsed.prose.lines[4].directive == 1U);
  BOOST_TEST(parsed.prose.lines[8].directive == 2U);
  BOOST_TEST(parsed.directives[2].first == 7U);
}

BOOST_AUTO_TEST_SUITE_END()
