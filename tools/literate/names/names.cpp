#include "literate/names/names.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace tito::literate {
namespace {

std::string shown(const Tag& tag, const std::string& qualified, std::string_view around) {
  const std::string name = around.empty() ? qualified : qualified.substr(std::min(qualified.size(), around.size() + 2));
  return tag.kind == "function" ? name + "()" : fmt::format("{} {}", tag.kind, name);
}

}  // namespace

Names::Names(const std::map<std::string_view, std::string_view>& files) : files_(files), tags_(tags_of(files)), identifiers_(tags_) {
  for (const Tag& tag : tags_) tags_of_file_[tag.path].push_back(&tag);
}

std::vector<Occurrence> Names::occurrences(std::string_view path) const {
  const auto file = files_.find(path);
  const auto tags = tags_of_file_.find(path);
  if (file == files_.end()) return {};
  return occurrences_in(identifiers_, path, file->second, tags == tags_of_file_.end() ? std::vector<const Tag*>() : tags->second);
}

std::string Names::scope_around(std::string_view path, std::size_t begin, std::size_t end) const {
  const auto tags = tags_of_file_.find(path);
  if (tags == tags_of_file_.end()) return "";
  const Tag* innermost = nullptr;
  std::string around;  // the namespaces, which go without saying
  for (const Tag* tag : tags->second) {
    const bool scope = tag->kind == "function" || tag->kind == "namespace" || tag->kind == "class" || tag->kind == "struct";
    if (!scope || tag->name.starts_with("__anon") || tag->line >= begin || tag->end < end) continue;
    if (tag->kind == "namespace" && identifiers_.scope_of(*tag).size() + tag->name.size() >= around.size())
      around = joined(identifiers_.scope_of(*tag), tag->name);
    if (innermost == nullptr || tag->line >= innermost->line) innermost = tag;
  }
  if (innermost == nullptr) return "";
  const std::string qualified = joined(identifiers_.scope_of(*innermost), innermost->name);
  return shown(*innermost, qualified, innermost->kind == "namespace" ? std::string_view() : around);
}

}  // namespace tito::literate
