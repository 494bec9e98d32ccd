// What noweb would misread silently is an error with a place.
#include <boost/test/unit_test.hpp>

#include "fixture.hpp"

namespace {

// A chapter whose line 5 is `line` of the chunk that starts in line 3.
std::string in_code(const std::string& line) { return "Text.\n\n<<out.cpp>>=\nint a;\n" + line + "\n@\n"; }

}  // namespace

BOOST_AUTO_TEST_SUITE(source)

BOOST_AUTO_TEST_CASE(a_sound_chapter_has_no_problems) { BOOST_TEST(problems_of({in_code("int b;")}) == ""); }

BOOST_AUTO_TEST_CASE(byte_order_mark) {
  BOOST_TEST(problems_of({"\xEF\xBB\xBFText.\n"}) == "chapters/00_a.nw:1:1: byte order mark; save the file as UTF-8 without BOM\n");
}

BOOST_AUTO_TEST_CASE(carriage_returns_are_one_problem) {
  BOOST_TEST(problems_of({"Text.\r\n<<out.cpp>>=\r\nint a;\r\n@\r\n"}) ==
             "chapters/00_a.nw:1:6: carriage return; save the file with LF line ends (also on 3 more lines)\n");
}

BOOST_AUTO_TEST_CASE(tab) { BOOST_TEST(problems_of({in_code("  \tint b;")}) == "chapters/00_a.nw:5:3: tab; indent with spaces\n"); }

BOOST_AUTO_TEST_CASE(nul) { BOOST_TEST(problems_of({in_code(std::string("b\0c", 3))}) == "chapters/00_a.nw:5:2: NUL byte; remove it\n"); }

BOOST_AUTO_TEST_CASE(control_characters) {
  const auto found = [](const std::string& character) { return problems_of({"Text.\nab" + character + "\n"}); };
  const std::string place = "chapters/00_a.nw:2:3: control character U+";
  BOOST_TEST(found("\x1b") == place + "001B; remove it\n");
  BOOST_TEST(found("\f") == place + "000C; remove it\n");
  BOOST_TEST(found("\x7f") == place + "007F; remove it\n");
  BOOST_TEST(found("\u0085") == place + "0085; remove it\n");
  BOOST_TEST(found("\u202E") == place + "202E; remove it\n", "code would not read as it runs");
  BOOST_TEST(found("\u2066") == place + "2066; remove it\n");
  BOOST_TEST(found("\u2028") == place + "2028; remove it\n");
  BOOST_TEST(problems_of({"a\x07\nb\x07\x07\n"}) == "chapters/00_a.nw:1:2: control character U+0007; remove it (also on 1 more lines)\n");
  BOOST_TEST(found("é\u00A0\u200B\u2014") == "");
}

BOOST_AUTO_TEST_CASE(malformed_utf8) {
  // A stray continuation, a sequence cut short, an overlong slash, a surrogate, and a lead byte beyond Unicode.
  for (const char* bytes : {"\x80", "\xC3", "\xC0\xAF", "\xED\xA0\x80", "\xF5\x80\x80\x80", "\xE0\x80\xAF", "\xF4\x90\x80\x80"})
    BOOST_TEST(problems_of({std::string("ab") + bytes + "\n"}) == "chapters/00_a.nw:1:3: not UTF-8; save the file as UTF-8\n");
}

BOOST_AUTO_TEST_CASE(utf8_is_welcome) { BOOST_TEST(problems_of({"é ┌─┐ 𝛁 \xF4\x8F\xBF\xBF\n"}) == ""); }

BOOST_AUTO_TEST_CASE(no_newline_at_the_end) {
  BOOST_TEST(problems_of({"Text.\nMore"}) == "chapters/00_a.nw:2:5: no newline at the end of the file; add one\n");
}

BOOST_AUTO_TEST_CASE(empty_file) {
  BOOST_TEST(problems_of({""}) == "chapters/00_a.nw: the chapter is empty; write its text, or take it out of chapters/order.toml\n");
}

BOOST_AUTO_TEST_CASE(text_after_a_definition) {
  BOOST_TEST(problems_of({"<<out.cpp>>= // hello\nint a;\n@\n"}) == "chapters/00_a.nw:1:13: text after `>>=`; end the line there\n");
  BOOST_TEST(problems_of({"<<out.cpp>>= \nint a;\n@\n"}) == "chapters/00_a.nw:1:13: text after `>>=`; end the line there\n");
}

BOOST_AUTO_TEST_CASE(indented_definition) {
  const std::string message = "a definition begins in column 1; remove the indentation\n";
  BOOST_TEST(problems_of({in_code("  <<b>>=")}) == "chapters/00_a.nw:5:3: " + message);
  BOOST_TEST(problems_of({" <<b>>=\nint b;\n@\n"}) == "chapters/00_a.nw:1:2: " + message);
}

BOOST_AUTO_TEST_CASE(use_not_alone) {
  const std::string message =
      "noweb reads `<<` … `>>` as a use, which must stand alone on its line; write `@<<` where `<<` is a C++ operator\n";
  BOOST_TEST(problems_of({in_code("f(<<b>>);")}) == "chapters/00_a.nw:5:3: " + message);
  BOOST_TEST(problems_of({in_code("<<b>> // comment")}) == "chapters/00_a.nw:5:1: " + message);
  BOOST_TEST(problems_of({in_code("os << std::vector<std::vector<int>>{};")}) == "chapters/00_a.nw:5:4: " + message);
  BOOST_TEST(problems_of({in_code("x <<= 2; y >>= 3;")}) == "chapters/00_a.nw:5:3: " + message);
  BOOST_TEST(problems_of({in_code("os << a @>> b;")}) == "chapters/00_a.nw:5:4: " + message);
  BOOST_TEST(problems_of({in_code("<<b>> <<c>>")}) == "chapters/00_a.nw:5:1: " + message);
}

BOOST_AUTO_TEST_CASE(spaces_after_a_use) {
  BOOST_TEST(problems_of({in_code("  <<b>>  ")}) == "chapters/00_a.nw:5:8: spaces after a use; end the line after `>>`\n");
}

BOOST_AUTO_TEST_CASE(operators_that_noweb_leaves_alone) {
  BOOST_TEST(problems_of({in_code("os << a << b;")}) == "");
  BOOST_TEST(problems_of({in_code("std::vector<std::vector<int>> b;")}) == "");
  BOOST_TEST(problems_of({in_code("os @<< std::vector<std::vector<int>>{};")}) == "");
  BOOST_TEST(problems_of({in_code("kernel@<<<blocks, threads>>>(x);")}) == "");
  BOOST_TEST(problems_of({in_code("b >> c << d;")}) == "");
}

BOOST_AUTO_TEST_CASE(brackets_in_prose) {
  BOOST_TEST(problems_of({"Write `cout << x`.\n"}) == "chapters/00_a.nw:1:13: `<<` in prose; write `@<<`\n");
  BOOST_TEST(problems_of({"```cpp\ncout << x;\n```\n"}) == "chapters/00_a.nw:2:6: `<<` in prose; write `@<<`\n");
  BOOST_TEST(problems_of({"Write `cout @<< x`.\n"}) == "");
}

BOOST_AUTO_TEST_CASE(code_quotes_close_on_their_line) {
  BOOST_TEST(problems_of({"An array [[1, 2],\n[3, 4]].\n"}) ==
             "chapters/00_a.nw:1:10: `[[` without `]]` on its line; write `@[[` for the characters\n");
  BOOST_TEST(problems_of({"An array [[1, 2], [3, 4]] and `@[[`.\n"}) == "");
}

BOOST_AUTO_TEST_CASE(at_signs_that_noweb_drops) {
  const std::string message = "noweb drops an `@` that begins a line; write `@@` for the character, or put the text on the next line\n";
  BOOST_TEST(problems_of({"@ text\n"}) == "chapters/00_a.nw:1:1: " + message);
  BOOST_TEST(problems_of({in_code("@ text")}) == "chapters/00_a.nw:5:1: " + message);
  BOOST_TEST(problems_of({"Text.\n\n```\na\n@\nb\n```\n"}) ==
             "chapters/00_a.nw:5:1: noweb drops this `@` inside the fence of line 3; write `@@`\n");
  BOOST_TEST(problems_of({"@\nText.\n@\n@param is no end.\n```\na\n```\n@\n"}) == "");
}

BOOST_AUTO_TEST_CASE(names) {
  const auto named = [](const std::string& name) { return problems_of({"<<" + name + ">>=\n@\n"}); };
  BOOST_TEST(named("") == "chapters/00_a.nw:1:3: a chunk without a name; name it\n");
  BOOST_TEST(named(" a b") == "chapters/00_a.nw:1:3: a space at the edge of a chunk name; remove it\n");
  BOOST_TEST(named("a b ") == "chapters/00_a.nw:1:3: a space at the edge of a chunk name; remove it\n");
  BOOST_TEST(named("a  b") == "chapters/00_a.nw:1:4: two spaces in a chunk name; noweb takes it for another name; write one\n");
  BOOST_TEST(named("a >> b") == "chapters/00_a.nw:1:5: `>>` in a chunk name; reword it\n");
  BOOST_TEST(named("a << b") == "chapters/00_a.nw:1:5: `<<` in a chunk name; reword it\n");
  BOOST_TEST(named("a [[b]]") ==
             "chapters/00_a.nw:1:5: `[[` in a chunk name; reword it\n"
             "chapters/00_a.nw:1:8: `]]` in a chunk name; reword it\n");
  BOOST_TEST(named("a@") == "chapters/00_a.nw:1:4: `@` at the end of a chunk name hides the `>>` from noweb; reword it\n");
  BOOST_TEST(named("a>") == "chapters/00_a.nw:1:4: `>` at the end of a chunk name hides the `>>` from noweb; reword it\n");
  BOOST_TEST(problems_of({in_code("<<a@>>")}) ==
             "chapters/00_a.nw:5:4: `@` at the end of a chunk name hides the `>>` from noweb; reword it\n");
  BOOST_TEST(named(std::string(121, 'a')) == "chapters/00_a.nw:1:3: a chunk name of 121 bytes; 120 are allowed\n");
  BOOST_TEST(problems_of({in_code("<<" + std::string(120, 'a') + ">>") + "<<" + std::string(120, 'a') + ">>=\n@\n"}) == "");
  BOOST_TEST(problems_of({in_code("  <<a  b>>")}) ==
             "chapters/00_a.nw:5:6: two spaces in a chunk name; noweb takes it for another name; write one\n");
}

BOOST_AUTO_TEST_CASE(uses_inside_constructs_that_cannot_hold_them) {
  const auto after = [](const std::string& line) { return problems_of({in_code(line + "\n<<b>>") + "<<b>>=\n@\n"}); };
  const std::string place = "chapters/00_a.nw:6:1: a use inside ";
  BOOST_TEST(after("const char* text = R\"(") == place + "a raw string; move it out\n");
  BOOST_TEST(after("const char* text = R\"xy( )\" ") == place + "a raw string; move it out\n");
  BOOST_TEST(after("BOOST_CHECK_THROW([] {") == place + "a macro's arguments; move it out\n");
  BOOST_TEST(after("#define TWICE(x) \\") == place + "a line continued with `\\`; move it out\n");
  BOOST_TEST(after("BOOST_AUTO_TEST_CASE(name) {") == "");
  BOOST_TEST(after("BOOST_TEST(f(1'000) == ')');  // BOOST_TEST(") == "");
  BOOST_TEST(after("call([] {") == "");
  BOOST_TEST(after("const char* text = R\"(BOOST_TEST()\";") == "");
  BOOST_TEST(after("const char* text = u8R\"(") == place + "a raw string; move it out\n");
  BOOST_TEST(after("TEST(a,\nb, ')',") == "chapters/00_a.nw:7:1: a use inside a macro's arguments; move it out\n");
  BOOST_TEST(after("/* don't BOOST_TEST( */ int a;") == "");
}

BOOST_AUTO_TEST_CASE(all_problems_are_reported_in_reading_order) {
  BOOST_TEST(problems_of({"a << b\n<<c  d>>=\nf(<<e>>)\n@\n", "g << h\n"}) ==
             "chapters/00_a.nw:1:3: `<<` in prose; write `@<<`\n"
             "chapters/00_a.nw:2:4: two spaces in a chunk name; noweb takes it for another name; write one\n"
             "chapters/00_a.nw:3:3: noweb reads `<<` … `>>` as a use, which must stand alone on its line; "
             "write `@<<` where `<<` is a C++ operator\n"
             "chapters/01_b.nw:1:3: `<<` in prose; write `@<<`\n");
}

BOOST_AUTO_TEST_SUITE_END()
