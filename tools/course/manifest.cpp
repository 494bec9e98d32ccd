#include "course/manifest.hpp"

#include <fmt/format.h>

#include <stdexcept>

#include "support/files.hpp"

namespace tito::course {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;

/// The file of the tangled tree that holds the exercise's marks.
std::string file_of(const std::string& id, const std::map<std::string, literate::TangledFile>& tree) {
  for (const auto& [path, file] : tree)
    if (file.text.find("//@begin exercise " + id + "\n") != std::string::npos) return path;
  throw std::runtime_error(fmt::format("exercise `{}` stands in no file of this edition", id));
}

json hashes(const fs::path& folder) {
  json files = json::object();  // ordered by path
  for (const auto& entry : fs::recursive_directory_iterator(folder))
    if (entry.is_regular_file()) files[entry.path().lexically_relative(folder).string()] = sha256(read_file(entry.path()));
  return files;
}

}  // namespace

json exercises(const Snapshot& shown) {
  json list = json::array();
  for (const literate::Exercise& exercise : shown.book.exercises)
    list.push_back({{"id", exercise.id}, {"title", exercise.title}, {"points", exercise.points}, {"minutes", exercise.minutes},
                    {"difficulty", exercise.difficulty}, {"chapter", shown.book.chapters[exercise.chapter].id},
                    {"file", file_of(exercise.id, shown.tree)}});
  return list;
}

json manifest(const literate::Edition& edition, const Snapshot& shown, const fs::path& folder) {
  json chapters = json::array();
  for (const literate::Chapter& chapter : shown.book.chapters) chapters.push_back(chapter.id);
  const json files = hashes(folder);
  return {{"edition", edition.name}, {"title", edition.title}, {"chapters", chapters}, {"exercises", exercises(shown)},
          {"files", files}, {"source", shown.fingerprint}, {"hash", sha256(files.dump())}};
}

}  // namespace tito::course
