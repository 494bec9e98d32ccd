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

  void run(bool whole) {
    const auto roots = roots_of_chunks(book_);
    for (const auto& [name, chunk] : book_.chunks) {
      const auto found = roots.find(name);
      check_prose(chunk, found == roots.end() ? nullptr : &found->second);
      check_name(chunk);
      if (chunk.kind == Kind::root) check_path(chunk);
      check_places(chunk);
      if (whole) check_used(chunk);
    }
    check_undefined();
    for (const auto& [name, chunk] : book_.chunks) find_cycles(chunk);
    check_roots_of_kinds();
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
    if (chunk.kind != Kind::code && chunk.kind != Kind::root) {
      if (!is_id(chunk.id))
        report(first(chunk).at,
               fmt::format("{} names no id; write `{}: ID`, lower-case words joined by `-`", bracketed(chunk.name), to_string(chunk.kind)));
      return;
    }
    const std::size_t colon = chunk.name.find(':');
    if (colon == std::string::npos || chunk.name.compare(colon, 2, "::") == 0) return;
    const std::string_view prefix = trim(std::string_view(chunk.name).substr(0, colon));
    std::vector<std::string_view> known;
    for (const Kind kind : prefixed_kinds) known.push_back(to_string(kind));
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

  // Roots, stubs and listings are never used.
  void check_places(const Chunk& chunk) {
    if (chunk.kind != Kind::root && chunk.kind != Kind::stub && chunk.kind != Kind::listing) return;
    const auto found = uses_.find(chunk.name);
    if (found == uses_.end()) return;
    for (const Place& at : found->second)
      report(at, fmt::format("{} is used, but {}; take the use out", bracketed(chunk.name),
                             chunk.kind == Kind::root   ? "it is an output file"
                             : chunk.kind == Kind::stub ? "a stub only replaces its solution"
                                                        : "a listing is only shown"));
  }

  void check_used(const Chunk& chunk) {
    if (chunk.kind == Kind::root || chunk.kind == Kind::stub || chunk.kind == Kind::listing) return;
    if (!uses_.contains(chunk.name)) unused_.push_back(&chunk);
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

  // Depth first; `path_` holds the chunks that are being expanded.
  void find_cycles(const Chunk& chunk) {
    if (!visited_.insert(&chunk).second) return;
    path_.push_back(&chunk);
    for (const Position part : chunk.parts)
      for (const Line& line : book_.definition(part).lines)
        if (const Chunk* used = line.use.empty() ? nullptr : book_.find(line.use)) follow(*used, book_.definition(part), line);
    path_.pop_back();
  }

  void follow(const Chunk& used, const Definition& definition, const Line& line) {
    const auto begin = std::find(path_.begin(), path_.end(), &used);
    if (begin == path_.end()) return find_cycles(used);
    std::string path;
    for (auto at = begin; at != path_.end(); ++at) path += bracketed((*at)->name) + " → ";
    report({definition.at.file, line.number, static_cast<int>(line.text.size() + 1)},
           fmt::format("a chunk that contains itself: {}{}; break the circle", path, bracketed(used.name)));
  }

  // Probes stay under probes/, an analysis in the one program of its chapter: editions and `tito` rely on both.
  void check_roots_of_kinds() {
    const auto roots = roots_of_chunks(book_);
    for (const auto& [name, chunk] : book_.chunks) {
      const auto found = roots.find(name);
      if (found == roots.end()) continue;
      for (const std::string_view root : found->second) {
        if (chunk.kind == Kind::probe && !root.starts_with("probes/")) report_root(chunk, root, "files under probes/");
        const std::string program = fmt::format("analyses/{}.cpp", book_.chapters[chunk.parts.front().chapter].id);
        if (chunk.kind == Kind::analysis && root != program) report_root(chunk, root, program);
      }
    }
  }

  void report_root(const Chunk& chunk, std::string_view root, std::string_view allowed) {
    const auto found = uses_.find(chunk.name);
    const Place& at = found == uses_.end() ? first(chunk).at : found->second.front();
    report(at, fmt::format("{} stands in {}; only {} may use it", bracketed(chunk.name), root, allowed));
  }

  const Book& book_;
  Problems& problems_;
  std::map<std::string_view, std::vector<Place>> uses_;
  std::vector<std::pair<const Line*, Place>> undefined_;
  std::vector<const Chunk*> unused_;
  std::set<const Chunk*> visited_;
  std::vector<const Chunk*> path_;
};

}  // namespace

void check_chunks(const Book& book, bool whole, Problems& problems) { ChunkChecker(book, problems).run(whole); }

}  // namespace tito::literate
