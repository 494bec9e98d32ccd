#include "publish/tangled.hpp"

#include <fmt/format.h>

#include <cstdio>
#include <stdexcept>
#include <vector>

#include "literate/read/read_book.hpp"
#include "literate/tangle/tangle.hpp"
#include "support/files.hpp"

namespace tito {
namespace {

fs::path memory(const Workspace& workspace) { return workspace.build() / "last-tangled"; }

/// What a run is about to write. A run that is killed leaves each file as one of the two says, which is no edit of anybody's.
fs::path intention(const Workspace& workspace) { return workspace.build() / "next-tangled"; }

/// Files that somebody changed or added since tangling last wrote them, and that `files` would overwrite or remove.
std::vector<std::string> edits(const Workspace& workspace, const std::map<std::string, std::string>& files) {
  const auto last = last_tangled(workspace);
  std::vector<std::string> edited;
  if (last.empty()) return edited;  // a fresh clone: nothing to compare with
  for (const std::string& difference : differences(workspace.framework(), files)) {
    const std::string path = difference.substr(0, difference.find(": "));
    if (!fs::exists(workspace.framework() / path)) continue;
    const auto before = last.find(path);
    const std::string text = read_file(workspace.framework() / path);
    const bool ours = (before != last.end() && text == before->second) || text == read_file(intention(workspace) / path);
    if (!ours) edited.push_back(path);
  }
  return edited;
}

}  // namespace

Written write_tangled(const Workspace& workspace, const std::map<std::string, std::string>& files, bool discard) {
  const std::vector<std::string> edited = edits(workspace, files);
  if (!edited.empty() && !discard)
    throw std::runtime_error(fmt::format(
        "edited by hand since the last tangle: tangled/{}; `tito stitch` brings the edits into the chapters, `tito tangle --discard` throws "
        "them away", fmt::join(edited, ", tangled/")));
  write_tree(intention(workspace), files, true);
  const Written written = write_tree(workspace.framework(), files, true);
  write_tree(memory(workspace), files, true);
  return written;
}

std::map<std::string, std::string> last_tangled(const Workspace& workspace) {
  std::map<std::string, std::string> files;
  if (!fs::is_directory(memory(workspace))) return files;
  for (const auto& entry : fs::recursive_directory_iterator(memory(workspace)))
    if (entry.is_regular_file()) files[entry.path().lexically_relative(memory(workspace)).generic_string()] = read_file(entry.path());
  return files;
}

void bring_up_to_date(const Workspace& workspace) {
  const auto files = literate::texts(literate::tangle(literate::read_book(workspace.root())));
  if (differences(workspace.framework(), files).empty() || files == last_tangled(workspace)) return;
  const Written written = write_tangled(workspace, files);
  fmt::print("The chapters have changed: tangled again, {} file{} written\n", written.written, written.written == 1 ? "" : "s");
  std::fflush(stdout);
}

}  // namespace tito
