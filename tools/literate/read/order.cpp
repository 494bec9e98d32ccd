#include "literate/read/order.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "literate/model/text.hpp"
#include "literate/read/settings.hpp"

namespace tito::literate {
namespace {

const std::string order_file = "chapters/order.toml";

// "01_tensor": two digits and words.
bool is_chapter_id(std::string_view id) {
  const auto digit = [](char c) { return c >= '0' && c <= '9'; };
  const auto word = [&](char c) { return digit(c) || c == '_' || (c >= 'a' && c <= 'z'); };
  return id.size() > 3 && digit(id[0]) && digit(id[1]) && id[2] == '_' && std::all_of(id.begin(), id.end(), word);
}

void check_chapter(const Book& book, const Chapter& chapter, Place at, Problems& problems) {
  if (!is_chapter_id(chapter.id))
    return problems.add(at, fmt::format("chapter id `{}`; write two digits and a name, such as `01_tensor`", chapter.id));
  std::vector<std::string_view> earlier;
  for (const Chapter& other : book.chapters) {
    earlier.push_back(other.id);
    if (other.number == chapter.number)
      problems.add(at, fmt::format("chapter number {} is taken by `{}`; choose another", chapter.number, other.id));
  }
  for (const std::string& need : chapter.needs)
    if (std::find(earlier.begin(), earlier.end(), need) == earlier.end())
      problems.add(at, fmt::format("chapter `{}` needs `{}`, which is no earlier chapter{}", chapter.id, need,
                                   did_you_mean(need, earlier, "name one, or move the chapter")));
}

Chapter read_chapter(const Settings& settings, std::size_t part) {
  settings.allow({"id", "title", "needs", "minutes", "heavy"});
  settings.require({"id", "title", "minutes"});
  Chapter chapter;
  chapter.part = part;
  settings.read("id", chapter.id);
  settings.read("title", chapter.title);
  settings.read("needs", chapter.needs);
  settings.read("minutes", chapter.minutes);
  settings.read("heavy", chapter.heavy);
  chapter.number = chapter.id.substr(0, 2);
  chapter.file = fmt::format("chapters/{}.nw", chapter.id);
  return chapter;
}

}  // namespace

Book read_order(const std::filesystem::path& repository) {
  const toml::table table = parse_toml(repository / order_file, order_file);
  Problems problems;
  const Settings order(table, order_file, problems);
  order.allow({"title", "subtitle", "planned", "part"});
  Book book;
  order.read("title", book.title);
  order.read("subtitle", book.subtitle);
  order.read("planned", book.planned);
  for (const Settings& settings : order.tables("part")) {
    settings.allow({"number", "title", "chapter"});
    settings.require({"number", "title"});
    Part& part = book.parts.emplace_back();
    settings.read("number", part.number);
    settings.read("title", part.title);
    for (const Settings& entry : settings.tables("chapter")) {
      Chapter chapter = read_chapter(entry, book.parts.size() - 1);
      if (entry.has("id")) check_chapter(book, chapter, entry.place(), problems);
      book.chapters.push_back(std::move(chapter));
    }
  }
  if (book.chapters.empty() && problems.empty()) problems.add({order_file}, "lists no chapter; add a [[part.chapter]]");
  problems.throw_if_any();
  return book;
}

}  // namespace tito::literate
