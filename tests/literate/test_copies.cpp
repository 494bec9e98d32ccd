// Lines of solutions that stand in text which students get.
#include <fmt/format.h>

#include <boost/test/unit_test.hpp>

#include "fixture.hpp"
#include "literate/edition/page.hpp"

namespace {

const std::string secret = "return beta * row + alpha * column;";

// A chapter with one exercise, whose solution is `secret`; `before` stands in front of the exercise, `given` in its file.
std::string chapter(const std::string& before, const std::string& given = "", const std::string& solution = secret) {
  return before +
         ":::{exercise} T\n:id: b\n:points: 1\n:minutes: 1\n:difficulty: 1\nText.\n:::\n"
         "<<out.cpp>>=\n" + given + "<<solution: b>>\n@\n<<solution: b>>=\n  " + solution +
         "\n@\n<<tests/b.cpp>>=\n<<test: b>>\n@\n<<test: b>>=\n@\n<<probes/b.cpp>>=\n<<probe: b>>\n@\n<<probe: b>>=\n@\n";
}

std::vector<tito::Problem> copies(const std::string& text, const std::map<std::string, std::string>& pages = {}) {
  return tito::literate::copied_lines(book_of({text}), {}, pages);
}

// The line of the only copy, or 0.
int place(const std::string& text) {
  const std::vector<tito::Problem> found = copies(text);
  BOOST_TEST(found.size() <= 1U);
  return found.empty() ? 0 : found.front().at.line;
}

std::string problems_of_page(const tito::literate::Edition& edition, const std::string& text) try {
  return tito::literate::page_of(edition, "book/p.md", text);
} catch (const tito::Failure& failure) {
  return failure.what();
}

}  // namespace

BOOST_AUTO_TEST_SUITE(copied)

BOOST_AUTO_TEST_CASE(a_sound_chapter_has_none) { BOOST_TEST(copies(chapter("Text.\n")).empty()); }

BOOST_AUTO_TEST_CASE(wherever_a_reader_could_find_it) {
  BOOST_TEST(place(chapter("One.\n" + secret + "\n")) == 2);
  BOOST_TEST(place(chapter("In words: `" + secret + "` is it.\n")) == 1);
  BOOST_TEST(place(chapter("Broken: return beta *\nrow + alpha * column;\n")) == 1);
  BOOST_TEST(place(chapter("A.\n\n<!-- " + secret + " -->\n")) == 3);
  BOOST_TEST(place(chapter(":::{diagram} D\n:alt: x\n" + secret + "\n:::\n")) == 3);
  BOOST_TEST(place(chapter("```cpp\n" + secret + "\n```\n")) == 2);
  BOOST_TEST(place(chapter("**return** beta `*` row + alpha `*` column;\n")) == 0, "no code any more");
  BOOST_TEST(place(chapter("<<listing: l>>=\n" + secret + "\n@\n")) == 2);
  BOOST_TEST(place(chapter("<<analyses/00_a.cpp>>=\n<<analysis: m>>\n@\n<<analysis: m>>=\nputs(\"" + secret + "\");\n@\n"
                           ":::{output} m\n:::\n")) == 5);
  BOOST_TEST(place(chapter("", "// " + secret + "\n")) == 9);
  std::string in_test = chapter("");
  in_test.replace(in_test.find("<<test: b>>=\n@"), 14, "<<test: b>>=\n" + secret + "\n@");
  BOOST_TEST(place(in_test) == 18);
}

BOOST_AUTO_TEST_CASE(the_message_names_both_places) {
  const std::vector<tito::Problem> found = copies(chapter("Text with " + secret + "\n"));
  BOOST_REQUIRE(found.size() == 1U);
  BOOST_TEST(found.front().message ==
             "`" + secret + "` is a line of a solution (chapters/00_a.nw:13), which this edition takes out; "
                            "reword it, or give that line in code");
}

BOOST_AUTO_TEST_CASE(what_is_given_on_purpose_is_no_copy) {
  BOOST_TEST(place(chapter("Text: " + secret + "\n", "if (plain) " + secret + "\n")) == 0, "it stands in given code");
  BOOST_TEST(place(chapter("Text: return sum;\n", "", "return sum;")) == 0, "short");
  BOOST_TEST(place(chapter("Text: } catch (...) {\n", "", "} catch (...) {")) == 0, "says nothing");
  BOOST_TEST(place(chapter("") + ":::{answer} b\n" + secret + "\n:::\n") == 0, "answers go with solutions");
  const tito::literate::Book book = book_of({chapter(secret + "\n")});
  BOOST_TEST(tito::literate::copied_lines(book, tito::literate::full_edition()).empty(), "who is given solutions may be given them twice");
}

BOOST_AUTO_TEST_CASE(only_chapters_of_the_edition_count) {
  const tito::literate::Book book = book_of({chapter(""), "Text: " + secret + "\n"});
  tito::literate::Edition edition;
  BOOST_TEST(tito::literate::copied_lines(book, edition).size() == 1U);
  edition.chapters = {"00_a"};
  BOOST_TEST(tito::literate::copied_lines(book, edition).empty());
}

BOOST_AUTO_TEST_CASE(steps_of_solutions_are_solutions) {
  const std::string text = chapter("Text: int secret_step = 7;\n", "", "<<step>>");
  BOOST_TEST(place(text + "<<step>>=\nint secret_step = 7;\n@\n") == 1);
}

BOOST_AUTO_TEST_CASE(pages_are_searched) {
  const std::vector<tito::Problem> found = copies(chapter(""), {{"book/notation.md", "# N\n\n" + secret + "\n"}});
  BOOST_REQUIRE(found.size() == 1U);
  BOOST_TEST(to_string(found.front().at) == "book/notation.md:3");
}

BOOST_AUTO_TEST_CASE(the_chapters_copy_nothing) {
  const tito::literate::Book book = tito::literate::read_book(TESTS "/../..");
  for (const tito::Problem& problem : tito::literate::copied_lines(book, {}))
    BOOST_TEST(false, to_string(problem.at) << ": " << problem.message);
}

BOOST_AUTO_TEST_CASE(pages_have_no_answers_for_students) {
  const std::string page = "# P\n\n:::{answer} b\nsecret\n:::\n\nEnd.\n";
  BOOST_TEST(problems_of_page({}, page) == "# P\n\nEnd.\n");
  BOOST_TEST(problems_of_page(tito::literate::full_edition(), page) == page);
  BOOST_TEST(problems_of_page({}, "::::{note}\n:::{answer} b\nsecret\n:::\nkept\n::::\n") == "::::{note}\nkept\n::::\n");
  BOOST_TEST(problems_of_page({}, ":::{answer} b\nsecret\n").starts_with("book/p.md:1:1: `answer` is not closed"));
}

BOOST_AUTO_TEST_CASE(what_could_carry_text_past_the_editions) {
  for (const char* fence : {"```", "~~~", ":::", "````"})
    for (const char* name : {"eval-rst", "raw", "only"}) {
      const std::string text = fmt::format("A.\n\n{0}{{{1}}} html\nx\n{0}\n", fence, name);
      BOOST_TEST(problems_of_page({}, text) == fmt::format("book/p.md:3:1: `{}` could carry text past the editions; take it out\n", name));
      const std::string in_chapter = problems_of({chapter(text)});
      BOOST_TEST(in_chapter.starts_with("chapters/00_a.nw:3:1: "), text << in_chapter);
      BOOST_TEST(in_chapter.find('\n') == in_chapter.size() - 1, "one message: " << in_chapter);
    }
  const std::string parts = "```{raw} latex\n\\ttmain\n```\n";
  BOOST_TEST(problems_of_page({}, parts) == parts, "the parts of the printed book");
  BOOST_TEST(!problems_of({chapter(parts)}).empty());
  BOOST_TEST(problems_of_page({}, "> ```{raw} html\n> x\n> ```\n").starts_with("book/p.md:1:3: `raw` could"));
}

BOOST_AUTO_TEST_CASE(answers_that_would_be_printed) {
  for (const std::string text : {"```{answer} b\nsecret\n```\n", "~~~{answer} b\nsecret\n~~~\n",
                                 "> :::{answer} b\n> secret\n> :::\n", "- :::{answer} b\n  secret\n  :::\n"}) {
    BOOST_TEST(problems_of_page({}, text).find("this `answer` would be printed in every edition") != std::string::npos, text);
    BOOST_TEST(problems_of({text + chapter("")}).starts_with("chapters/00_a.nw:1:"), text);
  }
}

BOOST_AUTO_TEST_SUITE_END()
