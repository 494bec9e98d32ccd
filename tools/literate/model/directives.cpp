#include "literate/model/directives.hpp"

#include <algorithm>
#include <iterator>

namespace tito::literate {
namespace {

constexpr std::array<std::string_view, 54> foreign = {
    "admonition", "attention",      "bibliography",   "card",       "caution",        "centered",     "class",          "code",
    "code-block", "compound",       "container",      "contents",   "csv-table",      "danger",       "deprecated",     "div",
    "dropdown",   "epigraph",       "error",          "figure",     "figure-md",      "glossary",     "grid",           "grid-item",
    "grid-item-card", "highlights", "hint",           "hlist",      "image",          "important",    "index",          "line-block",
    "list-table", "literalinclude", "math",           "note",       "parsed-literal", "productionlist", "pull-quote",   "rubric",
    "seealso",    "sidebar",        "subfigure",      "tab-item",   "tab-set",        "tab-set-code", "table",          "tabularcolumns",
    "tip",        "toctree",        "topic",          "versionadded", "versionchanged", "warning"};

}  // namespace

std::vector<OptionFacts> DirectiveFacts::all_options() const {
  std::vector<OptionFacts> all;
  std::copy_if(options.begin(), options.end(), std::back_inserter(all), [](const OptionFacts& option) { return !option.name.empty(); });
  return all;
}

const DirectiveFacts* find_directive(std::string_view name) {
  const auto found = std::find_if(all_directives.begin(), all_directives.end(), [&](const DirectiveFacts& facts) { return facts.name == name; });
  return found == all_directives.end() ? nullptr : &*found;
}

bool hides_text(std::string_view name) { return name == "raw" || name == "only" || name == "eval-rst"; }

bool is_foreign_directive(std::string_view name) { return std::find(foreign.begin(), foreign.end(), name) != foreign.end(); }

std::vector<std::string_view> directive_names() {
  std::vector<std::string_view> names(foreign.begin(), foreign.end());
  for (const DirectiveFacts& facts : all_directives) names.push_back(facts.name);
  return names;
}

std::string_view to_string(Argument argument) {
  switch (argument) {
    case Argument::free:
      return "free";
    case Argument::text:
      return "text";
    case Argument::exercise:
      return "exercise";
    case Argument::shown:
      return "analysis or listing";
  }
  return "free";
}

std::string_view to_string(Body body) { return body == Body::text ? "text" : body == Body::empty ? "empty" : "free"; }

}  // namespace tito::literate
