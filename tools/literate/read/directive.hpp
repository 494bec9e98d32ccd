// MyST's colon fences: `:::{name} argument`, options, body, `:::`.
#pragma once

#include <set>

#include "literate/model/book.hpp"

namespace tito::literate {

struct Option {
  std::string key, value;
  Place at;
};

struct Directive {
  std::string name, argument;
  std::vector<Option> options;
  std::size_t first = 0, body = 0, last = 0;  // lines of the prose: opening fence, first of the body, closing fence
  std::vector<Directive> children;
  Place at;
};

/// The directives of a stretch of prose, those inside others as their children. Fences inside code fences and inside
/// `diagram` are text.
std::vector<Directive> parse_directives(const Prose& prose, const std::string& file, Problems& problems);

/// The numbers of the lines that `answer` directives take up, at whatever depth.
std::set<std::size_t> lines_of_answers(const std::vector<Directive>& directives);

}  // namespace tito::literate
