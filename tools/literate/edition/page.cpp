#include "literate/edition/page.hpp"

#include <algorithm>

#include "literate/model/directives.hpp"
#include "literate/model/text.hpp"
#include "literate/read/fences.hpp"

namespace tito::literate {

bool is_kept(Kept kept, const Edition& edition) {
  return kept == Kept::always || (kept == Kept::with_solutions ? edition.solutions : edition.probes);
}

std::vector<bool> lines_taken_out(const Prose& prose, const Edition& edition) {
  return lines_of(prose, [&](const Directive& directive) {
    const DirectiveFacts* facts = find_directive(directive.name);
    return facts != nullptr && !is_kept(facts->kept, edition);
  });
}

void remove_directives(Prose& prose, const Edition& edition) {
  const std::vector<bool> unwanted = lines_taken_out(prose, edition);
  std::vector<bool> gone = unwanted;
  bool blank_above = true;
  for (std::size_t at = 0; at < unwanted.size(); ++at) {
    if (unwanted[at]) continue;
    const bool blank = is_blank(prose.lines[at].text);
    gone[at] = blank && blank_above && at > 0 && unwanted[at - 1];
    if (!gone[at]) blank_above = blank;
  }
  erase_lines(prose, gone);
}

std::string page_of(const Edition& edition, const std::string& file, std::string_view text) {
  Problems problems;
  Prose prose = read_prose(text, file, problems);
  check_fences(prose, file, Fences::of_page, problems);
  problems.throw_if_any();
  const std::vector<bool> unwanted = lines_taken_out(prose, edition);
  if (std::find(unwanted.begin(), unwanted.end(), true) == unwanted.end()) return std::string(text);
  remove_directives(prose, edition);
  std::string page;
  for (const ProseLine& line : prose.lines) page += line.text + '\n';
  return page;
}

}  // namespace tito::literate
