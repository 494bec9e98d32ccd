#include "literate/model/chapters.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

#include "literate/model/text.hpp"
#include "support/problem.hpp"

namespace tito::literate {
namespace {

bool is_number(std::string_view text) { return !text.empty() && text.find_first_not_of("0123456789") == text.npos; }

std::string_view without_zeros(std::string_view number) {
  number.remove_prefix(std::min(number.find_first_not_of('0'), number.size()));
  return number;
}

bool is_named(const Chapter& chapter, std::string_view selector) {
  if (is_number(selector)) return without_zeros(selector) == without_zeros(chapter.number);
  return selector == chapter.id || selector == name_of(chapter) || selector == chapter.file;
}

}  // namespace

std::string_view name_of(const Chapter& chapter) {
  const std::string_view id = chapter.id;
  return id.substr(std::min(id.find('_') + 1, id.size()));
}

std::size_t find_chapter(const Book& book, std::string_view selector) {
  const auto found = std::find_if(book.chapters.begin(), book.chapters.end(), [&](const Chapter& one) { return is_named(one, selector); });
  if (found != book.chapters.end()) return static_cast<std::size_t>(found - book.chapters.begin());
  std::vector<std::string_view> known;
  for (const Chapter& chapter : book.chapters) known.insert(known.end(), {chapter.id, name_of(chapter)});
  throw Failure({"chapters/order.toml"}, fmt::format("lists no chapter `{}`{}", selector, did_you_mean(selector, known, "name one of its chapters")));
}

}  // namespace tito::literate
