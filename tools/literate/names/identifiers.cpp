#include "literate/names/identifiers.hpp"

#include <algorithm>
#include <array>

#include "literate/model/text.hpp"

namespace tito::literate {
namespace {

constexpr std::string_view unnamed = "__anon";

bool is_header(std::string_view path) { return path.ends_with(".hpp") || path.ends_with(".h") || path.ends_with(".inc"); }

// What stands inside a function, and what names nothing that could be looked up elsewhere.
bool names_something(const Tag& tag) {
  constexpr std::array inner = {"local", "parameter", "tparam", "namespace", "header", "label"};
  if (std::find(inner.begin(), inner.end(), tag.kind) != inner.end() || tag.name.starts_with(unnamed)) return false;
  // Constructors and destructors go by the name of their class.
  const bool special = tag.name.starts_with("~") || tag.name.starts_with("operator ");
  const std::string_view scope = tag.scope;
  return !special && scope.substr(std::min(scope.size(), outer(scope).empty() ? 0 : outer(scope).size() + 2)) != tag.name;
}

std::string without_unnamed(std::string_view scope) {
  std::string kept;
  while (!scope.empty()) {
    const std::size_t end = std::min(scope.find("::"), scope.size());
    if (!scope.starts_with(unnamed)) kept = joined(kept, scope.substr(0, end));
    scope.remove_prefix(std::min(end + 2, scope.size()));
  }
  return kept;
}

bool is_declaration(const Tag& tag) { return tag.kind == "prototype" || tag.kind == "externvar"; }

bool is_class_kind(std::string_view kind) { return kind == "class" || kind == "struct" || kind == "union"; }

// The pieces between commas that stand in no bracket.
std::vector<std::string> pieces_of(std::string_view list) {
  std::vector<std::string> pieces;
  int depth = 0;
  for (const char c : list) {
    depth += c == '<' || c == '(' || c == '[' || c == '{' ? 1 : c == '>' || c == ')' || c == ']' || c == '}' ? -1 : 0;
    if (pieces.empty() || (c == ',' && depth == 0)) pieces.emplace_back();
    if (c != ',' || depth > 0) pieces.back() += c;
  }
  return pieces;
}

// `const Tensor & a=b` is of type `constTensor&`; the name goes, when there is one.
std::string parameter_type(std::string_view parameter) {
  std::string_view type = trim(parameter.substr(0, parameter.find('=')));
  const std::size_t name = type.find_last_of(" &*>");
  const bool named = name != std::string_view::npos && name + 1 < type.size() && trim(type.substr(0, name + 1)) != "const";
  if (named) type = type.substr(0, name + 1);
  std::string text;
  for (const char c : type)
    if (c != ' ') text += c;
  return text.starts_with("const") ? text.substr(5) : text;
}

Overload overload_of(std::string_view signature) {
  Overload overload;
  const std::size_t close = signature.rfind(')');
  if (!signature.starts_with('(') || close == std::string_view::npos) return overload;
  for (const std::string& piece : pieces_of(signature.substr(1, close - 1))) {
    if (is_blank(piece) || trim(piece) == "void") continue;
    overload.parameters.push_back(parameter_type(piece));
    if (piece.find('=') == std::string::npos) overload.required = overload.parameters.size();
  }
  return overload;
}

std::vector<std::string> cores_of(std::string_view bases) {
  std::vector<std::string> cores;
  for (const std::string& base : pieces_of(bases)) cores.push_back(core_of(base));
  return cores;
}

void note_overload(const Tag& tag, std::vector<Overload>& overloads) {
  Overload overload = overload_of(tag.signature);
  auto same = std::find_if(overloads.begin(), overloads.end(), [&](const Overload& one) { return one.parameters == overload.parameters; });
  if (same == overloads.end()) same = overloads.insert(same, overload);
  same->required = std::min(same->required, overload.required);
  (is_declaration(tag) ? same->declared : same->defined).push_back({tag.path, tag.line});
}

}  // namespace

std::string joined(std::string_view scope, std::string_view name) {
  std::string text(scope);
  if (!scope.empty()) text += "::";
  return text += name;
}

std::string_view outer(std::string_view scope) {
  const std::size_t last = scope.rfind("::");
  return last == std::string_view::npos ? std::string_view() : scope.substr(0, last);
}

std::string core_of(std::string_view type) {
  std::string core;
  while (!(type = trim(type)).empty()) {
    const std::size_t end = std::min(type.find_first_of(" <&*["), type.size());
    const std::string_view word = type.substr(0, end);
    constexpr std::array passed = {"const", "static", "inline", "constexpr", "mutable", "extern", "typename", "struct", "class"};
    if (std::find(passed.begin(), passed.end(), word) == passed.end()) {
      core = word;
      break;
    }
    type.remove_prefix(std::max<std::size_t>(end, 1));
  }
  return core == "auto" ? std::string() : core;
}

Identifiers::Identifiers(const std::vector<Tag>& tags) {
  for (const Tag& tag : tags)
    if (is_class_kind(tag.kind)) classes_.insert(joined(without_unnamed(tag.scope), tag.name));
  for (const Tag& tag : tags) {
    if (tag.kind != "typedef") continue;
    const std::string scope = without_unnamed(tag.scope), core = core_of(tag.type);
    for (std::string_view from = scope;; from = outer(from)) {
      if (classes_.contains(joined(from, core))) aliases_.try_emplace({tag.path, joined(scope, tag.name)}, joined(from, core));
      if (from.empty()) break;
    }
  }
  for (const Tag& tag : tags)
    if (names_something(tag) && is_header(tag.path) && tag.scope.find(unnamed) == std::string::npos)
      in_headers_.insert(joined(scope_of(tag), tag.name));
  for (const Tag& tag : tags) {
    if (!names_something(tag)) continue;
    const std::string qualified = joined(scope_of(tag), tag.name);
    const bool shared = in_headers_.contains(qualified) && tag.scope.find(unnamed) == std::string::npos;
    add(tag, shared ? std::string_view() : tag.path, qualified);
  }
  for (auto& entry : all_) {
    Identifier& identifier = entry.second;
    const auto elsewhere = [&](const CodePlace& place) { return place.path != identifier.defined.front().path; };
    identifier.ambiguous = identifier.kind != "function" && std::any_of(identifier.defined.begin(), identifier.defined.end(), elsewhere);
  }
}

std::string Identifiers::scope_of(const Tag& tag) const {
  std::string scope = without_unnamed(tag.scope);
  const auto alias = aliases_.find({tag.path, scope});
  return alias == aliases_.end() ? scope : alias->second;
}

void Identifiers::add(const Tag& tag, std::string_view file, const std::string& qualified) {
  Identifier& identifier = all_[file.empty() ? qualified : qualified + '\t' + std::string(file)];
  const bool first = identifier.name.empty();
  if (first) {
    identifier.name = tag.name;
    identifier.qualified = qualified;
    identifier.file = file;
    identifier.type = tag.type;
    names_.insert(tag.name);
  } else if (core_of(identifier.type) != core_of(tag.type)) {
    identifier.type.clear();
  }
  if (tag.kind == "function" || tag.kind == "prototype") note_overload(tag, identifier.overloads);
  if (is_declaration(tag)) {
    identifier.declared.push_back({tag.path, tag.line});
    if (first) identifier.kind = tag.kind == "prototype" ? "function" : "variable";
  } else {
    identifier.defined.push_back({tag.path, tag.line});
    identifier.kind = tag.type == "test_case" ? "test" : tag.kind;
  }
  if (!tag.bases.empty()) identifier.bases = cores_of(tag.bases);
}

const Identifier* Identifiers::find(const std::string& qualified, std::string_view file) const {
  auto found = all_.find(qualified + '\t' + std::string(file));
  if (found == all_.end()) found = all_.find(qualified);
  return found == all_.end() || found->second.ambiguous ? nullptr : &found->second;
}

}  // namespace tito::literate
