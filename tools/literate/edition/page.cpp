#include "literate/edition/page.hpp"

#include "literate/model/text.hpp"
#include "literate/read/directive.hpp"
#include "literate/read/fences.hpp"

namespace tito::literate {

void remove_answers(Prose& prose, const std::string& file) {
  Problems none;  // whoever checked the prose has reported them
  const std::set<std::size_t> unwanted = lines_of_answers(parse_directives(prose, file, none));
  std::vector<std::string> kept;
  for (std::size_t at = 0; at < prose.lines.size(); ++at) {
    const bool second_blank = unwanted.contains(at - 1) && is_blank(prose.lines[at]) && (kept.empty() || is_blank(kept.back()));
    if (!unwanted.contains(at) && !second_blank) kept.push_back(std::move(prose.lines[at]));
  }
  prose.lines = std::move(kept);
}

std::string page_of(const Edition& edition, const std::string& file, std::string_view text) {
  Prose prose{1, {}};
  for (const std::string_view line : split_lines(text)) prose.lines.emplace_back(line);
  Problems problems;
  parse_directives(prose, file, problems);
  check_fences(prose, file, Fences::of_page, problems);
  problems.throw_if_any();
  if (edition.solutions) return std::string(text);
  remove_answers(prose, file);
  std::string page;
  for (const std::string& line : prose.lines) page += line + '\n';
  return page;
}

}  // namespace tito::literate
