// The directives in a stretch of prose.
#include "literate/model/text.hpp"
#include "literate/read/directive.hpp"
#include "target.hpp"

namespace {

// Whatever is reported, a directive lies within the prose and its children lie within it.
void check(const std::vector<tito::literate::Directive>& directives, std::size_t first, std::size_t last) {
  for (const tito::literate::Directive& directive : directives) {
    if (directive.first < first || directive.last > last || directive.first > directive.last) std::abort();
    check(directive.children, directive.first, directive.last);
  }
}

}  // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  tito::literate::Prose prose{1, {}};
  for (const std::string_view line : tito::literate::split_lines(text_of(data, size))) prose.lines.emplace_back(line);
  tito::Problems problems;
  const auto directives = tito::literate::parse_directives(prose, "chapter", problems);
  check(directives, 0, prose.lines.size());
  tito::literate::lines_of_answers(directives);
  return 0;
}
