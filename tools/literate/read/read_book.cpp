#include "literate/read/read_book.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstddef>
#include <utility>

#include "literate/model/chapters.hpp"
#include "literate/read/check.hpp"
#include "literate/read/declarations.hpp"
#include "literate/read/fences.hpp"
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

void check_sources(const fs::path& repository, const std::vector<Chapter>& chapters, Problems& problems) {
  for (const Chapter& chapter : chapters) try {
      if (const auto text = read_if_exists(repository / chapter.file))
        check_source(chapter.file, *text, problems);
      else
        problems.add({chapter.file}, "is listed in chapters/order.toml but is not there; write it, or take it off the list");
    } catch (const Failure& failure) {
      problems.add({chapter.file}, failure.problems.front().message);
    }
}

void read_prose_of(std::vector<Chapter>& chapters, Problems& problems) {
  for (Chapter& chapter : chapters)
    for (Block& block : chapter.blocks)
      if (Prose* prose = std::get_if<Prose>(&block)) *prose = read_prose(prose->lines, chapter.file, prose->line, problems);
}

}  // namespace

Reading try_read_book(const fs::path& repository, const std::string& through) {
  Reading reading{read_order(repository), {}, true};
  Book& book = reading.book;
  const std::size_t listed = book.chapters.size();
  keep_through(book, through);
  Problems problems;
  check_sources(repository, book.chapters, problems);
  reading.readable = problems.empty();
  if (reading.readable) {
    lex(repository, book.chapters);
    index_chunks(book);
    read_prose_of(book.chapters, problems);
    collect_exercises(book, problems);
    const bool nested = check_nesting(book, problems);
    check_chunks(book, book.chapters.size() == listed, nested, problems);
    if (nested) check_places(book, problems);
    check_exercises(book, nested, problems);
    check_for_editions(book, nested, problems);
  }
  reading.problems = problems.take();
  return reading;
}

Book read_book(const fs::path& repository, const std::string& through) {
  Reading reading = try_read_book(repository, through);
  if (!reading.problems.empty()) throw Failure(std::move(reading.problems));
  return std::move(reading.book);
}

}  // namespace tito::literate
