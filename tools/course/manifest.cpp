#include "course/manifest.hpp"

#include <algorithm>

#include "literate/tangle/tangle.hpp"
#include "support/files.hpp"

namespace tito::course {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;

/// The file of the tangled tree that holds the exercise's marks.
std::string file_of(const std::string& id, const std::map<std::string, literate::TangledFile>& tree) {
  for (const auto& [path, file] : tree)
    if (file.text.find("//@begin exercise " + id + "\n") != std::string::npos) return path;
  return {};
}

json exercises(const literate::Book& book) {
  const auto tree = literate::tangle(book);
  json list = json::array();
  for (const literate::Exercise& exercise : book.exercises)
    list.push_back({{"id", exercise.id}, {"title", exercise.title}, {"points", exercise.points}, {"minutes", exercise.minutes},
                    {"difficulty", exercise.difficulty}, {"chapter", book.chapters[exercise.chapter].id},
                    {"file", file_of(exercise.id, tree)}});
  return list;
}

json hashes(const fs::path& folder) {
  json files = json::object();  // ordered by path
  for (const auto& entry : fs::recursive_directory_iterator(folder))
    if (entry.is_regular_file()) files[entry.path().lexically_relative(folder).string()] = sha256(read_file(entry.path()));
  return files;
}

}  // namespace

json manifest(const literate::Edition& edition, const literate::Book& book, const fs::path& folder) {
  json chapters = json::array();
  for (const literate::Chapter& chapter : book.chapters) chapters.push_back(chapter.id);
  const json files = hashes(folder);
  return {{"edition", edition.name}, {"title", edition.title}, {"chapters", chapters}, {"exercises", exercises(book)},
          {"files", files}, {"hash", sha256(files.dump())}};
}

}  // namespace tito::course
