#include <fmt/format.h>

#include <boost/test/unit_test.hpp>
#include <cstdlib>
#include <nlohmann/json.hpp>

#include "fixture.hpp"
#include "literate/names/tokens.hpp"

using nlohmann::json;

namespace {

using Pages = std::map<std::string, std::string>;

json chapter_of(const Pages& pages, const std::string& chapter) { return json::parse(pages.at("chapters/" + chapter + ".json")); }

/// The linked words of a chunk as "word > where it leads", in reading order.
std::vector<std::string> links_of(const Pages& pages, const std::string& chapter, const std::string& chunk) {
  const json page = chapter_of(pages, chapter);
  std::vector<std::string> links;
  for (const json& line : page.at("chunks").at("chunk-" + chunk).at("lines"))
    for (const json& name : line.value("names", json::array())) {
      const std::string text = line.at("text"), meaning = name.at(2), to = page.at("identifiers").at(meaning).at("name");
      links.push_back(fmt::format("{} > {}", text.substr(name.at(0), name.at(1)), to));
    }
  return links;
}

/// One chapter: a header `lib.hpp` of one chunk `declarations`, and `out.cpp`, which includes it and holds one chunk `code`.
Pages with_code(const std::string& declarations, const std::string& code) {
  return tito::literate::weave(book_of({"<<lib.hpp>>=\nnamespace tt {\n<<declarations>>\n}\n@\n<<declarations>>=\n" + declarations +
                                  "@\n<<out.cpp>>=\n#include <lib.hpp>\nnamespace tt {\n<<code>>\n}\n@\n<<code>>=\n" + code + "@\n"}),
                         {});
}

using Links = std::vector<std::string>;

void check_links(const std::string& declarations, const std::string& code, const Links& expected) {
  const Links found = links_of(with_code(declarations, code), "00_a", "code");
  BOOST_TEST(found == expected, code << boost::test_tools::per_element());
}

}  // namespace

BOOST_AUTO_TEST_SUITE(navigation)

BOOST_AUTO_TEST_CASE(a_name_leads_to_its_definition) {
  check_links("int area(int side);\nstruct Box {};\n", "Box b() { return {}; }\nint c = area(2);\n",
              {"Box > declarations", "area > declarations"});
  const Pages pages = tito::literate::weave(
      book_of({"<<lib.hpp>>=\n<<declarations>>\n@\n<<declarations>>=\nint area(int side);\n@\n<<lib.cpp>>=\n<<definitions>>\n<<uses>>\n@\n"
               "<<definitions>>=\nint area(int side) { return side * side; }\n@\n<<uses>>=\nint four = area(2);\n@\n"}),
      {});
  const Links defined = {"area > definitions"}, none;
  BOOST_TEST(links_of(pages, "00_a", "uses") == defined);
  BOOST_TEST(links_of(pages, "00_a", "declarations") == defined);
  BOOST_TEST(links_of(pages, "00_a", "definitions") == none, "a chunk has no link to itself");
}

BOOST_AUTO_TEST_CASE(comments_strings_and_paths_have_no_links) {
  check_links("int area(int side);\n",
              "#include \"area\"\n#include <area>\n// area(1)\n/* area(2)\n   area */\nconst char* a = \"area \\\" area\";\n"
              "const char* b = R\"x(area \" )\" area)x\";\nchar c = 'a';\nint n = 1'000'000;\nint d = area(1'0);\n",
              {"area > declarations"});
}

BOOST_AUTO_TEST_CASE(unfinished_code_has_tokens_too) {
  for (const std::string text : {"", "R\"", "R\"x(", "\"", "\"\\", "'", "/*", "#", "#include", "\\", "1'", "u8", ".", "a:", "\xff\xfe"})
    BOOST_TEST(tito::literate::tokens_of(text).size() <= text.size(), text);
}

BOOST_AUTO_TEST_CASE(a_local_name_hides_what_has_the_same_name) {
  const std::string declarations = "int area(int side);\nextern int count, first;\n";
  check_links(declarations, "int f(int area) { return area + count; }\n", {"count > declarations"});
  check_links(declarations, "int f() {\n  int count = 2;\n  return count + area(1);\n}\nint g() { return count; }\n",
              {"area > declarations", "count > declarations"});
  check_links(declarations, "int f() {\n  auto [count, first] = pair();\n  return count + first;\n}\n", {});
  check_links(declarations, "int f() {\n  auto g = [](int count) { return count; };\n  return g(1);\n}\n", {});
  check_links(declarations, "int f() {\n  for (const auto& first : all()) use(first);\n  return 0;\n}\n", {});
  check_links(declarations, "template <int count>\nint f() {\n  return count;\n}\n", {});
}

BOOST_AUTO_TEST_CASE(a_member_is_known_by_the_type_of_its_object) {
  const std::string declarations =
      "struct Inner { int size() const; };\nstruct Box {\n  int size() const;\n  Inner inner() const;\n  Inner part;\n};\nBox make();\n"
      "using Chest = Box;\n";
  check_links(declarations, "int f(const Box& b) { return b.size(); }\n", {"Box > declarations", "size > declarations"});
  check_links(declarations, "int f(std::vector<int> b) { return b.size(); }\n", {});
  check_links(declarations, "int f(auto b) { return b.size(); }\n", {});
  check_links(declarations, "int f(Chest* b) { return b->inner().size() + b->part.size(); }\n",
              {"Chest > declarations", "inner > declarations", "size > declarations", "part > declarations", "size > declarations"});
  check_links(declarations, "int n = make().part.size();\n", {"make > declarations", "part > declarations", "size > declarations"});
  check_links(declarations, "int f(std::shared_ptr<Box> b) { return b->size() + b.get(); }\n",
              {"Box > declarations", "size > declarations"});
  check_links(declarations, "struct Crate : Box {\n  int twice() { return 2 * size(); }\n};\n",
              {"Box > declarations", "size > declarations"});
  check_links(declarations, "int size();\n", {});
}

BOOST_AUTO_TEST_CASE(scope_decides_or_there_is_no_link) {
  const std::string declarations = "namespace one { int f(); }\nnamespace two { int f(); }\n";
  const auto meaning = [&](const std::string& code) {
    const json page = chapter_of(with_code(declarations, code), "00_a");
    std::string all;
    for (const auto& [name, place] : page.at("identifiers").items()) all += name + " ";
    return all;
  };
  BOOST_TEST(meaning("int n = f();\n") == "");
  BOOST_TEST(meaning("int n = one::f();\n") == "tt::one::f ");
  BOOST_TEST(meaning("int n = std::f();\n") == "");
  BOOST_TEST(meaning("namespace two { int n = f(); }\n") == "tt::two::f ");
  BOOST_TEST(meaning("using namespace tt::one;\nint n = f();\n") == "tt::one::f ");
  BOOST_TEST(meaning("using namespace tt::one;\nusing namespace tt::two;\nint n = f();\n") == "");
  BOOST_TEST(meaning("using tt::two::f;\nint n = f();\n") == "tt::two::f ");
}

BOOST_AUTO_TEST_CASE(of_overloads_in_several_chunks_the_arguments_choose_or_there_is_no_link) {
  const Pages pages = tito::literate::weave(
      book_of({"<<lib.hpp>>=\n<<types>>\n<<for boxes>>\n<<for bags>>\n@\n<<types>>=\nstruct Box {};\nstruct Bag {};\nauto other();\n@\n"
               "<<for boxes>>=\nint count(const Box& box) { return 1; }\nint count(int from, int to = 2);\n@\n"
               "<<for bags>>=\nint count(const Bag&) { return 2; }\n@\n<<out.cpp>>=\n<<uses>>\n@\n"
               "<<uses>>=\nint f(const Box& a, Bag b) {\n  return count(a) + count(b) + count(1, 2) + count(other()) + count(a, b, "
               "a);\n}\n@\n"}),
      {});
  const Links expected = {"Box > types", "Bag > types", "count > for boxes", "count > for bags", "count > for boxes", "other > types"};
  BOOST_TEST(links_of(pages, "00_a", "uses") == expected, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(a_name_of_one_file_is_unknown_in_others) {
  const std::string file =
      "namespace {{\nint helper() {{ return 1; }}\n}}\n<<use it in {0}>>\n@\n<<use it in {0}>>=\nint n = helper();\n@\n";
  const Pages pages = tito::literate::weave(
      book_of({"<<a.cpp>>=\n" + fmt::format(fmt::runtime(file), "a") + "<<b.cpp>>=\n" + fmt::format(fmt::runtime(file), "b") +
               "<<c.cpp>>=\n<<elsewhere>>\n@\n<<elsewhere>>=\nint n = helper();\n@\n"}),
      {});
  const Links a = {"helper > a.cpp"}, b = {"helper > b.cpp"}, none;
  BOOST_TEST(links_of(pages, "00_a", "use-it-in-a") == a);
  BOOST_TEST(links_of(pages, "00_a", "use-it-in-b") == b);
  BOOST_TEST(links_of(pages, "00_a", "elsewhere") == none);
}

BOOST_AUTO_TEST_CASE(columns_count_characters) {
  const json page = chapter_of(with_code("int area(int side);\n", "int a = f(\"é∘\", area(1));\n"), "00_a");
  BOOST_TEST(page.at("chunks").at("chunk-code").at("lines").at(0).at("names").at(0).at(0) == 16);
}

BOOST_AUTO_TEST_CASE(a_chunk_says_which_scope_it_stands_in) {
  const Pages pages = tito::literate::weave(book_of({"<<lib.hpp>>=\nnamespace tt {\n<<a class>>\nint Box::size() {\n  <<the body>>\n}\n}\n@\n<<a "
                                               "class>>=\nstruct Box {\n  <<a member>>\n};\n"
                                               "@\n<<a member>>=\nint size();\n@\n<<the body>>=\nreturn 1;\n@\n"}),
                                      {});
  const json chunks = chapter_of(pages, "00_a").at("chunks");
  BOOST_TEST(chunks.at("chunk-lib-hpp").at("scope") == "");
  BOOST_TEST(chunks.at("chunk-a-class").at("scope") == "namespace tt");
  BOOST_TEST(chunks.at("chunk-a-member").at("scope") == "struct Box");
  BOOST_TEST(chunks.at("chunk-the-body").at("scope") == "Box::size()");
}

BOOST_AUTO_TEST_CASE(a_later_part_stands_between_its_neighbours) {
  const Pages pages = tito::literate::weave(book_of({"<<out.txt>>=\nzero\nbefore\n  <<slot>>\nafter\nlast\nbeyond\n@\n<<slot>>=\n@\n",
                                               "<<slot>>=\nmine\n@\n", "<<slot>>=\nlater\n@\n"}),
                                      {});
  const auto around = [&](const std::string& chapter, const std::string& chunk) {
    const json facts = chapter_of(pages, chapter).at("chunks").at(chunk);
    return facts.at("before").dump() + facts.at("after").dump();
  };
  BOOST_TEST(around("00_a", "chunk-slot") == "[][]");
  BOOST_TEST(around("01_b", "chunk-slot-2") == R"(["zero","before"]["after","last"])", "as after its own chapter");
  BOOST_TEST(around("02_c", "chunk-slot-3") == R"(["before","mine"]["after","last"])");
}

BOOST_AUTO_TEST_CASE(changes_are_those_from_chapter_to_chapter) {
  const Pages pages = tito::literate::weave(
      book_of({"<<out.cpp>>=\none\n<<slot>>\ntwo\n@\n<<slot>>=\n@\n", "<<slot>>=\nadded\n@\n<<new.cpp>>=\na\nb\n@\n", "Text.\n"}), {});
  const json changes = json::parse(pages.at("changes/01_b.json")).at("files");
  BOOST_REQUIRE(changes.size() == 2U);
  BOOST_TEST(changes.at(0).at("path") == "new.cpp");
  BOOST_TEST(changes.at(0).at("status") == "new");
  BOOST_TEST(changes.at(0).at("lines") == 3);
  BOOST_TEST(changes.at(0).at("root").at("id") == "chunk-new-cpp");
  BOOST_TEST(changes.at(1).at("path") == "out.cpp");
  BOOST_TEST(changes.at(1).at("added") == 2);
  BOOST_TEST(changes.at(1).at("removed") == 0);
  const json runs = changes.at(1).at("hunks").at(0).at("runs");
  BOOST_TEST(runs.back().at("lines").dump() == R"(["two"])");
  BOOST_TEST(runs.at(runs.size() - 2).at("lines").dump() == R"(["added"])");
  BOOST_TEST(runs.at(runs.size() - 2).at("chunk").at("id") == "chunk-slot-2");
  BOOST_TEST(json::parse(pages.at("changes/02_c.json")).at("files").empty());
  BOOST_TEST(pages.at("changes/01_b.md").find("```{changes} 01_b\n") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(changes_and_context_show_no_line_of_a_solution) {
  for (const auto& [path, text] : tito::literate::weave(sample_book(), {})) {
    if (path.starts_with("changes/")) BOOST_TEST(text.find("std::accumulate") == std::string::npos, path);
    if (!path.starts_with("chapters/") || !path.ends_with(".json")) continue;
    const json page = json::parse(text);
    for (const auto& [id, chunk] : page.at("chunks").items())
      BOOST_TEST((chunk.at("before").dump() + chunk.at("after").dump()).find("std::accumulate") == std::string::npos, id);
  }
}

BOOST_AUTO_TEST_CASE(an_edition_without_solutions_knows_no_name_from_within_one) {
  const tito::literate::Book book =
      book_of({"::::{exercise} Add\n:id: add\n:points: 1\n:minutes: 1\n:difficulty: 1\nAdd.\n\n**Approach** A.\n\n**Example** "
               "B.\n\n**Hints** C.\n::::\n"
               "<<out.cpp>>=\nint add() {\n  <<solution: add>>\n}\n<<uses>>\n@\n<<solution: add>>=\nstruct Secret { int hidden = 1; "
               "};\nreturn Secret{}.hidden;\n"
               "@\n<<uses>>=\nint n = add();\n@\n<<tests/a.cpp>>=\n<<test: add>>\n@\n<<test: add>>=\nint "
               "t;\n@\n<<probes/a.cpp>>=\n<<probe: add>>\n@\n"
               "<<probe: add>>=\nint p;\n@\n"});
  const auto holds_secret = [](const Pages& pages) {
    return std::any_of(pages.begin(), pages.end(), [](const auto& page) {
      return page.second.find("Secret") != std::string::npos || page.second.find("hidden") != std::string::npos;
    });
  };
  BOOST_TEST(holds_secret(tito::literate::weave(book, {})), "or the test could not fail");
  const Pages student = tito::literate::weave(stripped(book), {});
  BOOST_TEST(!holds_secret(student));
  const Links add = {"add > out.cpp"};
  BOOST_TEST(links_of(student, "00_a", "uses") == add);
}

BOOST_AUTO_TEST_CASE(without_ctags_there_is_a_message) {
  const std::string path = std::getenv("PATH");
  const tito::literate::Book book = book_of({"<<out.cpp>>=\nint n;\n@\n"});
  setenv("PATH", "/nowhere", 1);
  BOOST_CHECK_EXCEPTION(tito::literate::weave(book, {}), tito::Failure, [](const tito::Failure& failure) {
    return std::string(failure.what()).find("tito setup") != std::string::npos;
  });
  setenv("PATH", path.c_str(), 1);
}

BOOST_AUTO_TEST_SUITE_END()
