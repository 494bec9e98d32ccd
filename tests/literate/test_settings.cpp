// chapters/order.toml and book/editions/*.toml.
#include <boost/test/unit_test.hpp>

#include "fixture.hpp"

namespace {

std::string order_problems(const std::string& order, const std::string& through = "") try {
  const Scratch repository;
  repository.write("chapters/order.toml", order);
  repository.write("chapters/00_a.nw", "Text.\n");
  tito::literate::read_book(repository.path(), through);
  return "";
} catch (const tito::Failure& failure) {
  return failure.what();
}

const std::string part = "[[part]]\nnumber = \"I\"\ntitle = \"T\"\n";

std::string chapter(const std::string& id, const std::string& more = "") {
  return "[[part.chapter]]\nid = \"" + id + "\"\ntitle = \"T\"\nminutes = 1\n" + more;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(settings)

BOOST_AUTO_TEST_CASE(order_of_the_sample) {
  const tito::literate::Book& book = sample_book();
  BOOST_TEST(book.title == "A small book");
  BOOST_REQUIRE(book.chapters.size() == 2);
  BOOST_TEST(book.chapters[1].id == "01_sums");
  BOOST_TEST(book.chapters[1].number == "01");
  BOOST_TEST(book.chapters[1].minutes == 20);
  BOOST_TEST(book.chapters[1].needs.at(0) == "00_shapes");
  BOOST_TEST(book.parts[book.chapters[1].part].title == "Continuations");
}

BOOST_AUTO_TEST_CASE(no_order) {
  const Scratch repository;
  BOOST_CHECK_EXCEPTION(tito::literate::read_book(repository.path()), tito::Failure, [](const tito::Failure& failure) {
    return std::string(failure.what()) == "chapters/order.toml: cannot be read; does it exist?\n";
  });
}

BOOST_AUTO_TEST_CASE(no_toml) {
  const std::string found = order_problems("title = \"x\"\npart = [\n");
  BOOST_TEST(found.starts_with("chapters/order.toml:2:10: "), found);
}

BOOST_AUTO_TEST_CASE(no_chapters) { BOOST_TEST(order_problems("") == "chapters/order.toml: lists no chapter; add a [[part.chapter]]\n"); }

BOOST_AUTO_TEST_CASE(unknown_and_missing_keys_and_wrong_types) {
  BOOST_TEST(order_problems("[[part]]\nnumber = 1\n[[part.chapter]]\nid = \"00_a\"\ntitle = \"T\"\nminute = 1\nneeds = [1]\n") ==
             "chapters/order.toml:1:1: `title` is missing; add it\n"
             "chapters/order.toml:2:10: `number` is something else; write a string\n"
             "chapters/order.toml:3:1: `minutes` is missing; add it\n"
             "chapters/order.toml:6:1: unknown key `minute`; did you mean `minutes`?\n"
             "chapters/order.toml:7:10: `needs` holds something else; write strings only\n");
  BOOST_TEST(order_problems("part = 1\n") == "chapters/order.toml:1:8: `part` is something else; write it as tables, `[[part]]`\n");
}

BOOST_AUTO_TEST_CASE(chapter_ids) {
  BOOST_TEST(order_problems(part + chapter("1_Tensor")) ==
             "chapters/order.toml:4:1: chapter id `1_Tensor`; write two digits and a name, such as `01_tensor`\n");
  BOOST_TEST(order_problems(part + chapter("00_a") + chapter("00_b")) ==
             "chapters/order.toml:8:1: chapter number 00 is taken by `00_a`; choose another\n");
  BOOST_TEST(order_problems(part + chapter("00_aa") + chapter("01_b", "needs = [\"00_ab\"]\n")) ==
             "chapters/order.toml:8:1: chapter `01_b` needs `00_ab`, which is no earlier chapter; did you mean `00_aa`?\n");
}

BOOST_AUTO_TEST_CASE(missing_chapter) {
  BOOST_TEST(order_problems(part + chapter("00_a") + chapter("01_b")) ==
             "chapters/01_b.nw: is listed in chapters/order.toml but is not there; write it, or take it off the list\n");
}

BOOST_AUTO_TEST_CASE(a_prefix_reads_no_further) {
  BOOST_TEST(order_problems(part + chapter("00_a") + chapter("01_b"), "00") == "");
  for (const char* through : {"00_a", "0", "a"})
    BOOST_TEST(order_problems(part + chapter("00_a") + chapter("01_b"), through) == "", through);
  BOOST_TEST(order_problems(part + chapter("00_a"), "07") == "chapters/order.toml: lists no chapter `07`; name one of its chapters\n");
  BOOST_TEST(order_problems(part + chapter("00_tensor"), "00_tenser") ==
             "chapters/order.toml: lists no chapter `00_tenser`; did you mean `00_tensor`?\n");
}

BOOST_AUTO_TEST_SUITE_END()
