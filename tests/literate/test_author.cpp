// What an author meets: a forgotten `@`, the skeleton of a chapter, the choice of tests by a word, files that change by the thousand.
#include <fmt/format.h>

#include <boost/test/unit_test.hpp>
#include <fstream>
#include <functional>

#include "fixture.hpp"
#include "framework/chapter_tests.hpp"
#include "literate/author/new_chapter.hpp"
#include "literate/model/text.hpp"
#include "watch/file_events.hpp"

namespace {

using namespace tito::literate;

const std::string code = "<<src/a.cpp>>=\nint a;\n";

std::string message_of(const std::function<void()>& work) try {
  work();
  return "";
} catch (const tito::Failure& failure) {
  return failure.what();
}

/// A repository whose chapters have the slots that a framework has.
struct Framework {
  Framework() {
    write_chapters(repository, {"<<meson.build>>=\n<<chapters of this tree>>\n<<sources of the library>>\n@\n"
                                "<<chapters of this tree>>=\n'00_a',\n@\n<<sources of the library>>=\n'src/a.cpp',\n@\n"
                                "<<include/tinytorch/all.hpp>>=\n<<headers of the framework>>\n@\n"
                                "<<headers of the framework>>=\n@\n"
                                "<<include/tinytorch/core/kinds.hpp>>=\nusing real = float;\n@\n"
                                "<<src/a.cpp>>=\nint a;\n@\n",
                                "More.\n"});
  }

  tito::literate::NewChapter wanted() const { return {"7", "clamp", {}, {}, {}, 100, {"clamp-slope", "clamp-both"}, {"clamp-cost"}}; }

  std::string refusal(const tito::literate::NewChapter& chapter) const {
    return message_of([&] { new_chapter(repository.path(), chapter); });
  }

  Scratch repository;
};

}  // namespace

BOOST_AUTO_TEST_SUITE(author)

BOOST_AUTO_TEST_CASE(a_forgotten_end_of_a_chunk_is_seen_at_the_first_line_of_prose) {
  for (const std::string prose : {":::{note}", "## Design", "### A section", "```text"})
    BOOST_TEST(problems_of({code + prose + "\n"}) ==
               fmt::format("chapters/00_a.nw:3:1: `{}` is prose, but <<src/a.cpp>> has not ended; write a line `@` above it\n", prose));
}

BOOST_AUTO_TEST_CASE(what_other_languages_write_is_no_prose) {
  BOOST_TEST(problems_of({"<<README.md>>=\n## Build\n```\nninja\n```\n"}) == "");
  BOOST_TEST(problems_of({"<<meson.build>>=\n## of all\n"}) == "");
  BOOST_TEST(problems_of({code + "#define JOIN(a, b) a \\\n  ## b\n# pragma once\n::a;\n"}) == "");
}

BOOST_AUTO_TEST_CASE(a_word_chooses_cases_by_their_names_and_by_their_suites) {
  const std::string listing =
      "tensor_given*\n    view_of_a_view*\n    weight_is_kept*\n"
      "tensor_weight*\n    sum*\n    inner*\n        weightless*\n";
  BOOST_TEST(tito::cases_with(listing, "weight") == "tensor_given/weight_is_kept:tensor_weight/sum:tensor_weight/inner/weightless");
  BOOST_TEST(tito::cases_with(listing, "tensor-weight") == "tensor_weight/sum:tensor_weight/inner/weightless");
  BOOST_TEST(tito::cases_with(listing, "nothing") == "");
  BOOST_TEST(tito::cases_with("s*\n    of<std::pair<int, int> >*\n", "of") == "s/of<std*");
}

BOOST_FIXTURE_TEST_CASE(a_new_chapter_is_a_sound_chapter_of_the_book, Framework) {
  const auto files = new_chapter(repository.path(), wanted());
  BOOST_REQUIRE(files.size() == 3);
  for (const auto& [path, text] : files) {
    std::filesystem::create_directories((repository.path() / path).parent_path());
    repository.write(path, text);
  }
  const Book book = read_book(repository.path());
  BOOST_REQUIRE(book.chapters.size() == 3);
  const Chapter& chapter = book.chapters[2];
  BOOST_TEST(chapter.id == "07_clamp");
  BOOST_TEST(chapter.title == "Clamp");
  BOOST_TEST(chapter.minutes == 100);
  BOOST_TEST((chapter.needs == std::vector<std::string>{"01_b"}));
  BOOST_TEST(book.exercises.size() == 2);
  BOOST_TEST(book.analyses.size() == 1);
  const auto tree = texts_of(tangle(book));
  BOOST_TEST(tree.at("meson.build").find("'07_clamp',") != std::string::npos);
  BOOST_TEST(tree.at("include/tinytorch/all.hpp").find("#include <tinytorch/clamp.hpp>") != std::string::npos);
  BOOST_TEST(tree.at("include/tinytorch/clamp.hpp").find("#include <tinytorch/core/kinds.hpp>") != std::string::npos, "the header that has `real`");
  BOOST_TEST(tree.at("tests/test_07_clamp.cpp").find("BOOST_AUTO_TEST_SUITE(clamp_both)") != std::string::npos);
  for (const std::string_view line : split_lines(files.at("chapters/07_clamp.nw"))) BOOST_TEST(line.find('%') == line.npos, line);

  const auto more = add_to_chapter(repository.path(), {"07_clamp", {"clamp-third"}, {"clamp-size"}});
  BOOST_REQUIRE(more.size() == 1);
  repository.write("chapters/07_clamp.nw", more.begin()->second);
  BOOST_TEST(read_book(repository.path()).exercises.size() == 3);
  BOOST_TEST(message_of([&] { add_to_chapter(repository.path(), {"07_clamp", {"clamp-third"}, {}}); }).find("is already taken") != std::string::npos);
  BOOST_TEST(message_of([&] { add_to_chapter(repository.path(), {"00_a", {"a-third"}, {}}); }).find("did not begin it") != std::string::npos);
}

BOOST_FIXTURE_TEST_CASE(a_chapter_between_two_others_is_listed_between_them, Framework) {
  std::filesystem::rename(repository.path() / "chapters/01_b.nw", repository.path() / "chapters/09_b.nw");
  std::string order = read_text(repository.path() / "chapters/order.toml");
  order.replace(order.find("01_b"), 4, "09_b");
  repository.write("chapters/order.toml", order);
  const std::string listed = new_chapter(repository.path(), wanted()).at("chapters/order.toml");
  BOOST_TEST(listed.find("00_a") < listed.find("07_clamp"));
  BOOST_TEST(listed.find("07_clamp") < listed.find("09_b"));
}

BOOST_FIXTURE_TEST_CASE(what_is_taken_or_cannot_be_is_refused, Framework) {
  const auto with = [&](const std::function<void(tito::literate::NewChapter&)>& change) {
    tito::literate::NewChapter chapter = wanted();
    change(chapter);
    return refusal(chapter);
  };
  BOOST_TEST(with([](auto& c) { c.number = "1"; }).find("number 01 is taken by `01_b`") != std::string::npos);
  BOOST_TEST(with([](auto& c) { c.number = "seven"; }).find("no number of a chapter") != std::string::npos);
  BOOST_TEST(with([](auto& c) { c.name = "b"; }).find("is taken by `01_b`") != std::string::npos);
  BOOST_TEST(with([](auto& c) { c.name = "../b"; }).find("no name of a chapter") != std::string::npos);
  BOOST_TEST(with([](auto& c) { c.name = "a"; c.number = "3"; }).find("is taken by `00_a`") != std::string::npos);
  BOOST_TEST(with([](auto& c) { c.name = "all"; }).find("<<include/tinytorch/all.hpp>> is there already") != std::string::npos);
  BOOST_TEST(with([](auto& c) { c.exercises = {"Clamp"}; }).find("`Clamp` is no id") != std::string::npos);
  BOOST_TEST(with([](auto& c) { c.analyses = {"clamp-slope"}; }).find("given twice") != std::string::npos);
  BOOST_TEST(with([](auto& c) { c.title = "a\"b"; }).find("quotation mark") != std::string::npos);
  BOOST_TEST(with([](auto& c) { c.part = "II"; }).find("--part-title") != std::string::npos);
  BOOST_TEST(with([](auto& c) { c.part = "II", c.part_title = "Later"; }) == "");
}

BOOST_AUTO_TEST_CASE(more_changes_than_the_system_remembers_are_one_change_of_all) {
  const Scratch folder;
  tito::Changes changes({folder.path()});
  std::ifstream limit("/proc/sys/fs/inotify/max_queued_events");
  int most = 0;
  BOOST_REQUIRE(limit >> most);
  if (most > 200'000) return;  // nobody writes that much at once
  for (int i = 0; i < most; ++i) std::ofstream(folder.path() / (i % 2 == 0 ? "a" : "b")) << i;
  std::filesystem::create_directory(folder.path() / "new");
  BOOST_TEST(changes.collect().contains(folder.path()));
  std::ofstream(folder.path() / "new/file") << "text";
  BOOST_TEST(changes.collect().contains(folder.path() / "new/file"), "a folder that came unseen is watched");
}

BOOST_AUTO_TEST_SUITE_END()
