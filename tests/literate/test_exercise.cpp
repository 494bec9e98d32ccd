// Directives of our own, and whole exercises.
#include <boost/test/unit_test.hpp>

#include "fixture.hpp"

namespace {

const std::string directive = ":::{exercise} Title\n:id: b\n:points: 1\n:minutes: 2\n:difficulty: 3\nText.\n:::\n";
const std::string solution = "<<out.cpp>>=\n<<solution: b>>\n@\n<<solution: b>>=\nint b;\n@\n";
const std::string test = "<<tests/b.cpp>>=\n<<test: b>>\n@\n<<test: b>>=\ncheck;\n@\n";
const std::string probe = "<<probes/b.cpp>>=\n<<probe: b>>\n@\n<<probe: b>>=\nemit;\n@\n";

std::string replaced(std::string text, const std::string& before, const std::string& after) {
  BOOST_REQUIRE(text.find(before) != std::string::npos);
  return text.replace(text.find(before), before.size(), after);
}

// What is wrong with a whole exercise whose directive has this instead of that.
std::string with_directive(const std::string& before, const std::string& after) {
  return problems_of({replaced(directive, before, after) + solution + test + probe});
}

}  // namespace

BOOST_AUTO_TEST_SUITE(exercise)

BOOST_AUTO_TEST_CASE(a_whole_exercise) {
  BOOST_TEST(problems_of({directive + solution + test + probe}) == "");
  const tito::literate::Book book = book_of({directive + solution + test + probe});
  BOOST_REQUIRE(book.exercises.size() == 1);
  const tito::literate::Exercise& found = book.exercises[0];
  BOOST_TEST(found.id == "b");
  BOOST_TEST(found.title == "Title");
  BOOST_TEST(found.points == 1);
  BOOST_TEST(found.minutes == 2);
  BOOST_TEST(found.difficulty == 3);
  BOOST_REQUIRE(found.body.size() == 1);
  BOOST_TEST(found.body[0].text == "Text.");
}

BOOST_AUTO_TEST_CASE(what_the_sample_declares) {
  const tito::literate::Book& book = sample_book();
  BOOST_REQUIRE(book.exercises.size() == 2);
  BOOST_TEST(book.exercises[1].id == "shape-sum");
  for (const tito::literate::ProseLine& line : book.exercises[1].body)
    BOOST_TEST(line.text.find("answer") == std::string::npos, "an answer is no part of the task: " << line.text);
  BOOST_REQUIRE(book.analyses.size() == 1);
  BOOST_TEST(book.analyses[0].id == "count-time");
  BOOST_TEST(book.analyses[0].file == "analyses/00_shapes.cpp");
  BOOST_REQUIRE(book.reflections.size() == 1);
  BOOST_TEST(book.reflections[0].id == "00-reflect-1");
}

BOOST_AUTO_TEST_CASE(parts_that_are_missing) {
  const std::string place = "chapters/00_a.nw:1:1: exercise `b` has no ";
  BOOST_TEST(problems_of({directive + test + probe}) == place + "solution; define <<solution: b>>\n");
  BOOST_TEST(problems_of({directive + solution + probe}) == place + "test; define <<test: b>>\n");
  BOOST_TEST(problems_of({directive + solution + test}) == place + "probe; define <<probe: b>>\n");
}

BOOST_AUTO_TEST_CASE(chunks_without_their_exercise) {
  BOOST_TEST(problems_of({solution}) == "chapters/00_a.nw:4:1: <<solution: b>> belongs to no exercise; write its exercise, or rename it\n");
  BOOST_TEST(problems_of({directive + solution + test + probe + replaced(test, "<<tests/b.cpp>>=\n<<test: b>>\n@\n", "") +
                          "<<tests/c.cpp>>=\n<<test: bb>>\n@\n<<test: bb>>=\n@\n"})
                 .ends_with("<<test: bb>> belongs to no exercise; did you mean `b`?\n"));
}

BOOST_AUTO_TEST_CASE(order) {
  BOOST_TEST(problems_of({solution + directive + test + probe}) ==
             "chapters/00_a.nw:4:1: <<solution: b>> stands before its exercise; move it below\n");
  BOOST_TEST(problems_of({directive + test + solution + probe}) ==
             "chapters/00_a.nw:11:1: <<test: b>> stands before the solution; move it below\n");
}

BOOST_AUTO_TEST_CASE(other_chapter) {
  BOOST_TEST(problems_of({directive + solution + test, probe}) ==
             "chapters/01_b.nw:4:1: <<probe: b>> stands in another chapter than its exercise; move it to chapters/00_a.nw\n");
}

BOOST_AUTO_TEST_CASE(solution_is_one_chunk_in_one_place) {
  BOOST_TEST(problems_of({directive + solution + test + probe + "<<solution: b>>=\nint c;\n@\n"}) ==
             "chapters/00_a.nw:26:1: <<solution: b>> is already defined at line 11; a solution is one chunk: join them\n");
  const std::string message =
      "chapters/00_a.nw:11:1: <<solution: b>> stands 2 times in the tangled files; use it, and what uses it, once\n";
  BOOST_TEST(problems_of({directive + solution + test + probe + "<<out.cpp>>=\n<<solution: b>>\n@\n"}) == message);
  BOOST_TEST(problems_of({directive + "<<out.cpp>>=\n<<a>>\n@\n" + replaced(solution, "out.cpp", "a") + test + probe +
                          "<<other.cpp>>=\n<<a>>\n@\n"}) == replaced(message, ":11:", ":14:"));
}

BOOST_AUTO_TEST_CASE(probes_stay_under_probes) {
  BOOST_TEST(problems_of({directive + solution + test + replaced(probe, "probes/b.cpp", "src/b.cpp")}) ==
             "chapters/00_a.nw:21:1: <<probe: b>> stands in src/b.cpp; only files under probes/ may use it\n");
}

BOOST_AUTO_TEST_CASE(options) {
  BOOST_TEST(with_directive(":points: 1\n", "") == "chapters/00_a.nw:1:1: `exercise` needs `:points:`; add it below this line\n");
  BOOST_TEST(with_directive(":points: 1", ":points: many") ==
             "chapters/00_a.nw:3:1: `points` is `many`; write a whole number from 1 to 1000\n");
  BOOST_TEST(with_directive(":difficulty: 3", ":difficulty: 4") ==
             "chapters/00_a.nw:5:1: `difficulty` is `4`; write a whole number from 1 to 3\n");
  BOOST_TEST(with_directive(":points: 1", ":points:") == "chapters/00_a.nw:3:1: `points` is empty; write `:points: …`\n");
  BOOST_TEST(with_directive(":points: 1", ":points: 1\n:points: 2") == "chapters/00_a.nw:4:1: `points` is given twice; remove one\n");
  BOOST_TEST(with_directive(":points: 1", ":points: 1\n:minuets: 2") ==
             "chapters/00_a.nw:4:1: `exercise` has no option `minuets`; did you mean `minutes`?\n");
  BOOST_TEST(with_directive(" Title", "") == "chapters/00_a.nw:1:1: `exercise` without its text; write `:::{exercise} TEXT`\n");
  BOOST_TEST(with_directive("Text.\n", "") == "chapters/00_a.nw:1:1: `exercise` is empty; write its text\n");
}

BOOST_AUTO_TEST_CASE(ids) {
  BOOST_TEST(problems_of({directive + solution + test + probe, directive}) ==
             "chapters/01_b.nw:1:1: id `b` is already taken at chapters/00_a.nw:1:1; choose another\n");
  BOOST_TEST(problems_of({":::{reflect} T\n:id: 00-reflect-1\nText.\n:::\n:::{reflect} T\n:id: 00-reflect-1\nText.\n:::\n"}) ==
             "chapters/00_a.nw:5:1: id `00-reflect-1` is already taken at chapters/00_a.nw:1:1; choose another\n");
  BOOST_TEST(problems_of({":::{reflect} T\n:id: 01-reflect-1\nText.\n:::\n"}) ==
             "chapters/00_a.nw:2:1: reflection id `01-reflect-1`; in this chapter they are `00-reflect-1`, `00-reflect-2`, …\n");
  BOOST_TEST(problems_of({"<<analyses/00_a.cpp>>=\n<<analysis: b>>\n@\n<<analysis: b>>=\n@\n", "<<analysis: b>>=\n@\n"}) ==
             "chapters/01_b.nw:1:1: id `b` is already taken at chapters/00_a.nw:4:1; choose another\n");
}

BOOST_AUTO_TEST_CASE(references) {
  BOOST_TEST(problems_of({":::{output} walk\n:::\n"}) == "chapters/00_a.nw:1:1: no analysis or listing has the id `walk`; name one that exists\n");
  BOOST_TEST(problems_of({directive + solution + test + probe + ":::{answer} bb\nText.\n:::\n"}) ==
             "chapters/00_a.nw:26:1: no exercise has the id `bb`; did you mean `b`?\n");
  BOOST_TEST(problems_of({":::{answer}\nText.\n:::\n"}) == "chapters/00_a.nw:1:1: `answer` without an id; write `:::{answer} ID`\n");
}

BOOST_AUTO_TEST_CASE(other_directives) {
  BOOST_TEST(problems_of({":::{insigt}\nText.\n:::\n"}) == "chapters/00_a.nw:1:1: unknown directive `insigt`; did you mean `insight`?\n");
  BOOST_TEST(problems_of({":::{only} html\nText.\n:::\n"}) == "chapters/00_a.nw:1:1: unknown directive `only`; take it out\n");
  BOOST_TEST(problems_of({":::{note}\n:::\n:::{figure} a.svg\n:width: 2\n:::\n:::{predict} Text.\n:::\n"}) == "");
  BOOST_TEST(problems_of({":::{diagram} Cells\nText.\n:::\n"}) ==
             "chapters/00_a.nw:1:1: `diagram` needs `:alt:`; add it below this line\n");
  BOOST_TEST(problems_of({"```{exercise} T\n```\n"}) ==
             "chapters/00_a.nw:1:1: `exercise` in a code fence; write it as a colon fence, `:::`\n");
  BOOST_TEST(problems_of({"```cpp {1}\n```\n```{\n```\n```{note}\n```\n"}) == "");
  BOOST_TEST(problems_of({"````{note}\n```{answer} b\n```\n````\n"}) ==
             "chapters/00_a.nw:2:1: `answer` in a code fence; write it as a colon fence, `:::`\n");
  for (const std::string name : {"raw", "only", "eval-rst"})
    BOOST_TEST(problems_of({"```{" + name + "} html\n```\n"}) ==
               "chapters/00_a.nw:1:1: `" + name + "` could carry text past the editions; take it out\n");
  BOOST_TEST(problems_of({"```{chunk} T\n```\n"}) == "chapters/00_a.nw:1:1: `chunk` in a code fence; the weaver writes these\n");
}

BOOST_AUTO_TEST_CASE(output_is_filled_later) {
  BOOST_TEST(problems_of({"<<analyses/00_a.cpp>>=\n<<analysis: b>>\n@\n<<analysis: b>>=\n@\n:::{output} b\n1.5\n:::\n"}) ==
             "chapters/00_a.nw:6:1: `output` has a body; leave it empty, it is filled from what the program prints\n");
}

BOOST_AUTO_TEST_CASE(a_fence_does_not_reach_over_a_chunk) {
  BOOST_TEST(problems_of({":::{why}\nText.\n\n<<out.cpp>>=\n@\n\n:::\n"}) ==
             "chapters/00_a.nw:1:1: `why` is not closed; end it with `:::`\n"
             "chapters/00_a.nw:7:1: a closing fence without an opening one; remove it, or give the fence around it more colons\n");
}

BOOST_AUTO_TEST_SUITE_END()
