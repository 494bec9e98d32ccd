#include "publish/woven.hpp"

#include "literate/weave/weave.hpp"
#include "support/files.hpp"

namespace tito {

std::map<std::string, std::string> woven_files(const Workspace& workspace, const literate::Book& book, const literate::Edition& edition) {
  std::map<std::string, std::string> files = literate::weave(book, edition);
  const fs::path pages = workspace.root() / "book";
  for (const auto& entry : fs::recursive_directory_iterator(pages)) {
    const std::string path = entry.path().lexically_relative(pages).string();
    const bool page = entry.path().extension() == ".md" || entry.path().extension() == ".bib";
    const bool api = path.starts_with("api/"), manual = path == "README.md";
    if (entry.is_regular_file() && !api && !manual && (page || path.starts_with("assets/"))) files[path] = read_file(entry.path());
  }
  return files;
}

}  // namespace tito
