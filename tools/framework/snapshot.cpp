#include "framework/snapshot.hpp"

#include <fmt/format.h>

#include "literate/read/read_book.hpp"
#include "support/files.hpp"

namespace tito {
namespace {

std::string fingerprint(const literate::Book& book) {
  std::string all;
  for (const literate::Chapter& chapter : book.chapters) {
    all += fmt::format("chapter {}\n", chapter.id);
    for (const literate::Block& block : chapter.blocks) {
      if (const auto* prose = std::get_if<literate::Prose>(&block)) {
        for (const literate::ProseLine& line : prose->lines) all += line.text + '\n';
        continue;
      }
      const auto& definition = std::get<literate::Definition>(block);
      all += fmt::format("<<{}>>=\n", definition.name);
      for (const literate::Line& line : definition.lines) all += fmt::format("{}<<{}>>\n", line.text, line.use);
    }
  }
  return sha256(all);
}

}  // namespace

Snapshot read_snapshot(const Workspace& workspace, const std::string& through) {
  Snapshot snapshot{literate::read_book(workspace.root(), through), {}, {}};
  snapshot.tree = literate::tangle(snapshot.book);
  snapshot.fingerprint = fingerprint(snapshot.book);
  return snapshot;
}

Snapshot in_edition(const literate::Edition& edition, const Snapshot& full) {
  Snapshot snapshot{literate::apply(edition, full.book), {}, full.fingerprint};
  literate::TangleOptions options;
  options.source = false;
  snapshot.tree = literate::tangle(snapshot.book, options);
  return snapshot;
}

}  // namespace tito
