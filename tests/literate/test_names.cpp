// Names, uses, roots and circles.
#include <boost/test/unit_test.hpp>

#include "fixture.hpp"

BOOST_AUTO_TEST_SUITE(names)

BOOST_AUTO_TEST_CASE(kinds) {
  using tito::literate::Kind;
  const auto kind = [](std::string_view name) { return tito::literate::classify(name).kind; };
  const auto is = [&](std::string_view name, Kind expected) { BOOST_TEST((kind(name) == expected), name); };
  is("include/demo/a.hpp", Kind::root);
  is("meson.build", Kind::root);
  is("tests/README", Kind::root);
  is("write the file a.cpp", Kind::code);
  is("operations", Kind::code);
  is("solution: a-b", Kind::solution);
  is("stub: a-b", Kind::stub);
  is("test: a-b", Kind::test);
  is("probe: a-b", Kind::probe);
  is("analysis: a-b", Kind::analysis);
  is("listing: a-b", Kind::listing);
  is("solutions of today", Kind::code);
  BOOST_TEST(tito::literate::classify("solution: a-b").id == "a-b");
}

BOOST_AUTO_TEST_CASE(undefined_use) {
  BOOST_TEST(problems_of({"<<out.cpp>>=\n  <<operatoins>>\n@\n<<operations>>=\n@\n"}) ==
             "chapters/00_a.nw:2:3: <<operatoins>> is defined nowhere; did you mean <<operations>>?\n");
  BOOST_TEST(problems_of({"<<out.cpp>>=\n<<b>>\n@\n"}) ==
             "chapters/00_a.nw:2:1: <<b>> is defined nowhere; define it, or write `@<<` for the characters\n");
}

BOOST_AUTO_TEST_CASE(unused_chunk) {
  BOOST_TEST(problems_of({"<<out.cpp>>=\n@\n<<b>>=\n@\n"}) == "chapters/00_a.nw:3:1: <<b>> is never used; use it, or remove it\n");
}

BOOST_AUTO_TEST_CASE(a_prefix_may_leave_a_chunk_for_later_chapters) {
  const Scratch repository;
  write_chapters(repository, {"<<out.cpp>>=\n@\n<<b>>=\n@\n", "<<other.cpp>>=\n<<b>>\n@\n"});
  BOOST_CHECK_NO_THROW(tito::literate::read_book(repository.path()));
  BOOST_CHECK_NO_THROW(tito::literate::read_book(repository.path(), "00"));
}

BOOST_AUTO_TEST_CASE(use_of_a_later_chapters_chunk) {
  BOOST_TEST(problems_of({"<<out.cpp>>=\n<<b>>\n@\n", "Text.\n<<b>>=\n@\n"}) ==
             "chapters/00_a.nw:2:1: <<b>> is defined only later, at chapters/01_b.nw:2; define it here or earlier (it may be empty)\n");
}

BOOST_AUTO_TEST_CASE(circles) {
  BOOST_TEST(problems_of({"<<out.cpp>>=\n<<b>>\n@\n<<b>>=\n<<c>>\n@\n<<c>>=\n <<b>>\n@\n"}) ==
             "chapters/00_a.nw:8:2: a chunk that contains itself: <<b>> → <<c>> → <<b>>; break the circle\n");
  BOOST_TEST(problems_of({"<<out.cpp>>=\n<<b>>\n@\n<<b>>=\n<<b>>\n@\n"}) ==
             "chapters/00_a.nw:5:1: a chunk that contains itself: <<b>> → <<b>>; break the circle\n");
}

BOOST_AUTO_TEST_CASE(used_twice_is_no_circle) {
  BOOST_TEST(problems_of({"<<out.cpp>>=\n<<b>>\n<<c>>\n@\n<<b>>=\n<<c>>\n@\n<<c>>=\n@\n"}) == "");
}

BOOST_AUTO_TEST_CASE(paths) {
  const auto path = [](const std::string& name) { return problems_of({"<<" + name + ">>=\n@\n"}); };
  for (const char* name : {"../a.cpp", "/etc/a.cpp", "a//b.cpp", "./a.cpp", "a/../../b.cpp", "a/", "."})
    BOOST_TEST(path(name) == "chapters/00_a.nw:1:1: path `" + std::string(name) +
                                 "`; write a plain path below the output folder, without `.`, `..` or an empty part\n");
  BOOST_TEST(path("a/.clang-format") == "");
}

BOOST_AUTO_TEST_CASE(file_and_folder_of_one_name) {
  BOOST_TEST(problems_of({"<<a.d>>=\n@\n<<a.d/b.cpp>>=\n@\n"}) ==
             "chapters/00_a.nw:3:1: path `a.d/b.cpp` needs a folder `a.d`, which is a file at chapters/00_a.nw:1; rename one\n");
}

BOOST_AUTO_TEST_CASE(what_must_not_be_used) {
  const auto used = [](const std::string& name, const std::string& rest) {
    return problems_of({"<<out.cpp>>=\n<<" + name + ">>\n@\n<<" + name + ">>=\n@\n" + rest});
  };
  BOOST_TEST(used("b.cpp", "") == "chapters/00_a.nw:2:1: <<b.cpp>> is used, but it is an output file; take the use out\n");
  BOOST_TEST(used("listing: b", "") == "chapters/00_a.nw:2:1: <<listing: b>> is used, but a listing is only shown; take the use out\n");
  BOOST_TEST(used("stub: b", "") ==
             "chapters/00_a.nw:2:1: <<stub: b>> is used, but a stub only replaces its solution; take the use out\n"
             "chapters/00_a.nw:4:1: <<stub: b>> belongs to no exercise; write its exercise, or rename it\n");
}

BOOST_AUTO_TEST_CASE(misspelt_prefixes) {
  const auto named = [](const std::string& name) { return problems_of({"<<out.cpp>>=\n<<" + name + ">>\n@\n<<" + name + ">>=\n@\n"}); };
  BOOST_TEST(named("Solution: b") == "chapters/00_a.nw:4:1: <<Solution: b>> is ordinary code; did you mean `solution: ID`?\n");
  BOOST_TEST(named("solutoin: b") == "chapters/00_a.nw:4:1: <<solutoin: b>> is ordinary code; did you mean `solution: ID`?\n");
  BOOST_TEST(named("probe:b c") == "chapters/00_a.nw:4:1: <<probe:b c>> is ordinary code; did you mean `probe: ID`?\n");
  BOOST_TEST(named("listing: Two Words").find("<<listing: Two Words>> names no id; write `listing: ID`, lower-case words joined by `-`") !=
             std::string::npos);
  BOOST_TEST(named("an aside: b") == "");
  BOOST_TEST(named("test::name of it") == "");
}

BOOST_AUTO_TEST_CASE(analyses_belong_to_their_program) {
  BOOST_TEST(problems_of({"<<analyses/00_a.cpp>>=\n<<analysis: b>>\n@\n<<analysis: b>>=\n@\n"}) == "");
  BOOST_TEST(problems_of({"<<out.cpp>>=\n<<analysis: b>>\n@\n<<analysis: b>>=\n@\n"}) ==
             "chapters/00_a.nw:2:1: <<analysis: b>> stands in out.cpp; only analyses/00_a.cpp may use it\n");
}

BOOST_AUTO_TEST_SUITE_END()
