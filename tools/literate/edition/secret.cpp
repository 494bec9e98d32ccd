#include "literate/edition/secret.hpp"

#include <algorithm>
#include <functional>
#include <unordered_set>

#include "literate/edition/edition.hpp"
#include "literate/edition/stub.hpp"
#include "literate/model/text.hpp"

namespace tito::literate {
namespace {

constexpr std::size_t shortest_secret = 12;  // characters; `return out;` gives nothing away

std::string without_spaces(std::string_view line) {
  std::string text;
  std::copy_if(line.begin(), line.end(), std::back_inserter(text), [](char c) { return c != ' '; });
  return text;
}

// Published text has lost the marks that the source has; fences never reach it.
template <typename Visit>
void visit_prose(const ProseLine& line, Visit visit) {
  if (line.mark == Mark::open || line.mark == Mark::close) return;
  visit(line.text);
  if (const std::string plain = plain_text(line.text); plain != line.text) visit(plain);
}

template <typename Visit>
void each_line(const Book& book, Visit visit) {
  for (const Chapter& chapter : book.chapters)
    for (const Block& block : chapter.blocks) {
      if (const Prose* prose = std::get_if<Prose>(&block))
        for (const ProseLine& line : prose->lines) visit_prose(line, visit);
      else
        for (const Line& line : std::get<Definition>(block).lines)
          if (line.use.empty()) visit(line.text);
    }
}

bool is_trivial(std::string_view packed) {
  const auto letter = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); };
  return width(packed) < shortest_secret || std::none_of(packed.begin(), packed.end(), letter);
}

}  // namespace

std::vector<std::string> secret_lines(const Book& full) {
  Edition student;
  student.solutions = student.probes = false;
  std::string given;                              // all of it in a row: a secret may be a part of a given line
  std::unordered_set<std::string> seen_or_given;  // whole lines, to spare most of them the search
  each_line(apply(student, full), [&](std::string_view line) {
    const std::string packed = without_spaces(line);
    given += packed;
    seen_or_given.insert(packed);
  });

  std::vector<std::string> secrets;
  each_line(full, [&](std::string_view line) {
    const std::string packed = without_spaces(line);
    if (is_trivial(packed) || !seen_or_given.insert(packed).second) return;
    const std::boyer_moore_horspool_searcher searcher(packed.begin(), packed.end());
    if (std::search(given.begin(), given.end(), searcher) == given.end()) secrets.emplace_back(trim(line));
  });
  return secrets;
}

}  // namespace tito::literate
