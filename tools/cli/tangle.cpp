#include <fmt/format.h>

#include <memory>

#include "cli/verbs.hpp"
#include "literate/edition/edition_file.hpp"
#include "literate/read/read_book.hpp"
#include "literate/tangle/tangle.hpp"
#include "publish/tangled.hpp"
#include "support/json.hpp"
#include "support/tree.hpp"

namespace tito {
namespace {

struct Options {
  std::string out, through, edition = "full", map;
  bool naked = false, line = false, check = false, discard = false;
};

/// Line map as JSON: per file, the chunks and chapter files once, then one [chunk, file, line, shift] for every line.
std::string map_text(const std::map<std::string, literate::TangledFile>& files) {
  nlohmann::json map;
  for (const auto& [path, file] : files) {
    std::vector<std::string> chunks, sources;
    const auto index = [](std::vector<std::string>& names, const std::string& name) {
      for (std::size_t i = names.size(); i-- > 0;)
        if (names[i] == name) return i;
      names.push_back(name);
      return names.size() - 1;
    };
    nlohmann::json lines = nlohmann::json::array();
    for (const literate::Origin& origin : file.lines)
      lines.push_back({index(chunks, origin.chunk), index(sources, origin.at.file), origin.at.line, origin.shift});
    map[path] = {{"chunks", chunks}, {"sources", sources}, {"lines", lines}};
  }
  return map.dump() + "\n";
}

int check(const fs::path& folder, const std::map<std::string, std::string>& files, const std::string& name) {
  const std::vector<std::string> found = differences(folder, files);
  for (const std::string& difference : found) fmt::print(stderr, "{}/{}\n", name, difference);
  if (!found.empty()) fmt::print(stderr, "{} is stale or was edited by hand; run: tito tangle\n", name);
  return found.empty() ? 0 : 1;
}

int tangle(const Workspace& workspace, const Options& options) {
  workspace.need_chapters("tangle");
  const literate::Edition edition = literate::find_edition(workspace.editions(), options.edition);
  const literate::Book book = literate::apply(edition, literate::read_book(workspace.root(), options.through));
  const auto tangled = literate::tangle(book, {.naked = options.naked, .line = options.line});
  const auto files = literate::texts(tangled);
  const bool own = options.out.empty();
  const fs::path folder = own ? workspace.framework() : fs::absolute(options.out);
  if (options.check) return check(folder, files, own ? "tangled" : options.out);

  const Written written = own ? write_tangled(workspace, files, options.discard) : write_elsewhere(workspace, folder, files, options.discard);
  if (!options.map.empty()) {
    const fs::path map = fs::absolute(options.map);
    write_tree(map.parent_path(), {{map.filename().string(), map_text(tangled)}}, false);
  }
  fmt::print("{} files: {} written, {} unchanged, {} removed\n", files.size(), written.written, written.unchanged, written.removed);
  return 0;
}

}  // namespace

void add_tangle(Verb app, const Workspace& workspace) {
  Verb verb = app.add_verb("tangle", "Write the framework that the chapters contain.");
  verb.footer(
      "Without --out it writes tangled/ in the repository; with it, a folder that must be new, empty, or tangled to before. Files that would\n"
      "not change are not touched, and files that tito did not write are not overwritten.\n\n"
      "Examples:\n"
      "  tito tangle                            bring tangled/ up to date\n"
      "  tito tangle --check                    fail when tangled/ is not what the chapters say\n"
      "  tito tangle --through 00 --out D0      the framework as it stands after chapter 00\n"
      "  tito tangle --edition student --out S  exercises unwritten");
  auto options = std::make_shared<Options>();
  verb.add_option("--out", options->out, "folder to write to (default: tangled/)");
  verb.add_option("--through", options->through, "stop after this chapter (number or name)");
  verb.add_option("--edition", options->edition, "edition to tangle (default: full)");
  verb.add_option("--map", options->map, "also write the line map, as JSON, to this file");
  Option line = verb.add_flag("--line", options->line, "#line directives, so that compilers and debuggers speak of chapter lines");
  Option naked = verb.add_flag("--naked", options->naked, "exactly what stock notangle gives: no comments, no marks");
  line.excludes(naked);
  verb.add_flag("--discard", options->discard, "throw away what was edited by hand in tangled/, or in the folder of --out, since it was last written");
  verb.add_flag("--check", options->check, "write nothing; exit 1 and name the files that differ");
  verb.run([&workspace, options] {
    // A prefix or another edition must not overwrite the committed tree.
    const bool whole = options->through.empty() && options->edition == "full" && !options->naked && !options->line;
    if (options->out.empty() && !whole) throw UsageError("--out: is required with --through, --edition, --naked or --line");
    return tangle(workspace, *options);
  });
}

}  // namespace tito
