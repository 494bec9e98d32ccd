#include "literate/read/read_book.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstddef>

#include "literate/model/chapters.hpp"
#include "literate/read/check.hpp"
#include "literate/read/declarations.hpp"
#include "literate/read/noweb.hpp"
#include "literate/read/order.hpp"
#include "literate/read/source.hpp"
#include "support/files.hpp"

namespace tito::literate {
namespace {

namespace fs = std::filesystem;

void keep_through(Book& book, const std::string& through) {
  if (through.empty()) return;
  book.chapters.erase(book.chapters.begin() + static_cast<std::ptrdiff_t>(find_chapter(book, through)) + 1, book.chapters.end());
}

void check_sources(const fs::path& repository, const std::vector<Chapter>& chapters) {
  Problems problems;
  for (const Chapter& chapter : chapters) try {
      if (const auto text = read_if_exists(repository / chapter.file))
        check_source(chapter.file, *text, problems);
      else
        problems.add({chapter.file}, "is listed in chapters/order.toml but is not there; write it, or take it off the list");
    } catch (const Failure& failure) {
      problems.add({chapter.file}, failure.problems.front().message);
    }
  problems.throw_if_any();
}

}  // namespace

Book read_book(const fs::path& repository, const std::string& through) {
  Book book = read_order(repository);
  const std::size_t listed = book.chapters.size();
  keep_through(book, through);
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
