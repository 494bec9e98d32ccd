#include "literate/model/prose.hpp"

#include <utility>

namespace tito::literate {
namespace {

// Where each of the things at 0, 1, 2, … stands when the unwanted ones are gone.
std::vector<std::size_t> places_after(const std::vector<bool>& unwanted) {
  std::vector<std::size_t> places = {0};
  for (const bool gone : unwanted) places.push_back(places.back() + (gone ? 0 : 1));
  return places;
}

template <typename Item>
void erase(std::vector<Item>& items, const std::vector<bool>& unwanted) {
  std::vector<Item> kept;
  for (std::size_t at = 0; at < items.size(); ++at)
    if (!unwanted[at]) kept.push_back(std::move(items[at]));
  items = std::move(kept);
}

}  // namespace

void erase_lines(Prose& prose, const std::vector<bool>& unwanted) {
  std::vector<bool> unopened;
  for (const Directive& directive : prose.directives) unopened.push_back(unwanted[directive.first]);
  const std::vector<std::size_t> lines = places_after(unwanted), directives = places_after(unopened);
  const auto moved = [&](std::size_t directive) { return directive == outside || unopened[directive] ? outside : directives[directive]; };
  for (ProseLine& line : prose.lines) line.directive = moved(line.directive);
  for (Directive& directive : prose.directives) {
    directive.around = moved(directive.around);
    for (std::size_t* at : {&directive.first, &directive.body, &directive.last}) *at = lines[*at];
  }
  erase(prose.lines, unwanted);
  erase(prose.directives, unopened);
}

}  // namespace tito::literate
