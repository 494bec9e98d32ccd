#include "literate/read/read_book.hpp"
#include "literate/roundtrip/where.hpp"

#include "literate/model/text.hpp"
#include "literate/roundtrip/escape.hpp"
#include "support/files.hpp"

#include <algorithm>
#include <utility>

namespace tito::literate {
namespace {

namespace fs = std::filesystem;

// The line that begins a definition is not tangled; what it begins is.
int below_heading(const Book& book, const Place& at) {
  for (const auto& [name, chunk] : book.chunks)
    for (const Position part : chunk.parts)
      if (const Place& heading = book.definition(part).at; heading.file == at.file && heading.line == at.line) return at.line + 1;
  return at.line;
}

}  // namespace

Where::Where(fs::path repository, fs::path dir, std::string name, Book book, std::map<std::string, TangledFile> tangled)
    : repository_(std::move(repository)),
      dir_(std::move(dir)),
      name_(std::move(name)),
      book_(std::move(book)),
      tangled_(std::move(tangled)) {}

Where::Where(fs::path repository, fs::path dir, std::string name)
    : repository_(std::move(repository)),
      dir_(std::move(dir)),
      name_(std::move(name)),
      book_(read_book(repository_)),
      tangled_(tangle(book_)) {}

std::optional<Found> Where::in_chapters(const std::string& path, int line, int column) const {
  const TangledFile& file = tangled_.at(path);
  const std::size_t index = line_before(hunks_of(path), static_cast<std::size_t>(std::max(line, 1)) - 1);
  if (line < 1 || index >= file.lines.size()) return std::nullopt;
  const Origin& origin = file.lines[index];
  const std::string& text = chapter(origin.at.file)[static_cast<std::size_t>(origin.at.line) - 1];
  const int begin = static_cast<int>(leading(text, ' ')) + 1, end = static_cast<int>(text.size()) + 1;
  const int wanted = column == 0 ? begin : escaped_column(text, std::clamp(column - origin.shift, 1, end));
  return Found{{origin.at.file, origin.at.line, std::min(wanted, end)}, origin.chunk};
}

std::vector<Found> Where::in_tree(const Place& at) const {
  std::vector<Found> found;
  const int line = below_heading(book_, at);
  for (const auto& [path, file] : tangled_)
    for (std::size_t i = 0; i < file.lines.size(); ++i)
      if (const Origin& origin = file.lines[i]; origin.at.line == line && origin.at.file == at.file) {
        const int on_disk = static_cast<int>(line_before(inverse(hunks_of(path)), i)) + 1;
        found.push_back({{name_ + "/" + path, on_disk, std::max(at.column, 1) + origin.shift}, origin.chunk});
      }
  return found;
}

const std::vector<Hunk>& Where::hunks_of(const std::string& path) const {
  const auto [known, first] = hunks_.try_emplace(path);
  if (!first || !fs::exists(dir_ / path)) return known->second;
  const std::string text = read_file(dir_ / path);
  const std::string& now = tangled_.at(path).text;
  if (text != now) known->second = hunks_between(split_lines(now), split_lines(text));
  return known->second;
}

const std::vector<std::string>& Where::chapter(const std::string& file) const {
  const auto [known, first] = chapters_.try_emplace(file);
  if (first) {
    const std::string text = read_file(repository_ / file);
    for (const std::string_view line : split_lines(text)) known->second.emplace_back(line);
  }
  return known->second;
}

}  // namespace tito::literate
