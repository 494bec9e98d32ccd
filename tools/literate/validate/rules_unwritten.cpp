// What `tito new` could not know, it left to be written; so is a solution that only says so.
#include <fmt/format.h>

#include "literate/validate/rules.hpp"

namespace tito::literate::rules {
namespace {

constexpr std::string_view mark = "To write: ";

}  // namespace

void written(const Manuscript& chapter, Verdict& verdict) {
  for (std::size_t i = 0; i < chapter.source.size(); ++i)
    if (const std::size_t at = chapter.source[i].find(mark); at != std::string::npos)
      verdict.fail(chapter.at(static_cast<int>(i + 1)), fmt::format("left open; write {}", chapter.source[i].substr(at + mark.size())));
  for (const Definition* definition : chapter.definitions)
    if (const Classified classified = classify(definition->name); classified.kind == Kind::solution)
      for (const Line& line : definition->lines)
        if (line.text.find("throw NotImplemented(") != std::string::npos)
          verdict.fail(chapter.at(line.number), fmt::format("left open; write the solution of `{}`", classified.id));
}

}  // namespace tito::literate::rules
