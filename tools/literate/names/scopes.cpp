#include "literate/names/scopes.hpp"

#include <algorithm>

namespace tito::literate {
namespace {

bool is_function(const Tag& tag) { return tag.kind == "function" || tag.kind == "prototype"; }

bool is_scope(const Tag& tag) {
  return tag.kind == "function" || tag.kind == "namespace" || tag.kind == "class" || tag.kind == "struct" || tag.kind == "union" ||
         tag.kind == "enum";
}

bool has_name(const Tag& tag) { return !tag.name.starts_with("__anon"); }

std::vector<const Tag*> widest_first(std::vector<const Tag*> tags) {
  std::stable_sort(tags.begin(), tags.end(), [](const Tag* a, const Tag* b) { return a->end - a->line > b->end - b->line; });
  return tags;
}

}  // namespace

Scopes::Scopes(const Identifiers& identifiers, const std::vector<const Tag*>& tags, std::size_t lines)
    : names_{""}, scope_at_(lines, 0), function_at_(lines, nullptr) {
  const std::vector<const Tag*> sorted = widest_first(tags);
  for (const Tag* tag : sorted) {
    const std::size_t end = std::min(tag->end + 1, lines);
    if (is_scope(*tag) && has_name(*tag)) {
      names_.push_back(joined(identifiers.scope_of(*tag), tag->name));
      for (std::size_t line = tag->line; line < end; ++line) scope_at_[line] = names_.size() - 1;
    }
    if (is_function(*tag))
      for (std::size_t line = tag->line; line < end; ++line)
        if (function_at_[line] == nullptr) function_at_[line] = tag;
  }
  for (const Tag* tag : tags)
    if (tag->kind == "local" || tag->kind == "parameter") hide(tag->name, tag->line, tag->type);
  for (const Tag* tag : tags) {
    if (tag->kind != "tparam") continue;
    const auto owner = std::find_if(tags.begin(), tags.end(), [&](const Tag* other) {
      return (is_function(*other) || is_scope(*other)) && other->line >= tag->line && joined(other->scope, other->name) == tag->scope;
    });
    locals_[tag->name].push_back({tag->line, (owner == tags.end() ? tag->line : (*owner)->end) + 1, ""});
  }
}

void Scopes::hide(std::string_view name, std::size_t line, const std::string& type) {
  const Tag* function = line < function_at_.size() ? function_at_[line] : nullptr;
  std::vector<Local>& locals = locals_.try_emplace(std::string(name)).first->second;
  if (function == nullptr)
    locals.push_back({line, line + 1, type});
  else
    locals.push_back({std::min(function->line, line), function->end + 1, type});
}

std::vector<const Local*> Scopes::hiding(std::string_view name, std::size_t line) const {
  std::vector<const Local*> found;
  const auto locals = locals_.find(name);
  if (locals == locals_.end()) return found;
  for (const Local& local : locals->second)
    if (line >= local.begin && line < local.end) found.push_back(&local);
  return found;
}

}  // namespace tito::literate
