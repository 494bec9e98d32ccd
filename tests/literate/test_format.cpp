// The tables of kinds and directives, and that the documentation says the same.
#include <algorithm>
#include <boost/test/unit_test.hpp>
#include <filesystem>
#include <nlohmann/json.hpp>

#include "fixture.hpp"
#include "literate/model/directives.hpp"
#include "literate/model/text.hpp"
#include "literate/weave/format.hpp"

namespace {

using namespace tito::literate;

std::string documentation() { return read_text(std::filesystem::path(TESTS) / "../../tools/literate/README.md"); }

// The rows of the table whose head begins with `head`, cell by cell.
std::vector<std::vector<std::string>> table(const std::string& head) {
  std::vector<std::vector<std::string>> rows;
  bool inside = false;
  const std::string text = documentation();
  for (const std::string_view line : split_lines(text)) {
    if (line.starts_with(head)) inside = true;
    if (!line.starts_with('|')) inside = false;
    if (!inside || line.starts_with(head) || line.starts_with("|---")) continue;
    std::vector<std::string>& cells = rows.emplace_back();
    for (std::string_view rest = line.substr(1); !rest.empty();) {
      const std::size_t end = std::min(rest.find('|'), rest.size());
      cells.emplace_back(trim(rest.substr(0, end)));
      rest.remove_prefix(std::min(end + 1, rest.size()));
    }
  }
  return rows;
}

// The words in `…` of a cell.
std::vector<std::string> in_ticks(std::string_view cell) {
  std::vector<std::string> words;
  for (std::size_t open = cell.find('`'); open != cell.npos;) {
    const std::size_t close = cell.find('`', open + 1);
    words.emplace_back(cell.substr(open + 1, close - open - 1));
    open = cell.find('`', close + 1);
  }
  return words;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(format)

BOOST_AUTO_TEST_CASE(every_kind_is_found_by_its_name) {
  for (const KindFacts& facts : all_kinds) {
    if (facts.prefix.empty()) continue;
    const std::string name = chunk_name(facts.kind, "an-id");
    const Classified found = classify(name);
    BOOST_TEST((found.kind == facts.kind), facts.name);
    BOOST_TEST(found.id == "an-id");
  }
}

BOOST_AUTO_TEST_CASE(the_documentation_lists_every_kind) {
  std::vector<std::string> listed, known;
  for (const auto& row : table("| name | kind |")) {
    listed.push_back(in_ticks(row.at(1)).at(0));
    const auto facts = std::find_if(all_kinds.begin(), all_kinds.end(), [&](const KindFacts& one) { return one.name == listed.back(); });
    BOOST_REQUIRE(facts != all_kinds.end());
    if (!facts->prefix.empty()) BOOST_TEST(in_ticks(row.at(0)).at(0) == chunk_name(facts->kind, "ID"));
  }
  for (const KindFacts& facts : all_kinds) known.emplace_back(facts.name);
  std::sort(listed.begin(), listed.end());
  std::sort(known.begin(), known.end());
  BOOST_TEST(listed == known, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(the_documentation_lists_every_directive_with_its_options) {
  std::vector<std::string> listed, known;
  const std::string text = documentation();
  for (const auto& row : table("| directive | argument |"))
    for (const std::string& name : in_ticks(row.at(0))) {
      listed.push_back(name);
      const DirectiveFacts* facts = find_directive(name);
      BOOST_REQUIRE(facts != nullptr);
      for (const OptionFacts& option : facts->all_options()) {
        const std::vector<std::string> named = in_ticks(row.at(2));
        const bool in_row = std::find(named.begin(), named.end(), option.name) != named.end();
        BOOST_TEST((in_row || text.find("`:" + std::string(option.name) + ":") != text.npos), name << " " << option.name);
      }
      BOOST_TEST((row.at(1) == "exercise id") == (facts->argument == Argument::exercise), name);
      BOOST_TEST(row.at(3).starts_with("empty") == (facts->body == Body::empty), name);
    }
  for (const DirectiveFacts& facts : all_directives) known.emplace_back(facts.name);
  std::sort(listed.begin(), listed.end());
  std::sort(known.begin(), known.end());
  BOOST_TEST(listed == known, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(the_theme_is_told) {
  const nlohmann::json facts = nlohmann::json::parse(format_tables());
  BOOST_TEST(facts.at("kinds").size() == all_kinds.size());
  BOOST_TEST(facts.at("directives").size() == all_directives.size());
  BOOST_TEST(facts.at("directives").at("exercise").at("options").at("difficulty").at("most") == 3);
  BOOST_TEST(facts.at("directives").at("answer").at("kept") == "with solutions");
  BOOST_TEST(facts.at("kinds").at("listing").at("badge") == "not in the program");
}

BOOST_AUTO_TEST_CASE(homes) {
  BOOST_TEST(home_of(Kind::analysis, "01_tensor") == "analyses/01_tensor.cpp");
  BOOST_TEST(is_at_home("probes/a/b.cpp", home_of(Kind::probe, "01_tensor")));
  BOOST_TEST(!is_at_home("probes.cpp", home_of(Kind::probe, "01_tensor")));
  BOOST_TEST(is_at_home("src/a.cpp", home_of(Kind::code, "01_tensor")));
}

BOOST_AUTO_TEST_SUITE_END()
