// A file that a chapter adds is built and included only when a slot of an earlier chapter names it: forgetting that slot is silent, and costs
// minutes of building until something is missing.
#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <set>

#include "literate/model/text.hpp"
#include "literate/validate/rules.hpp"

namespace tito::literate::rules {
namespace {

constexpr std::string_view headers_slot = "headers of the framework", sources_slot = "sources of the library",
                           chapters_slot = "chapters of this tree";

std::size_t number_of(const Manuscript& chapter) { return static_cast<std::size_t>(&chapter.chapter - chapter.book.chapters.data()); }

// Every line that stands in the file of `root` once this chapter is read.
std::vector<std::string_view> lines_of(const Manuscript& chapter, const Chunk& root) {
  std::vector<std::string_view> lines;
  for (const Chunk* chunk : chunks_of_root(chapter.book, root))
    for (const Position part : chunk->parts)
      if (part.chapter <= number_of(chapter))
        for (const Line& line : chapter.book.definition(part).lines) lines.emplace_back(line.text);
  return lines;
}

std::vector<const Chunk*> roots(const Manuscript& chapter, std::string_view begin, std::string_view end) {
  std::vector<const Chunk*> found;
  for (const auto& [name, chunk] : chapter.book.chunks)
    if (chunk.kind == Kind::root && name.starts_with(begin) && name.ends_with(end)) found.push_back(&chunk);
  return found;
}

// What the Meson files so far write in quotes, as paths below the tree: 'fit.cpp' in milestones/meson.build is milestones/fit.cpp.
std::set<std::string> names_in_meson(const Manuscript& chapter) {
  std::set<std::string> names;
  for (const Chunk* file : roots(chapter, "", "meson.build"))
    for (const std::string_view line : lines_of(chapter, *file))
      for (std::size_t open = line.find('\''), close = 0; open != line.npos; open = line.find('\'', close + 1)) {
        close = line.find('\'', open + 1);
        if (close == line.npos) break;
        const std::filesystem::path folder = std::filesystem::path(file->name).parent_path();
        names.insert((folder / line.substr(open + 1, close - open - 1)).lexically_normal().generic_string());
      }
  return names;
}

// Meson makes three programs out of a chapter's id.
bool is_program_of_chapter(std::string_view path, const std::string& id) {
  return path == fmt::format("tests/test_{}.cpp", id) || path == fmt::format("analyses/{}.cpp", id) ||
         path == fmt::format("probes/{}.cpp", id);
}

bool is_built(const std::set<std::string>& names, const std::string& path, const std::string& chapter) {
  if (is_program_of_chapter(path, chapter)) return names.contains(chapter);
  return names.contains(path) || names.contains(path.substr(0, path.rfind('.')));
}

bool is_included(const Manuscript& chapter, const std::string& header) {
  const std::string path = header.substr(header.find('/') + 1);
  for (const Chunk* file : roots(chapter, "include/", ""))
    if (file->name != header)
      for (const std::string_view line : lines_of(chapter, *file))
        if (line.find("#include") != line.npos && line.find(path) != line.npos) return true;
  return false;
}

std::string continue_slot(const Manuscript& chapter, std::string_view slot, std::string_view line, std::string_view otherwise) {
  if (chapter.book.find(slot) == nullptr) return std::string(otherwise);
  return fmt::format("continue {}= with {}", bracketed(slot), line);
}

std::string where_to_build(const Manuscript& chapter, const std::string& path) {
  const std::string otherwise = "name it there, or in the slot that its folder's meson.build has for it", &id = chapter.chapter.id;
  if (is_program_of_chapter(path, id)) return continue_slot(chapter, chapters_slot, fmt::format("'{}',", id), otherwise);
  if (path.starts_with("src/")) return continue_slot(chapter, sources_slot, fmt::format("'{}',", path), otherwise);
  return otherwise;
}

}  // namespace

void slots(const Manuscript& chapter, Verdict& verdict) {
  const bool built = !roots(chapter, "", "meson.build").empty(), collected = chapter.book.find(headers_slot) != nullptr;
  const std::set<std::string> names = names_in_meson(chapter);
  for (const auto& [path, root] : chapter.book.chunks) {
    if (root.kind != Kind::root || root.parts.front().chapter != number_of(chapter)) continue;
    const Place& at = chapter.book.definition(root.parts.front()).at;
    if (built && path.ends_with(".cpp") && !is_built(names, path, chapter.chapter.id))
      verdict.fail(at, fmt::format("no meson.build names `{}`, so nothing builds it; {}", path, where_to_build(chapter, path)));
    const bool header = path.starts_with("include/") && path.ends_with(".hpp");
    if (header && collected && chapter.book.find(headers_slot)->parts.front() < root.parts.front() && !is_included(chapter, path)) {
      const std::string include = fmt::format("`#include <{}>`", path.substr(path.find('/') + 1));
      verdict.fail(at, fmt::format("no header includes `{}`; {}", path, continue_slot(chapter, headers_slot, include, "")));
    }
  }
  std::sort(verdict.shortfalls.begin(), verdict.shortfalls.end(), [](const Problem& a, const Problem& b) { return a.at.line < b.at.line; });
}

}  // namespace tito::literate::rules
