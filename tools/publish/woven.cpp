#include "publish/woven.hpp"

#include "literate/edition/page.hpp"
#include "literate/weave/weave.hpp"
#include "support/files.hpp"

namespace tito {

std::map<std::string, std::string> hand_written(const Workspace& workspace, const literate::Edition& edition) {
  std::map<std::string, std::string> files;
  const fs::path pages = workspace.root() / "book";
  if (!fs::is_directory(pages)) return files;
  for (const auto& entry : fs::recursive_directory_iterator(pages)) {
    const std::string path = entry.path().lexically_relative(pages).string(), kind = entry.path().extension().string();
    const bool api = path.starts_with("api/"), manual = path == "README.md";
    if (!entry.is_regular_file() || api || manual) continue;
    if (kind == ".md")
      files[path] = literate::page_of(edition, "book/" + path, read_file(entry.path()));
    else if (kind == ".bib" || path.starts_with("assets/"))
      files[path] = read_file(entry.path());
  }
  if (!edition.logo.empty()) files[edition.logo] = read_file(edition.logo_file);
  return files;
}

std::map<std::string, std::string> woven_files(const Workspace& workspace, const literate::Book& book, const literate::Edition& edition) {
  std::map<std::string, std::string> files = literate::weave(book, edition);
  files.merge(hand_written(workspace, edition));
  return files;
}

}  // namespace tito
