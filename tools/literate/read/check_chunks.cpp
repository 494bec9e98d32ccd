#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "literate/model/language.hpp"
#include "literate/model/text.hpp"
#include "literate/read/check.hpp"

namespace tito::literate {
namespace {

class ChunkChecker {
 public:
  ChunkChecker(const Book& book, Problems& problems) : book_(book), problems_(problems) {
    for (const auto& [name, chunk] : book_.chunks)
      for (const Position part : chunk.parts) read(book_.definition(part), part.chapter);
  }

  void run(bool whole, bool nested) {
    if (nested) check_prose();
    for (const auto& [name, chunk] : book_.chunks) {
      check_name(chunk);
      if (chunk.kind == Kind::root) check_path(chunk);
      check_places(chunk);
      if (whole) check_used(chunk);
    }
    check_undefined();
  }

 private:
  const Definition& first(const Chunk& chunk) const { return book_.definition(chunk.parts.front()); }
  void report(const Place& at, std::string message) { problems_.add(at, std::move(message)); }

  void read(const Definition& definition, std::size_t chapter) {
    for (const Line& line : definition.lines) {
      if (line.use.empty()) continue;
      const Place at{definition.at.file, line.number, static_cast<int>(line.text.size() + 1)};
      uses_[line.use].push_back(at);
      const Chunk* used = book_.find(line.use);
      if (used == nullptr)
        undefined_.push_back({&line, at});
      else if (used->parts.front().chapter > chapter)
        report_later(*used, at);
    }
  }

  void check_prose() {
    const auto roots = roots_of_chunks(book_);
    for (const auto& [name, chunk] : book_.chunks) {
      const auto found = roots.find(name);
      check_prose(chunk, found == roots.end() ? nullptr : &found->second);
    }
  }

  // A `@` that was forgotten: what follows the code is prose, which a compiler would meet only much later.
  void check_prose(const Chunk& chunk, const std::vector<std::string_view>* roots) {
    const auto is_code = [](std::string_view root) { return language_of(root).name == "cpp"; };
    if (roots != nullptr && !std::all_of(roots->begin(), roots->end(), is_code)) return;
    for (const Position part : chunk.parts) {
      const std::vector<Line>& lines = book_.definition(part).lines;
      const auto found = std::find_if(lines.begin(), lines.end(), [](const Line& line) { return is_prose(line); });
      if (found != lines.end())
        report({book_.definition(part).at.file, found->number, 1},
               fmt::format("`{}` is prose, but {} has not ended; write a line `@` above it", found->text, bracketed(chunk.name)));
    }
  }

  // A fence of a directive or of code, a heading below the first level: in column 1, no C++ begins so.
  static bool is_prose(const Line& line) {
    if (!line.use.empty()) return false;
    const std::size_t hashes = leading(line.text, '#');
    return line.text.starts_with(":::") || line.text.starts_with("```") ||
           (hashes > 1 && hashes < line.text.size() && line.text[hashes] == ' ');
  }

  void report_later(const Chunk& used, const Place& at) {
    report(at, fmt::format("{} is defined only later, at {}; define it here or earlier (it may be empty)", bracketed(used.name),
                           to_string({first(used).at.file, first(used).at.line})));
  }

  // A prefix that is nearly one of ours is a slip: the chunk would silently be ordinary code.
  void check_name(const Chunk& chunk) {
    if (!facts_of(chunk.kind).prefix.empty()) {
      if (!is_id(chunk.id))
        report(first(chunk).at, fmt::format("{} names no id; write `{}`, lower-case words joined by `-`", bracketed(chunk.name),
                                            chunk_name(chunk.kind, "ID")));
      return;
    }
    const std::size_t colon = chunk.name.find(':');
    if (colon == std::string::npos || chunk.name.compare(colon, 2, "::") == 0) return;
    const std::string_view prefix = trim(std::string_view(chunk.name).substr(0, colon));
    std::vector<std::string_view> known;
    for (const KindFacts& facts : all_kinds)
      if (!facts.prefix.empty()) known.push_back(facts.prefix);
    std::string lower(prefix);
    std::transform(lower.begin(), lower.end(), lower.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
    if (const std::string_view meant = nearest(lower, known); !meant.empty())
      report(first(chunk).at, fmt::format("{} is ordinary code; did you mean `{}: ID`?", bracketed(chunk.name), meant));
  }

  void check_path(const Chunk& root) {
    std::string_view rest = root.name;
    while (true) {
      const std::size_t end = std::min(rest.find('/'), rest.size());
      const std::string_view folder = rest.substr(0, end);
      if (folder.empty() || folder == "." || folder == "..")
        return report(first(root).at, fmt::format("path `{}`; write a plain path below the output folder, without `.`, `..` or an "
                                                  "empty part",
                                                  root.name));
      if (end == rest.size()) break;
      rest.remove_prefix(end + 1);
      const std::string_view above = std::string_view(root.name).substr(0, root.name.size() - rest.size() - 1);
      if (const Chunk* file = book_.find(above); file != nullptr && file->kind == Kind::root)
        report(first(root).at, fmt::format("path `{}` needs a folder `{}`, which is a file at {}; rename one", root.name, above,
                                           to_string({first(*file).at.file, first(*file).at.line})));
    }
  }

  void check_places(const Chunk& chunk) {
    const std::string_view unused = facts_of(chunk.kind).unused;
    const auto found = uses_.find(chunk.name);
    if (unused.empty() || found == uses_.end()) return;
    for (const Place& at : found->second) report(at, fmt::format("{} is used, but {}; take the use out", bracketed(chunk.name), unused));
  }

  void check_used(const Chunk& chunk) {
    if (facts_of(chunk.kind).unused.empty() && !uses_.contains(chunk.name)) unused_.push_back(&chunk);
  }

  // An undefined use and an unused chunk with nearly its name are one mistake.
  void check_undefined() {
    std::vector<std::string_view> names;
    for (const auto& [name, chunk] : book_.chunks) names.push_back(name);
    std::set<std::string_view> explained;
    for (const auto& [line, at] : undefined_) {
      const std::string_view meant = nearest(line->use, names);
      explained.insert(meant);
      report(at, meant.empty() ? fmt::format("{} is defined nowhere; define it, or write `@<<` for the characters", bracketed(line->use))
                               : fmt::format("{} is defined nowhere; did you mean {}?", bracketed(line->use), bracketed(meant)));
    }
    for (const Chunk* chunk : unused_)
      if (!explained.contains(chunk->name))
        report(first(*chunk).at, fmt::format("{} is never used; use it, or remove it", bracketed(chunk->name)));
  }

  const Book& book_;
  Problems& problems_;
  std::map<std::string_view, std::vector<Place>> uses_;
  std::vector<std::pair<const Line*, Place>> undefined_;
  std::vector<const Chunk*> unused_;
};

}  // namespace

void check_chunks(const Book& book, bool whole, bool nested, Problems& problems) { ChunkChecker(book, problems).run(whole, nested); }

}  // namespace tito::literate
