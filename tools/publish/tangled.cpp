#include "publish/tangled.hpp"

#include <fmt/format.h>

#include <cstdio>
#include <algorithm>
#include <stdexcept>
#include <vector>

#include "literate/read/read_book.hpp"
#include "literate/tangle/tangle.hpp"
#include "publish/committed.hpp"
#include "support/files.hpp"
#include "support/stage.hpp"

namespace tito {
namespace {

fs::path memory(const Workspace& workspace) { return workspace.build() / "last-tangled"; }

/// What a run is about to write. A run that is killed leaves each file as one of the two says, which is no edit of anybody's.
fs::path intention(const Workspace& workspace) { return workspace.build() / "next-tangled"; }

std::vector<std::string> paths_that_differ(const Workspace& workspace, const Texts& files) {
  std::vector<std::string> paths;
  for (const auto& [path, what] : compare(workspace.framework(), files)) paths.push_back(path);
  return paths;
}

bool stands_there(const fs::path& path) { return fs::exists(fs::symlink_status(path)); }

const std::string* find(const Texts& texts, const std::string& path) {
  const auto found = texts.find(path);
  return found == texts.end() ? nullptr : &found->second;
}

/// Files that somebody changed or added since tangling last wrote them, and that `files` would overwrite or remove.
std::vector<std::string> edits(const Workspace& workspace, const Texts& files) {
  const Texts last = last_tangled(workspace);
  std::vector<std::string> edited;
  for (const std::string& path : paths_that_differ(workspace, files)) {
    if (!stands_there(workspace.framework() / path)) continue;
    const std::string text = read_below(workspace.framework(), path), *before = find(last, path);
    if (!(before != nullptr && text == *before) && text != read_if_exists(intention(workspace) / path)) edited.push_back(path);
  }
  return edited;
}

/// "tangled/a.cpp, tangled/b.cpp and 7 more".
std::string named(const std::string& folder, const std::vector<std::string>& paths) {
  constexpr std::size_t most = 5;
  std::string text;
  for (std::size_t i = 0; i < std::min(most, paths.size()); ++i) text += fmt::format("{}{}/{}", i == 0 ? "" : ", ", folder, paths[i]);
  return paths.size() > most ? fmt::format("{} and {} more", text, paths.size() - most) : text;
}

std::string unknown_history(const std::vector<std::string>& paths) {
  return fmt::format(
      "tangled/ says otherwise than the chapters, and nothing tells which of the two was edited, as tito never tangled here and no version of "
      "tangled/ was committed: {}; `tito tangle --discard` takes what the chapters say, `tito stitch --discard` what tangled/ says",
      named(tangled_name, paths));
}

/// What tito wrote into a folder: paths with the hashes of what may stand there. While it writes that is the old text or the new one.
class Record {
 public:
  using Hashes = std::map<std::string, std::set<std::string>>;

  Record(const Workspace& workspace, const fs::path& folder)
      : folder_(workspace.build() / "tangled-elsewhere"), name_(sha256(folder.string()) + ".txt"), head_(folder.string() + "\n") {
    const std::string text = read_if_exists(folder_ / name_).value_or("");
    for (std::size_t begin = text.find('\n') + 1; begin < text.size();) {
      const std::size_t end = std::min(text.find('\n', begin), text.size());
      if (end - begin > 66) hashes_[text.substr(begin + 66, end - begin - 66)].insert(text.substr(begin, 64));
      begin = end + 1;
    }
  }

  bool empty() const { return hashes_.empty(); }
  bool holds(const std::string& path) const { return hashes_.contains(path); }
  bool holds(const std::string& path, const std::string& text) const {
    const auto found = hashes_.find(path);
    return found != hashes_.end() && found->second.contains(sha256(text));
  }

  void add(const Texts& files) {
    for (const auto& [path, text] : files) hashes_[path].insert(sha256(text));
    save();
  }
  void set(const Texts& files) {
    hashes_.clear();
    add(files);
  }

 private:
  void save() const {
    std::string text = head_;
    for (const auto& [path, hashes] : hashes_)
      for (const std::string& hash : hashes) text += fmt::format("{}  {}\n", hash, path);
    write_tree(folder_, {{name_, text}}, false);
  }

  fs::path folder_;
  std::string name_, head_;
  Hashes hashes_;
};

/// What goes from a folder that tito tangles to again. Throws std::runtime_error when something is lost by that, or by writing `files`.
std::set<std::string> leaving(const fs::path& folder, const Texts& files, const Record& record, bool discard) {
  std::set<std::string> old;
  std::vector<std::string> lost;
  for (const std::string& path : files_below(folder)) {
    const bool wanted = files.contains(path), file = fs::is_regular_file(fs::symlink_status(folder / path));
    const std::string text = file ? read_file(folder / path) : "";
    if (file && wanted && text == files.at(path)) continue;
    if (record.empty())
      throw std::runtime_error(fmt::format("{} is not empty, and holds {}, which tito did not write; choose a new or an empty folder",
                                           folder.string(), path));
    const bool untouched = file && record.holds(path, text);
    if (!untouched && !discard && (wanted || record.holds(path))) lost.push_back(path);
    if (!wanted && record.holds(path)) old.insert(path);
  }
  if (lost.empty()) return old;
  throw std::runtime_error(fmt::format("not written by tito, or edited since: {}; choose another folder, or throw them away with --discard",
                                       named(folder.string(), lost)));
}

}  // namespace

Written write_tangled(const Workspace& workspace, const Texts& files, bool discard) {
  const std::vector<std::string> edited = discard ? std::vector<std::string>{} : edits(workspace, files);
  if (!edited.empty() && last_tangled(workspace).empty()) throw std::runtime_error(unknown_history(edited));
  if (!edited.empty())
    throw std::runtime_error(fmt::format(
        "edited by hand since the last tangle: {}; `tito stitch` brings the edits into the chapters, `tito tangle --discard` throws "
        "them away", named(tangled_name, edited)));
  write_tree(intention(workspace), files, true);
  const Written written = write_tree(workspace.framework(), files, true);
  write_tree(memory(workspace), files, true);
  return written;
}

Texts last_tangled(const Workspace& workspace) {
  Texts files;
  for (const std::string& path : files_below(memory(workspace))) files[path] = read_below(memory(workspace), path);
  return files.empty() ? committed_files(workspace.framework()) : files;
}

void refuse_unknown_history(const Workspace& workspace, const Texts& files) {
  const std::vector<std::string> paths = paths_that_differ(workspace, files);
  if (!paths.empty() && fs::exists(workspace.framework())) throw std::runtime_error(unknown_history(paths));
}

void refuse_stale_tree(const Workspace& workspace) {
  if (!workspace.has_chapters()) return;
  workspace.need_chapters("test");
  const Texts files = literate::texts(literate::tangle(literate::read_book(workspace.root()))), last = last_tangled(workspace);
  std::vector<std::string> stale;
  for (std::string& path : paths_that_differ(workspace, files)) {
    const std::string *before = find(last, path), *now = find(files, path);
    const bool chapters_changed = before == nullptr || now == nullptr ? before != now : *before != *now;
    if (chapters_changed || last.empty()) stale.push_back(std::move(path));
  }
  if (stale.empty()) return;
  throw std::runtime_error(fmt::format("the chapters were changed since they were last tangled, so tests would not be of what they say: {}; "
                                       "run `tito tangle` first", named(tangled_name, stale)));
}

Written write_elsewhere(const Workspace& workspace, const fs::path& given, const Texts& files, bool discard) {
  const fs::path normal = given.lexically_normal(), folder = normal.has_filename() ? normal : normal.parent_path();
  complete_tree(folder);
  Record record(workspace, folder);
  const std::set<std::string> old = leaving(folder, files, record, discard);
  record.add(files);
  const Written written = write_tree(folder, files, old);
  record.set(files);
  return written;
}

void bring_up_to_date(const Workspace& workspace) {
  const auto files = literate::texts(literate::tangle(literate::read_book(workspace.root())));
  if (differences(workspace.framework(), files).empty() || files == last_tangled(workspace)) return;
  const Written written = write_tangled(workspace, files);
  fmt::print("The chapters have changed: tangled again, {} file{} written\n", written.written, written.written == 1 ? "" : "s");
  std::fflush(stdout);
}

}  // namespace tito
