#include <boost/test/unit_test.hpp>

#include "fixture.hpp"
#include "literate/model/text.hpp"

BOOST_AUTO_TEST_SUITE(tangle)

BOOST_AUTO_TEST_CASE(sample_in_full) { check_golden("full", texts_of(tito::literate::tangle(sample_book()))); }
BOOST_AUTO_TEST_CASE(sample_for_students) { check_golden("student", texts_of(tito::literate::tangle(stripped(sample_book())))); }
BOOST_AUTO_TEST_CASE(sample_with_line_directives) { check_golden("line", texts_of(tito::literate::tangle(sample_book(), {.line = true}))); }

BOOST_AUTO_TEST_CASE(names_become_comments) {
  BOOST_TEST(tangled({"<<out.cpp>>=\nf {\n  <<do it: now>>\n}\n@\n<<do it: now>>=\na\n\n  b\n@\n"}) ==
             "f {\n  // Do it: now\n  a\n\n    b\n}\n");
  BOOST_TEST(tangled({"<<out.cpp>>=\n<<épreuve>>\n@\n<<épreuve>>=\na\n@\n"}) == "// épreuve\na\n");
}

BOOST_AUTO_TEST_CASE(blank_slots_leave_nothing) {
  BOOST_TEST(tangled({"<<out.cpp>>=\na\n  <<b>>\nc\n@\n<<b>>=\n\n   \n  <<d>>\n@\n<<d>>=\n@\n"}) == "a\nc\n");
  BOOST_TEST(tangled({"<<out.cpp>>=\n<<b>>\n@\n<<b>>=\n@\n"}) == "");
}

BOOST_AUTO_TEST_CASE(no_line_ends_in_spaces) {
  BOOST_TEST(tangled({"<<out.cpp>>=\n  <<b>>\n@\n<<b>>=\n\n   \na\n@\n"}) == "  // B\n\n\n  a\n");
}

BOOST_AUTO_TEST_CASE(comments_follow_the_language) {
  const auto tangled_as = [](const std::string& path) {
    return tito::literate::tangle(book_of({"<<" + path + ">>=\n<<b>>\n@\n<<b>>=\na\n@\n"})).at(path).text;
  };
  for (const char* path : {"a.hpp", "x/a.cpp", "a.h"})
    BOOST_TEST(tangled_as(path) == "// Tangled from chapters/00_a.nw: edit that, not this file.\n// B\na\n");
  for (const char* path : {"meson.build", "meson.options", "x/a.py", "a.toml", ".clang-format"})
    BOOST_TEST(tangled_as(path) == "# Tangled from chapters/00_a.nw: edit that, not this file.\n# B\na\n");
  for (const char* path : {"a.md", "a.json", "a.txt"}) BOOST_TEST(tangled_as(path) == "a\n");
}

BOOST_AUTO_TEST_CASE(every_line_knows_its_origin) {
  const auto file = tito::literate::tangle(sample_book()).at("src/shape.cpp");
  const std::vector<std::string_view> lines = tito::literate::split_lines(file.text);
  BOOST_REQUIRE(lines.size() == file.lines.size());
  for (std::size_t i = 0; i < lines.size(); ++i) {
    const tito::literate::Origin& origin = file.lines[i];
    const std::string chapter = read_text(std::string(TESTS "/book/") + origin.at.file);
    const std::string_view source = tito::literate::split_lines(chapter).at(static_cast<std::size_t>(origin.at.line) - 1);
    if (tito::literate::trim(lines[i]).starts_with("//")) continue;
    std::string written(source);
    while (written.find("@<<") != std::string::npos) written.erase(written.find("@<<"), 1);
    BOOST_TEST(lines[i] == (source.empty() ? "" : std::string(static_cast<std::size_t>(origin.shift), ' ') + written));
  }
  BOOST_TEST(file.lines[9].chunk == "solution: shape-count");
  BOOST_TEST(file.lines[9].shift == 4);
}

BOOST_AUTO_TEST_CASE(line_directives_agree_with_the_map) {
  for (const auto& [path, file] : tito::literate::tangle(sample_book(), {.line = true})) {
    if (!path.ends_with("pp")) continue;
    int presumed = 0;
    std::string presumed_file;
    const std::vector<std::string_view> lines = tito::literate::split_lines(file.text);
    BOOST_REQUIRE(lines.size() == file.lines.size());
    for (std::size_t i = 0; i < lines.size(); ++i) {
      if (lines[i].starts_with("#line ")) {
        const std::size_t quote = lines[i].find('"');
        presumed = std::stoi(std::string(lines[i].substr(6)));
        presumed_file = lines[i].substr(quote + 1, lines[i].size() - quote - 2);
        continue;
      }
      BOOST_TEST(file.lines[i].at.line == presumed, path << ": " << lines[i]);
      BOOST_TEST(file.lines[i].at.file == presumed_file);
      ++presumed;
    }
  }
}

BOOST_AUTO_TEST_CASE(prose_changes_no_file) {
  const std::string code = "<<out.cpp>>=\na\n@\n";
  BOOST_TEST(tangled({"Text.\n\n" + code}) == tangled({"Other text,\nin two lines.\n" + code}));
}

BOOST_AUTO_TEST_CASE(a_prefix_is_a_program) {
  const tito::literate::Book book = tito::literate::read_book(TESTS "/book", "00");
  const auto files = tito::literate::tangle(book);
  BOOST_TEST(!files.contains("meson.build"));
  BOOST_TEST(files.at("src/shape.cpp").text.find("numeric") == std::string::npos);
}

BOOST_AUTO_TEST_SUITE_END()
