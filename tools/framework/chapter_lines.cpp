#include "framework/chapter_lines.hpp"

#include <memory>

#include "literate/model/text.hpp"
#include "literate/roundtrip/messages.hpp"

namespace tito {

std::optional<std::string> below(const fs::path& folder, const fs::path& path) {
  const std::string relative = path.lexically_normal().lexically_relative(folder).generic_string();
  if (relative.empty() || relative == "." || relative.starts_with("..")) return std::nullopt;
  return relative;
}

std::optional<std::string> Recogniser::operator()(std::string_view path) const {
  for (const fs::path& from : {fs::current_path(), workspace_.root()})
    if (auto file = known(below(workspace_.framework(), from / path))) return file;
  return from_build_folder(path);
}

std::optional<std::string> Recogniser::known(std::optional<std::string> file) const {
  return file && where_.gives(*file) ? file : std::nullopt;
}

/// `../../tangled/src/x.cpp` was written in a build folder; which one, no message says.
std::optional<std::string> Recogniser::from_build_folder(std::string_view path) const {
  const std::string_view given = path;
  while (path.starts_with("../")) path.remove_prefix(3);
  if (path.size() == given.size()) return std::nullopt;
  if (auto file = known(below(tangled_name, path))) return file;
  return fs::exists(workspace_.root() / path) ? std::nullopt : known(std::string(path));
}

std::function<std::string(std::string_view)> chapter_lines(const Workspace& workspace) {
  const auto where = std::make_shared<literate::Where>(workspace.root(), workspace.framework(), tangled_name);
  return [where, recognise = Recogniser(workspace, *where), root = workspace.root().string() + "/"](std::string_view line) {
    return literate::rewrite_message(line, *where, recognise, root);
  };
}

std::string in_chapter_lines(const Workspace& workspace, const std::string& text) try {
  if (!workspace.has_chapters()) return text;
  const auto rewrite = chapter_lines(workspace);
  std::string result;
  for (const std::string_view line : literate::split_lines(text)) result += rewrite(line) + "\n";
  if (!text.ends_with('\n') && !result.empty()) result.pop_back();
  return result;
} catch (const Failure&) {
  return text;
}

}  // namespace tito
