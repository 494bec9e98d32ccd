#include <boost/test/unit_test.hpp>
#include <nlohmann/json.hpp>
#include <set>

#include "fixture.hpp"

using nlohmann::json;

namespace {

std::map<std::string, std::string> woven(const std::vector<std::string>& texts) { return tito::literate::weave(book_of(texts), {}); }

json chunks_of(const std::map<std::string, std::string>& pages, const std::string& chapter) {
  return json::parse(pages.at("chapters/" + chapter + ".json")).at("chunks");
}

}  // namespace

BOOST_AUTO_TEST_SUITE(weave)

BOOST_AUTO_TEST_CASE(sample_in_full) {
  tito::literate::Edition edition = tito::literate::full_edition();
  edition.title = "The \"full\" edition";
  edition.date = "2026-11-21";
  check_golden("woven", tito::literate::weave(sample_book(), edition));
}

BOOST_AUTO_TEST_CASE(sample_for_students) {
  tito::literate::Edition edition;
  edition.name = "student";
  check_golden("woven-student", tito::literate::weave(stripped(sample_book()), edition));
}

BOOST_AUTO_TEST_CASE(every_link_leads_somewhere) {
  for (const tito::literate::Book& book : {sample_book(), stripped(sample_book())}) {
    const auto pages = tito::literate::weave(book, {});
    std::set<std::pair<std::string, std::string>> defined, linked;
    for (const tito::literate::Chapter& chapter : book.chapters) {
      const json chunks = chunks_of(pages, chapter.id);
      for (const auto& [id, chunk] : chunks.items()) {
        BOOST_TEST(chunk.at("id") == id);
        BOOST_TEST(pages.at("chapters/" + chapter.id + ".md").find("```{chunk} " + id + "\n```\n") != std::string::npos, id);
        BOOST_TEST(defined.emplace("chapters/" + chapter.id, id).second, id);
        for (const char* key : {"used_in", "continued_in", "lines"})
          for (const json& link : chunk.at(key))
            if (link.contains("doc")) linked.emplace(link.at("doc"), link.at("id"));
        for (const char* key : {"previous", "next"})
          if (!chunk.at(key).is_null()) linked.emplace(chunk.at(key).at("doc"), chunk.at(key).at("id"));
      }
    }
    BOOST_TEST(linked.size() > 5U);
    for (const auto& link : linked) BOOST_TEST(defined.contains(link), link.second);
  }
}

BOOST_AUTO_TEST_CASE(ids_are_unique) {
  const auto pages =
      woven({"<<out.cpp>>=\n<<a b>>\n<<A-b>>\n<<a b 2>>\n@\n<<a b>>=\n@\n<<A-b>>=\n@\n<<a b>>=\n@\n<<a b 2>>=\n@\n<<√>>=\n@\n"
             "<<other.cpp>>=\n<<√>>\n@\n"});
  const json chunks = chunks_of(pages, "00_a");
  BOOST_TEST(chunks.size() == 7U);
  BOOST_TEST(chunks.at("chunk-a-b").at("name") == "a b");
  BOOST_TEST(chunks.at("chunk-a-b-2").at("name") == "a b");
  BOOST_TEST(chunks.at("chunk").at("name") == "√");
  std::set<std::string> names;
  for (const auto& [id, chunk] : chunks.items()) names.insert(chunk.at("name").get<std::string>());
  BOOST_TEST(names.size() == 6U);
}

BOOST_AUTO_TEST_CASE(prose_keeps_its_text) {
  const auto pages =
      woven({"# A\n\n\nA shift @<< and [[code]] and [[a[0]]].\n@\n@@ sign and @[[ brackets @]]\n@param\n\\$ \"é\"\n"
             "<<out.cpp>>=\n\"\\\" é\"\n@\n\n\nText.\n"});
  BOOST_TEST(pages.at("chapters/00_a.md") ==
             "# A\n\n\nA shift << and [[code]] and [[a[0]]].\n\n@ sign and [[ brackets ]]\n@param\n\\$ \"é\"\n\n"
             "```{chunk} chunk-out-cpp\n```\n\nText.\n");
  BOOST_TEST(chunks_of(pages, "00_a").at("chunk-out-cpp").at("lines").at(0).at("text") == "\"\\\" é\"");
}

BOOST_AUTO_TEST_CASE(a_page_changes_only_with_what_it_shows) {
  const std::string first = "<<out.cpp>>=\n<<slot>>\n@\n<<slot>>=\n@\n";
  const auto before = woven({first, "Text.\n<<slot>>=\na\n@\n", "Text.\n"});
  const auto after = woven({first, "Text.\n<<slot>>=\na, changed\n@\n", "Text.\n"});
  const auto without = woven({first, "Text.\n", "Text.\n"});
  BOOST_TEST(before.at("chapters/00_a.json") == after.at("chapters/00_a.json"));
  BOOST_TEST(before.at("chapters/01_b.json") != after.at("chapters/01_b.json"));
  BOOST_TEST(before.at("chapters/00_a.json") != without.at("chapters/00_a.json"), "the link to the continuation goes");
  BOOST_TEST(before.at("chapters/02_c.json") == without.at("chapters/02_c.json"));
}

BOOST_AUTO_TEST_SUITE_END()
