#include "publish/committed.hpp"

#include <charconv>
#include <optional>
#include <string_view>
#include <vector>

#include "support/process.hpp"

namespace tito {
namespace {

struct Entry {
  std::string object, path;
};

/// Asks git without touching the index, and without the network, where a clone that lacks objects would look for them.
std::optional<std::string> git(const std::filesystem::path& folder, std::vector<std::string> words, const std::string& input = {}) {
  words.insert(words.begin(), {"git", "-c", "protocol.allow=never", "-c", "core.fsmonitor=false"});
  const Result result = run({words, folder, {{"GIT_OPTIONAL_LOCKS", "0"}}, input});
  return result.status == 0 ? std::optional(result.output) : std::nullopt;
}

/// Takes what stands before `end`, and `end` itself, off the front of `text`.
std::string_view take_until(std::string_view& text, char end) {
  const std::string_view part = text.substr(0, text.find(end));
  text.remove_prefix(std::min(part.size() + 1, text.size()));
  return part;
}

/// Lines of `git ls-tree -z`: "100644 blob OBJECT\tPATH". Links and other repositories are left out.
std::vector<Entry> entries_of(std::string_view listing) {
  std::vector<Entry> entries;
  while (!listing.empty()) {
    std::string_view line = take_until(listing, '\0');
    const std::string_view mode = take_until(line, ' '), type = take_until(line, ' '), object = take_until(line, '\t');
    if (type == "blob" && mode.starts_with("100")) entries.push_back({std::string(object), std::string(line)});
  }
  return entries;
}

}  // namespace

std::map<std::string, std::string> committed_files(const std::filesystem::path& folder) {
  if (!std::filesystem::is_directory(folder)) return {};
  const auto listing = git(folder, {"ls-tree", "-r", "-z", "HEAD"});
  if (!listing) return {};
  const std::vector<Entry> entries = entries_of(*listing);
  std::string objects;
  for (const Entry& entry : entries) objects += entry.object + '\n';
  const auto contents = git(folder, {"cat-file", "--batch"}, objects);
  if (!contents) return {};

  std::map<std::string, std::string> files;
  std::string_view rest = *contents;
  for (const Entry& entry : entries) {  // "OBJECT blob SIZE\n", the bytes, "\n"
    std::string_view head = take_until(rest, '\n');
    const std::string_view object = take_until(head, ' '), type = take_until(head, ' ');
    std::size_t size = 0;
    if (std::from_chars(head.data(), head.data() + head.size(), size).ec != std::errc() || object != entry.object || type != "blob" ||
        rest.size() <= size)
      return {};
    files[entry.path] = rest.substr(0, size);
    rest.remove_prefix(size + 1);
  }
  return files;
}

}  // namespace tito
