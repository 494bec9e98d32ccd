#include "course/leak.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <set>
#include <stdexcept>
#include <unordered_map>
#include <utility>

#include "support/files.hpp"
#include "support/process.hpp"
#include "support/temporary_folder.hpp"

namespace tito::course {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t key_size = 8;  // secrets are found by their first characters, then compared whole

/// What a reader sees of HTML or XML: tags removed, the entities that code needs put back.
std::string without_markup(const std::string& bytes) {
  static constexpr std::array<std::pair<std::string_view, char>, 8> entities = {
      {{"&lt;", '<'}, {"&gt;", '>'}, {"&amp;", '&'}, {"&quot;", '"'}, {"&#34;", '"'}, {"&#39;", '\''}, {"&#x27;", '\''}, {"&apos;", '\''}}};
  std::string text;
  text.reserve(bytes.size());
  for (std::size_t at = 0; at < bytes.size();) {
    if (bytes[at] == '<') {
      const std::size_t end = bytes.find('>', at);
      if (end == std::string::npos) break;
      at = end + 1;
      continue;
    }
    const auto* entity = bytes[at] != '&' ? entities.end() : std::find_if(entities.begin(), entities.end(), [&](const auto& pair) {
      return bytes.compare(at, pair.first.size(), pair.first) == 0;
    });
    text += entity == entities.end() ? bytes[at] : entity->second;
    at += entity == entities.end() ? 1 : entity->first.size();
  }
  return text;
}

std::string compact(const std::string& text) {
  std::string result;
  result.reserve(text.size());
  for (const char c : text)
    if (c != ' ' && c != '\n' && c != '\t' && c != '\r' && c != '\f' && c != '\\') result += c;
  return result;
}

class Secrets {
 public:
  explicit Secrets(const std::vector<std::string>& lines) {
    for (const std::string& line : lines) {
      const std::string key = compact(line);
      if (key.size() < key_size) throw std::runtime_error(fmt::format("'{}' is too short to search for", line));
      by_start_[key.substr(0, key_size)].push_back({key, line});
    }
  }

  std::set<std::string> in(const std::string& text) const {
    std::set<std::string> found;
    for (std::size_t at = 0; at + key_size <= text.size(); ++at) {
      const auto candidates = by_start_.find(text.substr(at, key_size));
      if (candidates == by_start_.end()) continue;
      for (const auto& [key, line] : candidates->second)
        if (text.compare(at, key.size(), key) == 0) found.insert(line);
    }
    return found;
  }

 private:
  std::unordered_map<std::string, std::vector<std::pair<std::string, std::string>>> by_start_;
};

/// What is neither a file nor a folder is not searched, and so is not let pass.
void refuse_unsearchable(const fs::directory_entry& entry) {
  const fs::file_status status = entry.symlink_status();
  if (!fs::is_regular_file(status) && !fs::is_directory(status))
    throw std::runtime_error(fmt::format("{}: is {}, which cannot be searched; take it out of the edition", entry.path().string(), what_is(status)));
}

void search(const fs::path& folder, const std::string& prefix, const Secrets& lines, std::vector<Leak>& leaks) {
  for (const auto& entry : fs::recursive_directory_iterator(folder)) {
    refuse_unsearchable(entry);
    if (entry.is_directory()) continue;
    const std::string kind = entry.path().extension().string(), name = prefix + entry.path().lexically_relative(folder).string();
    if (kind == ".epub") {
      const TemporaryFolder unpacked("epub");
      run_or_throw("unpacking " + entry.path().string(),
                   {{"/usr/bin/python3", "-m", "zipfile", "-e", entry.path().string(), unpacked.path().string()}});
      search(unpacked.path(), name + ": ", lines, leaks);
      continue;
    }
    const std::string bytes = kind == ".pdf" ? run_or_throw("reading the text of " + entry.path().string(),
                                                                  {{"pdftotext", "-layout", entry.path().string(), "-"}})
                                             : read_file(entry.path());
    for (const std::string& line : lines.in(searchable(bytes, kind))) leaks.push_back({name, line});
  }
}

}  // namespace

std::string searchable(const std::string& bytes, const std::string& kind) {
  const bool markup = kind == ".html" || kind == ".xhtml" || kind == ".xml" || kind == ".svg" || kind == ".opf" || kind == ".ncx";
  return compact(markup ? without_markup(bytes) : bytes);
}

std::vector<Leak> find_leaks(const fs::path& folder, const std::vector<std::string>& secrets) {
  std::vector<Leak> leaks;
  search(folder, "", Secrets(secrets), leaks);
  return leaks;
}

}  // namespace tito::course
