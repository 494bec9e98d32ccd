// One chapter, however it is called.
#include <boost/test/unit_test.hpp>
#include <fmt/format.h>

#include "literate/model/chapters.hpp"
#include "support/problem.hpp"

namespace {

tito::literate::Book listed() {
  tito::literate::Book book;
  for (const char* id : {"00_setup", "01_tensor", "08_training_loop", "10_tokenizer"}) {
    tito::literate::Chapter chapter;
    chapter.id = id;
    chapter.number = chapter.id.substr(0, 2);
    chapter.file = fmt::format("chapters/{}.nw", id);
    book.chapters.push_back(chapter);
  }
  return book;
}

std::string refusal(std::string_view selector) try {
  tito::literate::find_chapter(listed(), selector);
  return "";
} catch (const tito::Failure& failure) {
  return failure.what();
}

}  // namespace

BOOST_AUTO_TEST_SUITE(chapters)

BOOST_AUTO_TEST_CASE(numbers_names_ids_and_files_are_alike) {
  for (const char* selector : {"8", "08", "008", "training_loop", "08_training_loop", "chapters/08_training_loop.nw"})
    BOOST_TEST(tito::literate::find_chapter(listed(), selector) == 2, selector);
  for (const char* selector : {"0", "00", "setup"}) BOOST_TEST(tito::literate::find_chapter(listed(), selector) == 0, selector);
  BOOST_TEST(tito::literate::find_chapter(listed(), "10") == 3);
}

BOOST_AUTO_TEST_CASE(what_names_no_chapter) {
  BOOST_TEST(refusal("tensr") == "chapters/order.toml: lists no chapter `tensr`; did you mean `tensor`?\n");
  BOOST_TEST(refusal("01_tenor") == "chapters/order.toml: lists no chapter `01_tenor`; did you mean `01_tensor`?\n");
  for (const char* selector : {"9", "80", "", "t", "training", "8_training_loop", "1.0", "-1", "18446744073709551617"})
    BOOST_TEST(refusal(selector).starts_with("chapters/order.toml: lists no chapter `"), selector);
}

BOOST_AUTO_TEST_SUITE_END()
