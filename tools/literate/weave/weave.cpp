#include "literate/weave/weave.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "literate/model/language.hpp"
#include "literate/model/text.hpp"
#include "literate/weave/chapter_diff.hpp"
#include "literate/weave/format.hpp"
#include "literate/weave/indexes.hpp"
#include "literate/weave/json.hpp"
#include "literate/weave/links.hpp"

namespace tito::literate {
namespace {

class Weaver {
 public:
  Weaver(const Book& book, const Edition& edition)
      : book_(book), edition_(edition), files_(roots_of_chunks(book)), links_(book), navigation_(book) {
    for (const auto& [position, id] : links_.ids())
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
      pages[changes_page(chapter) + ".md"] = changes(chapter);
      pages[changes_page(chapter) + ".json"] = changes_of(book_, navigation_.history(), links_, chapter);
    }
    pages["book.json"] = contents();
    pages["format.json"] = format_tables();
    pages["headers.json"] = headers();
    pages["declarations.json"] = declarations_of(links_, navigation_);
    pages["identifiers.json"] = identifiers_of(links_, navigation_);
    return pages;
  }

 private:
  std::string prose(std::size_t chapter) const {
    std::string text;
    const std::vector<Block>& blocks = book_.chapters[chapter].blocks;
    for (std::size_t block = 0; block < blocks.size(); ++block) {
      if (const Prose* paragraphs = std::get_if<Prose>(&blocks[block]))
        append(*paragraphs, text);
      else
        text += fmt::format("{}```{{chunk}} {}\n```\n", text.empty() ? "" : "\n", links_.id({chapter, block}));
    }
    return text;
  }

  // Blocks are one blank line apart, however many were left around what the edition took out.
  static void append(const Prose& prose, std::string& text) {
    const auto blank = [](const ProseLine& line) { return is_blank(line.text); };
    const auto first = std::find_if_not(prose.lines.begin(), prose.lines.end(), blank);
    const auto last = std::find_if_not(prose.lines.rbegin(), std::make_reverse_iterator(first), blank).base();
    if (first != last && !text.empty()) text += '\n';
    for (auto line = first; line != last; ++line) text += line->text + '\n';
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
    json.break_line();
    write_identifiers(json, chapter);
    json.close('}');
    return std::move(json).finish();
  }

  void write_chunk(JsonWriter& json, Position position) const {
    const Definition& definition = book_.definition(position);
    const Chunk& chunk = *book_.find(definition.name);
    const auto part = std::find(chunk.parts.begin(), chunk.parts.end(), position);
    json.key(links_.id(position));
    json.open('{');
    json.member("id", links_.id(position));
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
    links_.write(json, "previous", part != chunk.parts.begin() ? &part[-1] : nullptr);
    links_.write(json, "next", part + 1 != chunk.parts.end() ? &part[1] : nullptr);
    const auto users = users_.find(chunk.name);
    links_.write(json, "used_in", users == users_.end() ? std::vector<Position>() : users->second);
    links_.write(json, "continued_in", {part + 1, chunk.parts.end()});
    json.member("scope", navigation_.scope(position));
    const Surroundings around = part == chunk.parts.begin() ? Surroundings() : navigation_.surroundings(position);
    write_texts(json, "before", around.before);
    write_texts(json, "after", around.after);
    json.key("lines");
    json.open('[');
    for (std::size_t line = 0; line < definition.lines.size(); ++line) write_line(json, position, line);
    json.close(']');
    json.close('}');
  }

  static bool is_empty(const Definition& definition) {
    return std::all_of(definition.lines.begin(), definition.lines.end(),
                       [](const Line& line) { return line.use.empty() && is_blank(line.text); });
  }

  static void write_exercise(JsonWriter& json, const Chunk& chunk) {
    json.key("exercise");
    if (facts_of(chunk.kind).of_exercise)
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

  static void write_texts(JsonWriter& json, std::string_view key, const std::vector<std::string>& texts) {
    json.key(key);
    json.open('[');
    for (const std::string& text : texts) json.value(text);
    json.close(']');
  }

  // Where the names in a chapter's chunks lead; the lines say only where they stand.
  void write_identifiers(JsonWriter& json, std::size_t chapter) const {
    std::map<std::string, Position> named;
    for (std::size_t block = 0; block < book_.chapters[chapter].blocks.size(); ++block)
      for (const auto& [line, references] : navigation_.references({chapter, block}))
        for (const Reference& reference : references) named[label_of(reference)] = reference.at;
    json.key("identifiers");
    json.open('{');
    for (const auto& [label, at] : named) {
      json.break_line();
      json.key(label);
      links_.write(json, at);
    }
    json.close('}');
  }

  // What tells an identifier, and the chunk of an overload, from all others.
  std::string label_of(const Reference& reference) const {
    const Identifier& identifier = *reference.identifier;
    const std::set<Position>& places = navigation_.known(identifier).defining;
    std::string label = identifier.qualified;
    if (places.size() > 1) label += fmt::format(" ({})", std::distance(places.begin(), places.find(reference.at)) + 1);
    if (!identifier.file.empty()) label += fmt::format(" in {}", identifier.file);
    return label;
  }

  void write_names(JsonWriter& json, Position position, std::size_t line) const {
    const auto found = navigation_.references(position).find(line);
    if (found == navigation_.references(position).end()) return;
    json.key("names");
    json.open('[');
    for (const Reference& reference : found->second) {
      json.open('[');
      json.value(static_cast<int>(reference.column));
      json.value(static_cast<int>(reference.identifier->name.size()));
      json.value(label_of(reference));
      json.close(']');
    }
    json.close(']');
  }

  void write_line(JsonWriter& json, Position position, std::size_t index) const {
    const Line& line = book_.definition(position).lines[index];
    json.break_line();
    json.open('{');
    if (line.use.empty()) {
      json.member("text", line.text);
      write_names(json, position, index);
    } else {
      const Chunk& used = *book_.find(line.use);
      json.member("indent", line.text);
      json.member("use", line.use);
      json.member("kind", to_string(used.kind));
      json.member("doc", doc_of(book_.chapters[used.parts.front().chapter]));
      json.member("id", links_.id(used.parts.front()));
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
      if (root.kind != Kind::root || !name.starts_with(include)) continue;
      json.break_line();
      json.key(std::string_view(name).substr(include.size()));
      json.open('[');
      for (const Chunk* chunk : chunks_of_root(book_, root))
        for (const Position part : chunk->parts) links_.write(json, part);
      json.close(']');
    }
    json.close('}');
    return std::move(json).finish();
  }

  std::string changes_page(std::size_t chapter) const { return "changes/" + book_.chapters[chapter].id; }

  std::string changes(std::size_t chapter) const {
    const Chapter& of = book_.chapters[chapter];
    return fmt::format("---\norphan: true\n---\n# What chapter {} changed\n\n```{{changes}} {}\n```\n", of.number, of.id);
  }

  static constexpr std::string_view include = "include/";

  const Book& book_;
  const Edition& edition_;
  std::map<std::string_view, std::vector<std::string_view>> files_;
  Links links_;
  Navigation navigation_;
  std::map<std::string_view, std::vector<Position>> users_;
};

}  // namespace

std::map<std::string, std::string> weave(const Book& book, const Edition& edition) { return Weaver(book, edition).run(); }

}  // namespace tito::literate
