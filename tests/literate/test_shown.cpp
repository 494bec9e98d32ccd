// What `output` directives ask for: plots of analyses, compiled listings.
#include <boost/test/unit_test.hpp>

#include "fixture.hpp"

namespace {

// Lines 1 to 5, so that an output below begins at line 6.
const std::string analysis = "<<analyses/00_a.cpp>>=\n<<analysis: walk>>\n@\n<<analysis: walk>>=\n@\n";
const std::string listing = "<<listing: wrong>>=\nint x = \"\";\n@\n\n\n";

std::string output(const std::string& id, const std::string& options) { return ":::{output} " + id + "\n" + options + ":::\n"; }

std::string plot_problems(const std::string& plot) {
  return problems_of({analysis + output("walk", ":plot: " + plot + "\n:plot-alt: A curve.\n")});
}

std::string listing_problems(const std::string& options) { return problems_of({listing + output("wrong", options)}); }

}  // namespace

BOOST_AUTO_TEST_SUITE(shown)

BOOST_AUTO_TEST_CASE(a_plot_names_its_columns_and_axes) {
  const tito::literate::Book book = book_of({analysis + output("walk", ":plot: x=n y=\"rows: ns, columns: ns\" log=xy\n:plot-alt: Two.\n")});
  BOOST_REQUIRE(book.plots.size() == 1);
  const tito::literate::Plot& plot = book.plots[0];
  BOOST_TEST(plot.analysis == "walk");
  BOOST_TEST(plot.x == "n");
  BOOST_TEST((plot.y == std::vector<std::string>{"rows: ns", "columns: ns"}));
  BOOST_TEST(plot.log == "xy");
  BOOST_TEST(tito::literate::to_string(plot.at) == "chapters/00_a.nw:7:1");
}

BOOST_AUTO_TEST_CASE(an_output_without_options_has_no_plot) {
  const tito::literate::Book book = book_of({analysis + output("walk", "")});
  BOOST_TEST(book.plots.empty());
  BOOST_TEST(book.listings.empty());
}

BOOST_AUTO_TEST_CASE(descriptions_that_are_refused) {
  const std::string place = "chapters/00_a.nw:7:1: ";
  const std::string form = place + "this is no description of a plot; write `x=COLUMN y=\"COLUMN,COLUMN\" log=xy`, each word once\n";
  const std::string columns = place + "a plot needs the names of its columns; write `x=COLUMN y=\"COLUMN,COLUMN\"`\n";
  BOOST_TEST(plot_problems("n ns") == form);
  BOOST_TEST(plot_problems("x=n y=\"ns") == form);
  BOOST_TEST(plot_problems("x=n y=") == form);
  BOOST_TEST(plot_problems("x=n y=ns x=m") == form);
  BOOST_TEST(plot_problems("x=n") == columns);
  BOOST_TEST(plot_problems("y=ns") == columns);
  BOOST_TEST(plot_problems("x=n y=\"ns,,ms\"") == columns);
  BOOST_TEST(plot_problems("x=n y=ns log=z") == place + "`log=z`; write `log=x`, `log=y` or `log=xy`\n");
  BOOST_TEST(plot_problems("x=n y=ns logs=x") == place + "a plot has no `logs`; did you mean `log`?\n");
  BOOST_TEST(plot_problems("x=n y=a,b,c,d,e") == place + "5 curves in one plot; more than 4 cannot be told apart\n");
}

BOOST_AUTO_TEST_CASE(a_plot_and_its_alternative_come_together) {
  BOOST_TEST(problems_of({analysis + output("walk", ":plot: x=n y=ns\n")}) ==
             "chapters/00_a.nw:7:1: `plot` without `plot-alt`; say in one line what the plot shows\n");
  BOOST_TEST(problems_of({analysis + output("walk", ":plot-alt: A curve.\n")}) ==
             "chapters/00_a.nw:7:1: `plot-alt` without `plot`; say what to draw, `:plot: x=COLUMN y=COLUMN`\n");
  BOOST_TEST(problems_of({analysis + output("walk", ":plots: x=n y=ns\n")}) ==
             "chapters/00_a.nw:7:1: `output` has no option `plots`; did you mean `plot`?\n");
}

BOOST_AUTO_TEST_CASE(an_output_stands_once) {
  BOOST_TEST(problems_of({analysis + output("walk", "") + output("walk", "")}) ==
             "chapters/00_a.nw:8:1: the output of `walk` stands already at chapters/00_a.nw:6:1; show it once\n");
}

BOOST_AUTO_TEST_CASE(a_listing_says_what_compiling_it_comes_to) {
  const tito::literate::Book book = book_of({listing + output("wrong", ":compile: fails\n:as: statements\n:says: invalid conversion\n")});
  BOOST_REQUIRE(book.listings.size() == 1);
  BOOST_TEST(book.listings[0].id == "wrong");
  BOOST_TEST(book.listings[0].fails);
  BOOST_TEST(book.listings[0].statements);
  BOOST_TEST(book.listings[0].says == "invalid conversion");
  const tito::literate::Book other = book_of({listing + output("wrong", ":compile: passes\n")});
  BOOST_REQUIRE(other.listings.size() == 1);
  BOOST_TEST(!other.listings[0].fails);
  BOOST_TEST(!other.listings[0].statements);
}

BOOST_AUTO_TEST_CASE(listings_that_are_refused) {
  BOOST_TEST(
      listing_problems("") ==
      "chapters/00_a.nw:6:1: the output of a listing says what compiling it comes to; write `:compile: fails` or `:compile: passes`\n");
  BOOST_TEST(listing_problems(":compile: fials\n").starts_with("chapters/00_a.nw:7:1: the output of a listing says"));
  BOOST_TEST(listing_problems(":compile: passes\n:as: function\n") ==
             "chapters/00_a.nw:8:1: `as` is `function`; write `declarations` or `statements`\n");
  BOOST_TEST(
      listing_problems(":compile: fails\n") ==
      "chapters/00_a.nw:6:1: a listing may fail for a reason that nobody meant; write `:says:` and words of the compiler's message\n");
}

BOOST_AUTO_TEST_CASE(options_that_belong_to_the_other_kind) {
  BOOST_TEST(listing_problems(":compile: passes\n:plot: x=n y=ns\n") ==
             "chapters/00_a.nw:8:1: `plot` is for the output of an analysis; remove it\n");
  BOOST_TEST(problems_of({analysis + output("walk", ":compile: passes\n")}) ==
             "chapters/00_a.nw:7:1: `compile` is for the output of a listing; remove it\n");
}

BOOST_AUTO_TEST_CASE(a_listing_and_an_analysis_cannot_share_an_id) {
  BOOST_TEST(problems_of({analysis + "<<listing: walk>>=\n@\n"}) ==
             "chapters/00_a.nw:6:1: id `walk` is already taken at chapters/00_a.nw:4:1; choose another\n");
}

BOOST_AUTO_TEST_SUITE_END()
