// What an edition takes out is gone.
#include <algorithm>
#include <boost/test/unit_test.hpp>

#include "fixture.hpp"

namespace {

std::string everything(const tito::literate::Book& book, const tito::literate::Edition& edition) {
  std::string text;
  for (const auto& [path, file] : tito::literate::tangle(book)) text += path + "\n" + file.text;
  for (const auto& [path, page] : tito::literate::weave(book, edition)) text += path + "\n" + page;
  return text;
}

tito::literate::Edition student() {
  tito::literate::Edition edition;
  edition.solutions = edition.probes = false;
  return edition;
}

std::string failure_of(const tito::literate::Edition& edition, const tito::literate::Book& book) try {
  tito::literate::apply(edition, book);
  return "";
} catch (const tito::Failure& failure) {
  return failure.what();
}

}  // namespace

BOOST_AUTO_TEST_SUITE(edition)

BOOST_AUTO_TEST_CASE(secrets_of_the_sample) {
  const std::vector<std::string> expected = {
      "long elements = 1;",
      "for (long size : shape) elements *= size;",
      "return elements;",
      "The product over nothing is one, so a loop that starts from one needs no special case.",
      "emit(count(draw.shape()));",
      "Draw draw(the_seed_of_the_grader);",
      "An answer inside the exercise vanishes as well.",
      "total = std::accumulate(shape.begin(), shape.end(), 0L);",
      "emit(sum(draw.shape()));",
  };
  BOOST_TEST(tito::literate::secret_lines(sample_book()) == expected, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(no_secret_reaches_students) {
  const std::string full = everything(sample_book(), {}), given = everything(stripped(sample_book()), student());
  for (const std::string& secret : tito::literate::secret_lines(sample_book())) {
    BOOST_TEST(full.find(secret) != std::string::npos, "the full edition should show: " << secret);
    BOOST_TEST(given.find(secret) == std::string::npos, "the student edition shows: " << secret);
  }
  for (const char* trace : {"probe: ", "probes/"}) BOOST_TEST(given.find(trace) == std::string::npos);
}

BOOST_AUTO_TEST_CASE(given_and_trivial_lines_are_no_secrets) {
  const std::string text =
      ":::{exercise} T\n:id: b\n:points: 1\n:minutes: 1\n:difficulty: 1\nCall `given_function(1)` once.\n:::\n"
      "<<out.cpp>>=\n<<solution: b>>\n@\n<<solution: b>>=\n  given_function( 1 )\nreturn x;\n123456789012345;\nsecret_function(2);\n@\n"
      ":::{answer} b\nIt is **so** simple.\n:::\n"
      "<<tests/b.cpp>>=\n<<test: b>>\n@\n<<test: b>>=\n@\n<<probes/b.cpp>>=\n<<probe: b>>\n@\n<<probe: b>>=\n@\n";
  BOOST_TEST(tito::literate::secret_lines(book_of({text})) ==
                 (std::vector<std::string>{"secret_function(2);", "It is **so** simple.", "It is so simple."}),
             boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(probes_alone_can_be_kept) {
  tito::literate::Edition edition;
  edition.probes = true;
  const tito::literate::Book book = tito::literate::apply(edition, sample_book());
  BOOST_TEST(tito::literate::tangle(book).contains("probes/00_shapes.cpp"));
  const std::vector<std::string> secrets = tito::literate::secret_lines(sample_book(), edition);
  const auto is_secret = [&](const std::string& line) { return std::find(secrets.begin(), secrets.end(), line) != secrets.end(); };
  BOOST_TEST(!is_secret("emit(count(draw.shape()));"), "it was asked for");
  BOOST_TEST(is_secret("return elements;"));
  edition.solutions = true;
  edition.probes = false;
  const tito::literate::Book solved = tito::literate::apply(edition, sample_book());
  BOOST_TEST(!tito::literate::tangle(solved).contains("probes/00_shapes.cpp"));
  BOOST_TEST(tito::literate::tangle(solved).at("src/shape.cpp").text == tito::literate::tangle(sample_book()).at("src/shape.cpp").text);
}

BOOST_AUTO_TEST_CASE(full_changes_nothing) {
  const tito::literate::Book book = tito::literate::apply(tito::literate::full_edition(), sample_book());
  BOOST_TEST((texts_of(tito::literate::tangle(book)) == texts_of(tito::literate::tangle(sample_book()))));
}

BOOST_AUTO_TEST_CASE(chapters) {
  tito::literate::Edition edition;
  edition.file = "book/editions/short.toml";
  edition.chapters = {"00_shapes"};
  const tito::literate::Book book = tito::literate::apply(edition, sample_book());
  BOOST_TEST(book.chapters.size() == 1);
  BOOST_TEST(book.exercises.size() == 1);
  BOOST_TEST(tito::literate::tangle(book).at("src/shape.cpp").text.find("accumulate") == std::string::npos);
}

BOOST_AUTO_TEST_CASE(chapters_that_do_not_fit) {
  tito::literate::Edition edition;
  edition.file = "book/editions/short.toml";
  edition.chapters = {"01_sums", "01_sum"};
  BOOST_TEST(failure_of(edition, sample_book()) ==
             "book/editions/short.toml: `chapters` names `01_sum`, which is no chapter; did you mean `01_sums`?\n"
             "book/editions/short.toml: chapter `01_sums` needs `00_shapes`; add it to `chapters`\n");
  edition.chapters = {"01_b"};
  BOOST_TEST(failure_of(edition, book_of({"<<out.cpp>>=\n<<b>>\n@\n<<b>>=\n@\n", "<<other.cpp>>=\n  <<b>>\n@\n"})) ==
             "chapters/01_b.nw:2:3: <<b>> is defined only in chapters that book/editions/short.toml leaves out; add the chapter\n");
}

BOOST_AUTO_TEST_CASE(without_being_asked_nothing_is_kept) {
  const tito::literate::Book book = tito::literate::apply({}, sample_book());
  BOOST_TEST((texts_of(tito::literate::tangle(book)) == texts_of(tito::literate::tangle(stripped(sample_book())))));
  BOOST_TEST(tito::literate::secret_lines(sample_book(), tito::literate::full_edition()).empty());
}

BOOST_AUTO_TEST_CASE(a_selection_of_chapters_is_whole) {
  tito::literate::Book full = sample_book();
  full.planned = 21;
  full.plots.push_back({.analysis = "a", .x = "n", .y = {}, .log = {}, .at = {"chapters/01_sums.nw", 3}});
  full.listings.push_back({.id = "l", .fails = false, .statements = false, .says = {}, .at = {"chapters/00_shapes.nw", 3}});
  tito::literate::Edition edition;
  edition.chapters = {"00_shapes"};
  const tito::literate::Book book = tito::literate::apply(edition, full);
  BOOST_TEST(book.planned == 0, "none of its chapters is unwritten");
  BOOST_TEST(book.plots.empty(), "a plot of a chapter that is out would have to be measured");
  BOOST_TEST(book.listings.size() == 1U);
  edition.chapters.clear();
  BOOST_TEST(tito::literate::apply(edition, full).planned == 21);
}

BOOST_AUTO_TEST_CASE(chapters_that_are_out_are_not_pointed_at) {
  const std::string text =
      "# Chapter 01\n\nChapters 01 and 02 and chapter 03 differ; chapter 01 again. Chapter 02's end.\n`chapter 03`\n"
      "```\nchapter 02\n```\n:::{diagram} D\n:alt: x\nchapter 02\n:::\n[The rest](02_c.md#end) and [me](00_a.md).\n"
      "Chapter 01 begins.\n<<out.cpp>>=\n@\n\nChapter 012 and chapter 02.\n";
  const tito::literate::Book full = book_of({text, "Chapter 00.\n", "Chapter 01.\n"});
  tito::literate::Edition edition;
  edition.chapters = {"00_a"};
  const auto page_in = [&](const std::string& page) {
    return tito::literate::weave(tito::literate::apply(edition, full), edition).at(page);
  };
  BOOST_TEST(page_in("chapters/00_a.md") ==
             "# Chapter 01\n\nChapters 01 (not in this edition) and 02 (not in this edition) and chapter 03 differ; chapter 01 again. "
             "Chapter 02's end.\n`chapter 03`\n"
             "```\nchapter 02\n```\n:::{diagram} D\n:alt: x\nchapter 02\n:::\nThe rest (not in this edition) and [me](00_a.md).\n"
             "Chapter 01 begins.\n\n```{chunk} chunk-out-cpp\n```\n\nChapter 012 and chapter 02.\n");
  edition.chapters = {"00_a", "01_b", "02_c"};
  BOOST_TEST(page_in("chapters/00_a.md").find("(not in") == std::string::npos);
  edition.chapters = {"01_b"};
  BOOST_TEST(page_in("chapters/01_b.md") == "Chapter 00 (not in this edition).\n");
}

BOOST_AUTO_TEST_CASE(an_exercise_inside_another_one_has_no_place) {
  const auto exercise = [](const std::string& id) {
    return ":::{exercise} T\n:id: " + id + "\n:points: 1\n:minutes: 1\n:difficulty: 1\nText.\n:::\n";
  };
  const auto rest = [](const std::string& id) {
    return "<<tests/" + id + ".cpp>>=\n<<test: " + id + ">>\n@\n<<test: " + id + ">>=\n@\n"
           "<<probes/" + id + ".cpp>>=\n<<probe: " + id + ">>\n@\n<<probe: " + id + ">>=\n@\n";
  };
  const std::string outer = exercise("outer") + "<<out.cpp>>=\n<<solution: outer>>\n@\n", inner = exercise("inner");
  const std::string expected = ", which students are not given; use it in given code\n";
  const std::string then = rest("outer") + inner + "<<solution: inner>>=\nint x;\n@\n" + rest("inner");
  BOOST_TEST(problems_of({outer + "<<solution: outer>>=\n<<solution: inner>>\n@\n" + then}) ==
             "chapters/00_a.nw:31:1: <<solution: inner>> stands in <<solution: outer>>" + expected);
  BOOST_TEST(problems_of({outer + "<<solution: outer>>=\n<<step>>\n@\n<<step>>=\n<<solution: inner>>\n@\n" + then}) ==
             "chapters/00_a.nw:34:1: <<solution: inner>> stands in <<step>>" + expected);
}

BOOST_AUTO_TEST_CASE(generated_stubs_know_their_indentation) {
  const std::string title = "A title that is long enough to fill one whole line of seventy-six columns or so";
  const std::string text = ":::{exercise} " + title +
                           "\n:id: b\n:points: 1\n:minutes: 1\n:difficulty: 1\nText.\n:::\n"
                           "<<out.cpp>>=\n    <<inner>>\n@\n<<inner>>=\n    <<solution: b>>\n@\n<<solution: b>>=\nint a;\n@\n"
                           "<<tests/b.cpp>>=\n<<test: b>>\n@\n<<test: b>>=\n@\n<<probes/b.cpp>>=\n<<probe: b>>\n@\n<<probe: b>>=\n@\n";
  BOOST_TEST(tito::literate::tangle(stripped(book_of({text}))).at("out.cpp").text ==
             "    // Inner\n"
             "        //@begin exercise b\n"
             "        // A title that is long enough to fill one whole line of seventy-six\n"
             "        // columns or so\n"
             "        //\n"
             "        // Text.\n"
             "        throw tt::NotImplemented(\"b\");\n"
             "        //@end exercise b\n");
}

BOOST_AUTO_TEST_SUITE_END()
