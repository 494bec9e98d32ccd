#include "literate/model/kinds.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstddef>

namespace tito::literate {
namespace {

// A kind's facts are found by its number.
static_assert([] {
  for (std::size_t i = 0; i < all_kinds.size(); ++i)
    if (all_kinds[i].kind != static_cast<Kind>(i)) return false;
  return true;
}());

}  // namespace

std::string_view to_string(Kept kept) {
  return kept == Kept::with_solutions ? "with solutions" : kept == Kept::with_probes ? "with probes" : "always";
}

Classified classify(std::string_view name) {
  for (const KindFacts& facts : all_kinds)
    if (!facts.prefix.empty() && name.starts_with(facts.prefix) && name.substr(facts.prefix.size()).starts_with(": "))
      return {facts.kind, name.substr(facts.prefix.size() + 2)};
  const bool path = name.find(' ') == name.npos && name.find_first_of("./") != name.npos;
  return {path ? Kind::root : Kind::code, {}};
}

std::string chunk_name(Kind kind, std::string_view id) { return fmt::format("{}: {}", facts_of(kind).prefix, id); }

std::string home_of(Kind kind, std::string_view chapter) { return fmt::format(fmt::runtime(facts_of(kind).only_in), chapter); }

bool is_at_home(std::string_view root, std::string_view home) {
  return home.empty() || root == home || (home.ends_with('/') && root.starts_with(home));
}

}  // namespace tito::literate
