#include "literate/weave.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "literate/json.hpp"
#include "literate/language.hpp"
#include "literate/text.hpp"

namespace literate {
namespace {

// FNV-1a, because ids must be the same on every machine.
std::uint32_t hash(std::string_view text) {
  std::uint32_t value = 2166136261U;
  for (const char c : text) value = (value ^ static_cast<unsigned char>(c)) * 16777619U;
  return value;
}

std::string slug(std::string_view name) {
  std::string text = "chunk";
  bool gap = true;
  for (char c : name) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    const bool kept = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
    if (kept && gap) text += '-';
    if (kept) text += c;
    gap = !kept;
  }
  return text;
}

std::string doc_of(const Chapter& chapter) { return "chapters/" + chapter.id; }

class Weaver {
 public:
  Weaver(const Book& book, const Edition& edition) : book_(book), edition_(edition), files_(roots_of_chunks(book)) {
    name_definitions();
    for (const auto& [position, id] : ids_)
      for (const Line& line : book_.definition(position).lines) {
        if (line.use.empty()) continue;
        std::vector<Position>& users = users_[line.use];
        if (users.empty() || users.back() != position) users.push_back(position);
      }
  }

  std::map<std::string, std::string> run() {
    std::map<std::string, std::string> pages;
    for (std::size_t chapter = 0; chapter < book_.chapters.size(); ++chapter) {
      const std::string doc = doc_of(book_.chapters[chapter]);
      pages[doc + ".md"] = prose(chapter);
      pages[doc + ".json"] = chunks(chapter);
    }
    pages["book.json"] = contents();
    pages["headers.json"] = headers();
    return pages;
  }

 private:
  // Positions are in reading order, so of two names that would share an id the earlier one keeps it.
  void name_definitions() {
    std::map<Position, std::string> order;
    for (const auto& [name, chunk] : book_.chunks)
      for (std::size_t part = 0; part < chunk.parts.size(); ++part)
        order[chunk.parts[part]] = part == 0 ? slug(name) : fmt::format("{}-{}", slug(name), part + 1);
    std::set<std::string> taken;
    for (auto& [position, id] : order) {
      if (!taken.insert(id).second) {
        id += fmt::format("-{:08x}", hash(book_.definition(position).name));
        taken.insert(id);
      }
      ids_[position] = id;
    }
  }

  std::string prose(std::size_t chapter) const {
    std::string text;
    const std::vector<Block>& blocks = book_.chapters[chapter].blocks;
    for (std::size_t block = 0; block < blocks.size(); ++block) {
      if (const Prose* paragraphs = std::get_if<Prose>(&blocks[block]))
        append(*paragraphs, text);
      else
        text += fmt::format("{}```{{chunk}} {}\n```\n", text.empty() ? "" : "\n", ids_.at({chapter, block}));
    }
    return text;
  }

  // Blocks are one blank line apart, however many were left around what the edition took out.
  static void append(const Prose& prose, std::string& text) {
    const auto first = std::find_if_not(prose.lines.begin(), prose.lines.end(), is_blank);
    const auto last = std::find_if_not(prose.lines.rbegin(), std::make_reverse_iterator(first), is_blank).base();
    if (first != last && !text.empty()) text += '\n';
    for (auto line = first; line != last; ++line) text += *line + '\n';
  }

  std::string chunks(std::size_t chapter) const {
    const Chapter& from = book_.chapters[chapter];
    JsonWriter json;
    json.open('{');
    json.key("chapter");
    json.open('{');
    json.member("id", from.id);
    json.member("number", from.number);
    json.member("title", from.title);
    json.member("part", book_.parts[from.part].title);
    json.member("minutes", from.minutes);
    json.close('}');
    json.break_line();
    json.key("chunks");
    json.open('{');
    for (std::size_t block = 0; block < from.blocks.size(); ++block) {
      if (std::holds_alternative<Prose>(from.blocks[block])) continue;
      json.break_line();
      write_chunk(json, {chapter, block});
    }
    json.close('}');
    json.close('}');
    return std::move(json).finish();
  }

  void write_chunk(JsonWriter& json, Position position) const {
    const Definition& definition = book_.definition(position);
    const Chunk& chunk = *book_.find(definition.name);
    const auto part = std::find(chunk.parts.begin(), chunk.parts.end(), position);
    json.key(ids_.at(position));
    json.open('{');
    json.member("id", ids_.at(position));
    json.member("name", chunk.name);
    json.member("kind", to_string(chunk.kind));
    write_exercise(json, chunk);
    json.member("part", static_cast<int>(part - chunk.parts.begin()) + 1);
    json.member("parts", static_cast<int>(chunk.parts.size()));
    json.member("empty", is_empty(definition));
    json.member("folded", chunk.kind == Kind::solution);
    write_files(json, chunk);
    json.key("source");
    json.open('{');
    json.member("file", definition.at.file);
    json.member("line", definition.at.line);
    json.close('}');
    write_neighbour(json, "previous", part != chunk.parts.begin() ? &part[-1] : nullptr);
    write_neighbour(json, "next", part + 1 != chunk.parts.end() ? &part[1] : nullptr);
    const auto users = users_.find(chunk.name);
    write_links(json, "used_in", users == users_.end() ? std::vector<Position>() : users->second);
    write_links(json, "continued_in", {part + 1, chunk.parts.end()});
    json.key("lines");
    json.open('[');
    for (const Line& line : definition.lines) write_line(json, line);
    json.close(']');
    json.close('}');
  }

  static bool is_empty(const Definition& definition) {
    return std::all_of(definition.lines.begin(), definition.lines.end(),
                       [](const Line& line) { return line.use.empty() && is_blank(line.text); });
  }

  static void write_exercise(JsonWriter& json, const Chunk& chunk) {
    json.key("exercise");
    if (chunk.kind == Kind::solution || chunk.kind == Kind::stub || chunk.kind == Kind::test || chunk.kind == Kind::probe)
      json.value(chunk.id);
    else
      json.null();
  }

  void write_files(JsonWriter& json, const Chunk& chunk) const {
    const auto files = files_.find(chunk.name);
    const bool none = files == files_.end();
    // Listings stand in no file; they show C++.
    json.member("language", none ? std::string_view("cpp") : language_of(files->second.front()).name);
    json.key("files");
    json.open('[');
    if (!none)
      for (const std::string_view file : files->second) json.value(file);
    json.close(']');
  }

  void write_neighbour(JsonWriter& json, std::string_view key, const Position* position) const {
    json.key(key);
    if (position == nullptr)
      json.null();
    else
      write_link(json, *position);
  }

  void write_links(JsonWriter& json, std::string_view key, const std::vector<Position>& positions) const {
    json.key(key);
    json.open('[');
    for (const Position position : positions) write_link(json, position);
    json.close(']');
  }

  void write_link(JsonWriter& json, Position position) const {
    const Chapter& chapter = book_.chapters[position.chapter];
    json.open('{');
    json.member("doc", doc_of(chapter));
    json.member("id", ids_.at(position));
    json.member("name", book_.definition(position).name);
    json.member("chapter", fmt::format("{} {}", chapter.number, chapter.title));
    json.close('}');
  }

  void write_line(JsonWriter& json, const Line& line) const {
    json.break_line();
    json.open('{');
    if (line.use.empty()) {
      json.member("text", line.text);
    } else {
      const Chunk& used = *book_.find(line.use);
      json.member("indent", line.text);
      json.member("use", line.use);
      json.member("kind", to_string(used.kind));
      json.member("doc", doc_of(book_.chapters[used.parts.front().chapter]));
      json.member("id", ids_.at(used.parts.front()));
    }
    json.close('}');
  }

  std::string contents() const {
    JsonWriter json;
    json.open('{');
    json.member("title", book_.title);
    json.member("subtitle", book_.subtitle);
    json.member("planned", book_.planned);
    json.member("edition", edition_.name);
    json.member("edition_title", edition_.title);
    json.member("institution", edition_.institution);
    json.member("colour", edition_.colour);
    json.member("logo", edition_.logo);
    json.member("date", edition_.date);
    json.member("version", edition_.version);
    json.break_line();
    json.key("parts");
    json.open('[');
    for (std::size_t part = 0; part < book_.parts.size(); ++part) write_part(json, part);
    json.close(']');
    json.close('}');
    return std::move(json).finish();
  }

  void write_part(JsonWriter& json, std::size_t part) const {
    const auto belongs = [&](const Chapter& chapter) { return chapter.part == part; };
    if (std::none_of(book_.chapters.begin(), book_.chapters.end(), belongs)) return;
    json.break_line();
    json.open('{');
    json.member("number", book_.parts[part].number);
    json.member("title", book_.parts[part].title);
    json.key("chapters");
    json.open('[');
    for (const Chapter& chapter : book_.chapters) {
      if (!belongs(chapter)) continue;
      json.break_line();
      json.open('{');
      json.member("id", chapter.id);
      json.member("doc", doc_of(chapter));
      json.member("number", chapter.number);
      json.member("title", chapter.title);
      json.member("minutes", chapter.minutes);
      json.close('}');
    }
    json.close(']');
    json.close('}');
  }

  std::string headers() const {
    JsonWriter json;
    json.open('{');
    for (const auto& [name, root] : book_.chunks) {
      if (root.kind != Kind::root || !name.starts_with("include/")) continue;
      json.break_line();
      json.key(std::string_view(name).substr(std::string_view("include/").size()));
      json.open('[');
      for (const Chunk* chunk : chunks_of_root(book_, root))
        for (const Position part : chunk->parts) write_link(json, part);
      json.close(']');
    }
    json.close('}');
    return std::move(json).finish();
  }

  const Book& book_;
  const Edition& edition_;
  std::map<std::string_view, std::vector<std::string_view>> files_;
  std::map<Position, std::string> ids_;
  std::map<std::string_view, std::vector<Position>> users_;
};

}  // namespace

std::map<std::string, std::string> weave(const Book& book, const Edition& edition) { return Weaver(book, edition).run(); }

}  // namespace literate
