// The files that describe editions: what is forgotten gives nothing away, and every mistake has its line.
#include <fmt/format.h>

#include <boost/test/unit_test.hpp>
#include <filesystem>

#include "fixture.hpp"
#include "literate/edition/edition_file.hpp"

namespace {

namespace fs = std::filesystem;

tito::literate::Edition edition_of(const std::string& toml) {
  const Scratch folder;
  folder.write("logo.svg", "<svg/>");
  return tito::literate::read_edition(folder.write("our.toml", toml));
}

// What is wrong with such a file, without its folder.
std::string mistakes(const std::string& toml) {
  const Scratch folder;
  folder.write("logo.txt", "a picture");
  const fs::path file = folder.write("our.toml", toml);
  try {
    tito::literate::read_edition(file);
    return "";
  } catch (const tito::Failure& failure) {
    std::string text = failure.what();
    for (std::size_t at; (at = text.find(folder.path().string() + "/")) != text.npos;) text.erase(at, folder.path().string().size() + 1);
    return text;
  }
}

}  // namespace

BOOST_AUTO_TEST_SUITE(edition_file)

BOOST_AUTO_TEST_CASE(everything_that_it_can_say) {
  const tito::literate::Edition edition = edition_of(
      "title = 'A & B 100 % \\\\input{x}'\nsolutions = true\nprobes = true\nchapters = [\"00_a\",\n  \"01_b\"]\ninstitution = \"I\"\n"
      "colour = \"#A33a12\"\nlogo = \"logo.svg\"\ndate = 2026-02-28\nversion = \"Autumn\"\n");
  BOOST_TEST(edition.name == "our");
  BOOST_TEST(edition.title == "A & B 100 % \\\\input{x}");
  BOOST_TEST(edition.solutions);
  BOOST_TEST(edition.probes);
  BOOST_TEST(edition.chapters.size() == 2U);
  BOOST_TEST(edition.chapter_places.at(1).line == 5);
  BOOST_TEST(edition.colour == "#A33a12");
  BOOST_TEST(edition.date == "2026-02-28");
  BOOST_TEST(edition.logo == "assets/logo.svg", "no path of this machine goes into a page");
  BOOST_TEST(edition.logo_file.filename() == "logo.svg");
  BOOST_TEST(edition_of("date = \"2026-11-21\"\n").date == "2026-11-21");
}

BOOST_AUTO_TEST_CASE(what_nobody_asked_for_is_out) {
  BOOST_TEST(!edition_of("").solutions);
  BOOST_TEST(!edition_of("").probes);
  BOOST_TEST(!edition_of("solutions = true\n").probes);
  BOOST_TEST(!edition_of("probes = true\n").solutions);
  BOOST_TEST(tito::literate::find_edition("nowhere", "full").solutions);
}

BOOST_AUTO_TEST_CASE(no_file) {
  const Scratch folder;
  fs::create_directory(folder.path() / "x.toml");
  const std::string path = (folder.path() / "x.toml").string();
  BOOST_CHECK_EXCEPTION(tito::literate::find_edition(folder.path(), path), tito::Failure, [&](const tito::Failure& failure) {
    return std::string(failure.what()) == path + ": is no file; name the .toml file of an edition\n";
  });
  BOOST_CHECK_THROW(tito::literate::find_edition(folder.path(), "x"), tito::Failure);
  BOOST_CHECK_THROW(tito::literate::find_edition(folder.path(), "y.toml"), tito::Failure);
}

BOOST_AUTO_TEST_CASE(mistakes_in_keys) {
  BOOST_TEST(mistakes("solution = false\nprobes = \"no\"\n") ==
             "our.toml:1:1: unknown key `solution`; did you mean `solutions`?\n"
             "our.toml:2:10: `probes` is something else; write true or false\n");
  BOOST_TEST(mistakes("chapters = []\n") == "our.toml:1:12: `chapters` is empty; name chapters, or take it out to keep all\n");
}

BOOST_AUTO_TEST_CASE(colours) {
  for (const char* colour : {"crimson", "#12", "red", "#a33a1", "#a33a122", "a33a12", "#g33a12", "#123"})
    BOOST_TEST(mistakes(fmt::format("title = \"T\"\ncolour = \"{}\"\n", colour)) ==
               fmt::format("our.toml:2:10: `{}` is no colour; write it as `#rrggbb`, such as `#a33a12`\n", colour));
}

BOOST_AUTO_TEST_CASE(days) {
  for (const char* day : {"2026-02-29", "2026-13-01", "21.11.2026", "Autumn 2026", "2026-1-1"})
    BOOST_TEST(mistakes(fmt::format("date = \"{}\"\n", day)).starts_with(fmt::format("our.toml:1:8: `{}` is no day; write it as", day)));
}

BOOST_AUTO_TEST_CASE(logos) {
  BOOST_TEST(mistakes("\nlogo = \"img/logo.svg\"\n") ==
             "our.toml:2:8: there is no file img/logo.svg; write the logo's path as seen from this file\n");
  BOOST_TEST(mistakes("logo = \"logo.txt\"\n").starts_with("our.toml:1:8: `logo.txt` is no picture that browsers show; take one of .svg"));
}

BOOST_AUTO_TEST_CASE(texts_are_one_line) {
  for (const char* key : {"title", "institution", "version"}) {
    const std::string place = fmt::format("our.toml:1:{}: ", std::string(key).size() + 4);
    BOOST_TEST(mistakes(fmt::format("{} = \"a\\nb\"\n", key)).starts_with(fmt::format("{}`{}` is longer than 200", place, key)));
    BOOST_TEST(!mistakes(fmt::format("{} = \"{}\"\n", key, std::string(201, 'x'))).empty());
  }
}

BOOST_AUTO_TEST_CASE(the_template_is_a_sound_edition) {
  const std::string text = tito::literate::edition_template(sample_book());
  BOOST_TEST(mistakes(text) == "");
  std::string all;  // every setting that it explains is one
  for (std::size_t at = 0, end; at < text.size(); at = end + 1) {
    end = text.find('\n', at);
    const std::string line = text.substr(at, end - at);
    const bool setting = line.starts_with("# ") && line.find(" = ") != line.npos && line.find('`') == line.npos;
    all += (setting || line.starts_with("#   \"") || line == "# ]" ? line.substr(2) : line) + "\n";
  }
  BOOST_TEST(mistakes(all) == "our.toml:13:8: there is no file logo.svg; write the logo's path as seen from this file\n");
}

BOOST_AUTO_TEST_SUITE_END()
