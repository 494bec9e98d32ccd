#include "tangled.hpp"

#include "support/files.hpp"

namespace tito {
namespace {

fs::path memory(const Workspace& workspace) { return workspace.build() / "last-tangled"; }

}  // namespace

literate::Written write_tangled(const Workspace& workspace, const std::map<std::string, std::string>& files) {
  const literate::Written written = literate::write_tree(workspace.framework(), files, true);
  literate::write_tree(memory(workspace), files, true);
  return written;
}

std::map<std::string, std::string> last_tangled(const Workspace& workspace) {
  std::map<std::string, std::string> files;
  if (!fs::is_directory(memory(workspace))) return files;
  for (const auto& entry : fs::recursive_directory_iterator(memory(workspace)))
    if (entry.is_regular_file()) files[entry.path().lexically_relative(memory(workspace)).generic_string()] = read_file(entry.path());
  return files;
}

}  // namespace tito
