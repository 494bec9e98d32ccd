#include "literate/weave/indexes.hpp"

#include <algorithm>

#include "literate/model/language.hpp"

namespace tito::literate {
namespace {

constexpr std::string_view include = "include/";

bool in_public_header(const Identifier& identifier) {
  const auto is_public = [](const CodePlace& place) { return place.path.starts_with(include); };
  return std::any_of(identifier.declared.begin(), identifier.declared.end(), is_public) ||
         std::any_of(identifier.defined.begin(), identifier.defined.end(), is_public);
}

// What the ids in such a file stand for, each once.
void write_places(JsonWriter& json, const Links& links, const std::set<Position>& places) {
  json.break_line();
  json.key("places");
  json.open('{');
  for (const Position place : places) {
    json.break_line();
    json.key(links.id(place));
    links.write(json, place);
  }
  json.close('}');
}

void write_declared(JsonWriter& json, const Links& links, const std::vector<const Span*>& owners, std::set<Position>& places) {
  json.key("declared");
  json.open('[');
  for (std::size_t line = 0; line < owners.size(); ++line) {
    if (line > 0 && owners[line] == owners[line - 1]) continue;
    places.insert(owners[line]->definition);
    json.open('[');
    json.value(static_cast<int>(line) + 1);
    json.value(links.id(owners[line]->definition));
    json.close(']');
  }
  json.close(']');
}

void write_defined(JsonWriter& json, const Links& links, const Navigation& navigation, std::string_view path, std::set<Position>& places) {
  json.key("defined");
  json.open('{');
  for (const auto& [line, defined] : navigation.definitions(path)) {
    if (navigation.owners_of(path)[line]->definition == defined) continue;
    places.insert(defined);
    json.member(std::to_string(line + 1), links.id(defined));
  }
  json.close('}');
}

}  // namespace

std::string identifiers_of(const Links& links, const Navigation& navigation) {
  std::set<Position> places;
  JsonWriter json;
  json.open('{');
  json.key("identifiers");
  json.open('[');
  for (const Identifier* identifier : navigation.index()) {
    const Known& known = navigation.known(*identifier);
    places.insert(known.at);
    places.insert(known.users.begin(), known.users.end());
    json.break_line();
    json.open('{');
    json.member("name", identifier->name);
    json.member("qualified", identifier->qualified);
    json.member("anchor", anchor_of("identifier", identifier->qualified));
    json.member("kind", identifier->kind);
    json.member("file", identifier->file);
    json.member("public", in_public_header(*identifier));
    json.member("chunk", links.id(known.at));
    json.key("used_in");
    json.open('[');
    for (const Position user : known.users) json.value(links.id(user));
    json.close(']');
    json.close('}');
  }
  json.close(']');
  write_places(json, links, places);
  json.close('}');
  return std::move(json).finish();
}

std::string declarations_of(const Links& links, const Navigation& navigation) {
  std::set<Position> places;
  JsonWriter json;
  json.open('{');
  json.key("headers");
  json.open('{');
  for (const auto& [path, versions] : navigation.history().files()) {
    if (!path.starts_with(include) || language_of(path).name != "cpp") continue;
    json.break_line();
    json.key(path.substr(include.size()));
    json.open('{');
    write_declared(json, links, navigation.owners_of(path), places);
    write_defined(json, links, navigation, path, places);
    json.close('}');
  }
  json.close('}');
  write_places(json, links, places);
  json.close('}');
  return std::move(json).finish();
}

}  // namespace tito::literate
