#include "literate/read/read_book.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <fstream>
#include <iterator>

#include "literate/model/text.hpp"
#include "literate/read/check.hpp"
#include "literate/read/declarations.hpp"
#include "literate/read/noweb.hpp"
#include "literate/read/order.hpp"
#include "literate/read/source.hpp"

namespace tito::literate {
namespace {

namespace fs = std::filesystem;

void keep_through(std::vector<Chapter>& chapters, const std::string& through) {
  if (through.empty()) return;
  const auto last = std::find_if(chapters.begin(), chapters.end(),
                                 [&](const Chapter& chapter) { return chapter.id == through || chapter.number == through; });
  if (last == chapters.end()) {
    std::vector<std::string_view> ids;
    for (const Chapter& chapter : chapters) ids.push_back(chapter.id);
    throw Failure({"chapters/order.toml"}, fmt::format("lists no chapter `{}`{}", through, did_you_mean(through, ids, "name one of its chapters")));
  }
  chapters.erase(last + 1, chapters.end());
}

void check_sources(const fs::path& repository, const std::vector<Chapter>& chapters) {
  Problems problems;
  for (const Chapter& chapter : chapters) {
    std::ifstream input(repository / chapter.file, std::ios::binary);
    if (!input) {
      problems.add({chapter.file}, "is listed in chapters/order.toml but cannot be read; write it, or take it off the list");
      continue;
    }
    const std::string text{std::istreambuf_iterator<char>(input), {}};
    check_source(chapter.file, text, problems);
  }
  problems.throw_if_any();
}

}  // namespace

Book read_book(const fs::path& repository, const std::string& through) {
  Book book = read_order(repository);
  const std::size_t listed = book.chapters.size();
  keep_through(book.chapters, through);
  check_sources(repository, book.chapters);
  lex(repository, book.chapters);
  index_chunks(book);
  Problems problems;
  collect_exercises(book, problems);
  check_chunks(book, book.chapters.size() == listed, problems);
  check_exercises(book, problems);
  check_for_editions(book, problems);
  problems.throw_if_any();
  return book;
}

}  // namespace tito::literate
