#include "literate/weave/navigation.hpp"

#include <algorithm>

#include "literate/model/language.hpp"
#include "literate/model/text.hpp"

namespace tito::literate {
namespace {

constexpr std::size_t lines_around = 2;

bool is_code(std::string_view path) {
  const std::string_view language = language_of(path).name;
  return language == "cpp" || language == "c";
}

/// One line of a file as context: less its part's indentation. Nothing for lines that nobody wrote into a chapter, and for those of a
/// solution, which nobody should read by accident.
class Context {
 public:
  Context(const Book& book, const TangledFile& file, const Span& span)
      : book_(book), span_(span), owners_(owners(file)), lines_(split_lines(file.text)), file_(file) {}

  std::vector<std::string> before() const {
    std::vector<std::string> found;
    for (std::size_t line = span_.begin; line > 0 && found.size() < lines_around && shown(line - 1); --line)
      found.insert(found.begin(), text(line - 1));
    found.erase(found.begin(), std::find_if_not(found.begin(), found.end(), is_blank));
    return found;
  }

  std::vector<std::string> after() const {
    std::vector<std::string> found;
    for (std::size_t line = span_.end; line < lines_.size() && found.size() < lines_around && shown(line); ++line)
      found.push_back(text(line));
    while (!found.empty() && is_blank(found.back())) found.pop_back();
    return found;
  }

 private:
  bool shown(std::size_t line) const {
    const Definition& definition = book_.definition(owners_[line]->definition);
    const bool header = file_.lines[line].at.line == definition.at.line;
    return !header && book_.find(definition.name)->kind != Kind::solution;
  }

  std::string text(std::size_t line) const { return std::string(lines_[line].substr(std::min(span_.shift, leading(lines_[line], ' ')))); }

  const Book& book_;
  const Span& span_;
  std::vector<const Span*> owners_;
  std::vector<std::string_view> lines_;
  const TangledFile& file_;
};

}  // namespace

Navigation::Navigation(const Book& book) : book_(book), history_(book) {
  std::map<std::string_view, std::string_view> texts;
  for (const auto& [path, versions] : history_.files()) {
    land(path, versions.back().file);
    if (!is_code(path)) continue;
    code_[path] = {&versions.back().file, owners(versions.back().file)};
    texts[path] = versions.back().file.text;
  }
  names_ = std::make_unique<Names>(texts);
  note_identifiers();
  for (const auto& [path, file] : code_) note_references(path, file);
}

void Navigation::land(std::string_view path, const TangledFile& tangled) {
  for (const Span& span : tangled.spans) landings_.try_emplace(span.definition, Landing{path, &span});
}

const Span* Navigation::owner(const CodePlace& place) const { return code_.at(place.path).owners.at(place.line); }

// Several overloads in several chunks are looked up where the reader meets the first of them.
void Navigation::note_identifiers() {
  for (const auto& [key, identifier] : names_->identifiers().all()) {
    Known& known = known_[&identifier];
    for (const CodePlace& place : identifier.defined) known.defining.insert(owner(place)->definition);
    for (const CodePlace& place : identifier.declared) known.declaring.insert(owner(place)->definition);
    known.at = known.defining.empty() ? *known.declaring.begin() : *known.defining.begin();
    if (known.defining.size() > 1 && !known.declaring.empty()) known.at = std::min(known.at, *known.declaring.begin());
  }
}

// A link leads to what is defined, or else to what is only declared. It is left out when overloads stand in several chunks and nothing
// says which one is meant.
std::optional<Position> Navigation::target(const Occurrence& occurrence) const {
  const Known& known = known_.at(occurrence.identifier);
  const std::set<Position>& places = known.defining.empty() ? known.declaring : known.defining;
  if (places.size() == 1) return *places.begin();
  if (occurrence.overload != nullptr) {
    const std::vector<CodePlace>& of = occurrence.overload->defined.empty() ? occurrence.overload->declared : occurrence.overload->defined;
    return owner(of.front())->definition;
  }
  if (occurrence.identifier->overloads.empty()) return *places.begin();
  return {};
}

// A definition that stands at several places is read at the first of them.
void Navigation::note_references(std::string_view path, const File& file) {
  const std::vector<std::string_view> lines = split_lines(file.tangled->text);
  for (const Occurrence& occurrence : names_->occurrences(path)) {
    const Span* span = file.owners[occurrence.line];
    const Position position = span->definition;
    if (landings_.at(position).span != span) continue;
    Known& known = known_.at(occurrence.identifier);
    if (!known.declaring.contains(position) && !known.defining.contains(position)) known.users.insert(position);
    const std::optional<Position> at = target(occurrence);
    if (!at || *at == position) continue;
    const std::size_t column = width(lines[occurrence.line].substr(0, occurrence.column)) - span->shift;
    references_[position][file.tangled->lines[occurrence.line].index].push_back({column, occurrence.identifier, *at});
  }
}

std::string Navigation::scope(Position definition) const {
  const auto landing = landings_.find(definition);
  if (landing == landings_.end()) return "";
  return names_->scope_around(landing->second.path, landing->second.span->begin, landing->second.span->end);
}

Surroundings Navigation::surroundings(Position definition) const {
  const auto landing = landings_.find(definition);
  if (landing == landings_.end()) return {};
  const TangledFile* file = history_.after(definition.chapter, landing->second.path);
  const Span* span = file == nullptr ? nullptr : first_span(*file, definition);
  if (span == nullptr) return {};
  const Context context(book_, *file, *span);
  return {context.before(), context.after()};
}

const std::map<std::size_t, std::vector<Reference>>& Navigation::references(Position definition) const {
  static const std::map<std::size_t, std::vector<Reference>> none;
  const auto found = references_.find(definition);
  return found == references_.end() ? none : found->second;
}

std::vector<const Identifier*> Navigation::index() const {
  const Identifiers& identifiers = names_->identifiers();
  std::vector<const Identifier*> found;
  for (const auto& [key, identifier] : identifiers.all()) {
    const Identifier* around = identifiers.find(std::string(outer(identifier.qualified)), identifier.defined_in());
    const bool inner = around != nullptr && (around->kind == "function" || around->kind == "test");
    if (!inner && identifier.kind != "test" && identifier.qualified != "main") found.push_back(&identifier);
  }
  return found;
}

std::map<std::size_t, Position> Navigation::definitions(std::string_view path) const {
  std::map<std::size_t, Position> found;
  const auto note = [&](const std::vector<CodePlace>& declared, const std::vector<CodePlace>& defined) {
    for (const CodePlace& place : declared)
      if (place.path == path && !defined.empty()) found[place.line] = owner(defined.front())->definition;
  };
  for (const auto& [key, identifier] : names_->identifiers().all()) {
    if (identifier.overloads.empty()) note(identifier.declared, identifier.defined);
    for (const Overload& overload : identifier.overloads) note(overload.declared, overload.defined);
  }
  return found;
}

}  // namespace tito::literate
