#include "publish/checked.hpp"

#include "literate/edition/secret.hpp"
#include "publish/woven.hpp"

namespace tito {
namespace {

// Pages by the names that messages give them.
std::map<std::string, std::string> texts_of(const std::map<std::string, std::string>& pages) {
  std::map<std::string, std::string> texts;
  for (const auto& [path, text] : pages)
    if (path.ends_with(".md")) texts["book/" + path] = text;
  return texts;
}

}  // namespace

CheckedEdition check_edition(const Workspace& workspace, const literate::Edition& edition) {
  CheckedEdition checked{edition, read_snapshot(workspace), {}, hand_written(workspace, edition)};
  checked.shown = in_edition(edition, checked.full);
  std::vector<Problem> copies = literate::copied_lines(checked.full.book, edition, texts_of(checked.pages));
  if (!copies.empty()) throw Failure(std::move(copies));
  return checked;
}

}  // namespace tito
