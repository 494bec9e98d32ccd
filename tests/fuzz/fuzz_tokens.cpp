// What noweb's lexer says about two chapters.
#include "literate/read/noweb.hpp"
#include "target.hpp"

namespace {

void need(bool sound) {
  if (!sound) std::abort();
}

// Blocks follow each other in their file, prose never follows prose, and the lines of a definition stand below its heading.
void check(const tito::literate::Chapter& chapter) {
  int line = 1;
  bool after_prose = false;
  for (const tito::literate::Block& block : chapter.blocks) {
    if (const auto* prose = std::get_if<tito::literate::Prose>(&block)) {
      need(!after_prose && prose->line >= line && !prose->lines.empty());
      line = prose->line + static_cast<int>(prose->lines.size());
      after_prose = true;
      continue;
    }
    const auto& definition = std::get<tito::literate::Definition>(block);
    need(definition.at.file == chapter.file && definition.at.line >= line);
    line = definition.at.line;
    for (const tito::literate::Line& one : definition.lines) {
      need(one.number >= line);
      line = one.number + 1;
    }
    after_prose = false;
  }
}

}  // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  std::vector<tito::literate::Chapter> chapters(2);
  for (tito::literate::Chapter& chapter : chapters) chapter.file = &chapter == &chapters[0] ? "chapters/00_a.nw" : "chapters/01_b.nw";
  refuse_or([&] {
    tito::literate::read_tokens(text_of(data, size), chapters);
    for (const tito::literate::Chapter& chapter : chapters) check(chapter);
  });
  return 0;
}
