// The fences in a stretch of prose.
#include "literate/model/text.hpp"
#include "literate/read/fences.hpp"
#include "target.hpp"

namespace {

void need(bool sound) {
  if (!sound) std::abort();
}

// Whatever is reported, a directive lies within the prose and within the one around it, and lines belong to directives that they stand in.
void check(const tito::literate::Prose& prose) {
  for (std::size_t i = 0; i < prose.directives.size(); ++i) {
    const tito::literate::Directive& one = prose.directives[i];
    need(one.first < one.body && one.first < one.last && one.last <= prose.lines.size() && one.body <= prose.lines.size());
    if (one.around == tito::literate::outside) continue;
    need(one.around < i);
    need(prose.directives[one.around].body <= one.first && one.last <= prose.directives[one.around].last);
  }
  for (std::size_t at = 0; at < prose.lines.size(); ++at) {
    if (prose.lines[at].directive == tito::literate::outside) continue;
    const tito::literate::Directive& around = prose.directives.at(prose.lines[at].directive);
    need(around.first <= at && at <= around.last);
  }
}

}  // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  tito::Problems problems;
  tito::literate::FenceReader reader("chapter", 1, problems);
  for (const std::string_view line : tito::literate::split_lines(text_of(data, size))) reader.read(line);
  tito::literate::Prose prose = reader.finish();
  check(prose);
  erase_lines(prose, lines_of(prose, [](const tito::literate::Directive& one) { return one.name == "answer"; }));
  check(prose);
  return 0;
}
