#include "literate/weave/links.hpp"

#include <fmt/format.h>

#include <set>

namespace tito::literate {
namespace {

// FNV-1a, because ids must be the same on every machine.
std::uint32_t hash(std::string_view text) {
  std::uint32_t value = 2166136261U;
  for (const char c : text) value = (value ^ static_cast<unsigned char>(c)) * 16777619U;
  return value;
}

}  // namespace

std::string anchor_of(std::string_view what, std::string_view name) {
  std::string text(what);
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

std::string heading_of(const Chapter& chapter) { return fmt::format("{} {}", chapter.number, chapter.title); }

// Positions are in reading order, so of two names that would share an id the earlier one keeps it.
Links::Links(const Book& book) : book_(book) {
  std::map<Position, std::string> order;
  for (const auto& [name, chunk] : book_.chunks)
    for (std::size_t part = 0; part < chunk.parts.size(); ++part)
      order[chunk.parts[part]] = part == 0 ? anchor_of("chunk", name) : fmt::format("{}-{}", anchor_of("chunk", name), part + 1);
  std::set<std::string> taken;
  for (auto& [position, id] : order) {
    if (!taken.insert(id).second) {
      id += fmt::format("-{:08x}", hash(book_.definition(position).name));
      taken.insert(id);
    }
    ids_[position] = id;
  }
}

void Links::write(JsonWriter& json, Position position) const {
  const Chapter& chapter = book_.chapters[position.chapter];
  json.open('{');
  json.member("doc", doc_of(chapter));
  json.member("id", ids_.at(position));
  json.member("name", book_.definition(position).name);
  json.member("chapter", heading_of(chapter));
  json.close('}');
}

void Links::write(JsonWriter& json, std::string_view key, const std::vector<Position>& positions) const {
  json.key(key);
  json.open('[');
  for (const Position position : positions) write(json, position);
  json.close(']');
}

void Links::write(JsonWriter& json, std::string_view key, const Position* position) const {
  json.key(key);
  if (position == nullptr)
    json.null();
  else
    write(json, *position);
}

}  // namespace tito::literate
