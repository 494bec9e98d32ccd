// The one lexer for C++, on what lexers misread.
#include <boost/test/unit_test.hpp>

#include <string>

#include "support/cpp_tokens.hpp"

namespace {

using tito::cpp::Kind;
using tito::cpp::Token;

// Tokens with a letter for what they are: "w:int m:(".
std::string shown(std::string_view code) {
  std::string text;
  for (const Token& token : tito::cpp::tokens_of(code)) {
    if (!text.empty()) text += ' ';
    text += "wnsc/hm?"[static_cast<std::size_t>(token.kind)];
    text += token.open ? '!' : ':';
    text += plain(token);
  }
  return text;
}

std::string flaw(std::string_view code) {
  const auto tokens = tito::cpp::tokens_of(code);
  const auto found = find_flaw(tokens);
  return found ? std::to_string(tokens[found->token].line + 1) + ": " + found->message : "";
}

}  // namespace

BOOST_AUTO_TEST_SUITE(cpp_tokens)

BOOST_AUTO_TEST_CASE(numbers) {
  BOOST_TEST(shown("1'000 0x1p-3f 1e+5-2 .5 1.e5 0b1'0 3..2") == "n:1'000 n:0x1p-3f n:1e+5 m:- n:2 n:.5 n:1.e5 n:0b1'0 n:3..2");
  BOOST_TEST(shown("a.b x'1' 7'b") == "w:a m:. w:b w:x c:'1' n:7'b");
  BOOST_TEST(shown("1'a'") == "n:1'a c!'");
}

BOOST_AUTO_TEST_CASE(literals) {
  BOOST_TEST(shown(R"x("a\"b" 'c' '\'' u8"d" L'e' "f"sv 'g'_h)x") == R"x(s:"a\"b" c:'c' c:'\'' s:u8"d" c:L'e' s:"f"sv c:'g'_h)x");
  BOOST_TEST(shown("R\"(a\"b)\" u8R\"x()\")x\"_y R\"\" + 1") == "s:R\"(a\"b)\" s:u8R\"x()\")x\"_y s!R\"\" m:+ n:1");
  BOOST_TEST(shown("\"a\\\nb\" c") == "s:\"ab\" w:c");
  BOOST_TEST(shown("R\"(a\\\nb)\" c") == "s:R\"(a\\\nb)\" w:c", "a raw string keeps what looks like a line splice");
  BOOST_TEST(shown("myR\"(a)\" uu\"b\"") == "w:myR s:\"(a)\" w:uu s:\"b\"");
}

BOOST_AUTO_TEST_CASE(literals_without_their_end) {
  BOOST_TEST(shown("\"a\nb") == "s!\"a w:b");
  BOOST_TEST(shown("'\n'") == "c!' c!'");
  BOOST_TEST(shown("\"a\\") == "s!\"a\\");
  BOOST_TEST(shown("R\"x(a)\" b") == "s!R\"x(a)\" b");
  BOOST_TEST(shown("/* a") == "/!/* a");
  BOOST_TEST(shown("R\"seventeen_letters(a)seventeen_letters\"") == "s!R\"seventeen_letters(a)seventeen_letters\"");
}

BOOST_AUTO_TEST_CASE(comments_and_splices) {
  BOOST_TEST(shown("a // b \" '\nc") == "w:a /:// b \" ' w:c");
  BOOST_TEST(shown("a // b \\\n c\nd") == "w:a /:// b  c w:d");
  BOOST_TEST(shown("a // b \\  \n c\nd") == "w:a /:// b  c w:d", "GCC overlooks spaces behind the backslash");
  BOOST_TEST(shown("a /* ' \" // */ b") == "w:a /:/* ' \" // */ w:b");
  BOOST_TEST(shown("/\\\n/ a\nb /\\\n* c *\\\n/ d") == "/:// a w:b /:/* c */ w:d");
  BOOST_TEST(shown("in\\\nt a +\\\n+") == "w:int w:a m:++");
  BOOST_TEST(shown("R\\\n\"(a\")\" b").ends_with("(a\")\" w:b"));
  BOOST_TEST(shown("a / b * c") == "w:a m:/ w:b m:* w:c");
}

BOOST_AUTO_TEST_CASE(marks_and_digraphs) {
  BOOST_TEST(shown("a<<=b>>c->*d<=>e...::") == "w:a m:<<= w:b m:>> w:c m:->* w:d m:<=> w:e m:... m:::");
  BOOST_TEST(shown("a<:1:> <% %> %: %:%:") == "w:a m:[ n:1 m:] m:{ m:} m:# m:##");
  BOOST_TEST(shown("v<::n> v<:::n") == "w:v m:< m::: w:n m:> w:v m:[ m::: w:n");
  BOOST_TEST(shown("\\ \x01") == "?:\\ ?:\x01");
}

BOOST_AUTO_TEST_CASE(lines_of_the_preprocessor) {
  const std::string code = "#include <a'b//c> // d\n  # /* e */ define F(x) \\\n  x\nint f; %: if 1\nx # y\n#include \"z\"\n";
  std::string directives;
  for (const Token& token : tito::cpp::tokens_of(code))
    if (token.directive && token.kind != Kind::comment) directives += std::string(token.text) + " ";
  BOOST_TEST(directives == "# include <a'b//c> # define F ( x ) x # include \"z\" ");
  BOOST_TEST(shown("#include <a") == "m:# w:include h!<a");
  BOOST_TEST(shown("a < b") == "w:a m:< w:b");
}

BOOST_AUTO_TEST_CASE(places) {
  const auto tokens = tito::cpp::tokens_of("é  a\n /* x\n y */ R\"(\n)\" b\n");
  BOOST_REQUIRE(tokens.size() == 5U);
  BOOST_TEST(tokens[1].column == 4U);
  BOOST_TEST(tokens[2].line == 1U);
  BOOST_TEST(tokens[2].last == 2U);
  BOOST_TEST(tokens[3].line == 2U);
  BOOST_TEST(tokens[3].last == 3U);
  BOOST_TEST(tokens[4].line == 3U);
  BOOST_TEST(tokens[4].column == 3U);
}

BOOST_AUTO_TEST_CASE(flaws) {
  BOOST_TEST(flaw("if (a[1]) { f('(', \"[\"); } // (") == "");
  BOOST_TEST(flaw("f(a;\n") == "1: `(` is not closed; add `)`");
  BOOST_TEST(flaw("{\n} }\n") == "2: `}` closes nothing; take it out, or open it here");
  BOOST_TEST(flaw("f(a];") == "1: `]` closes `(` of another kind; write `)`");
  BOOST_TEST(flaw("<% a %> <: ]") == "");
  BOOST_TEST(flaw("f();\n/* a") == "2: a comment without its `*/`; end it");
  BOOST_TEST(flaw("f(\"a);") == "1: a string without its closing quote; end it on its line");
  BOOST_TEST(flaw("R\"(a") == "1: a raw string without its end; close it");
  BOOST_TEST(flaw("'a") == "1: a character without its closing quote; end it on its line");
}

// Inputs on which a careless lexer takes quadratic time.
BOOST_AUTO_TEST_CASE(long_inputs_take_linear_time) {
  const std::size_t many = 1 << 16U;
  const auto repeated = [&](std::string_view text) {
    std::string all;
    for (std::size_t i = 0; i < many; ++i) all += text;
    return all;
  };
  for (const std::string_view text : {"\\\n", "+\\\n", "R\"(", "/*", "R\"x", "'", "(", "*\\ ", "#include <", "a'"})
    BOOST_TEST(tito::cpp::tokens_of(repeated(text)).size() <= many * text.size(), text);
}

BOOST_AUTO_TEST_SUITE_END()
