#include "editions.hpp"

#include <fmt/format.h>

#include <set>
#include <stdexcept>

namespace tito {

literate::Edition find_edition(const Workspace& workspace, const std::string& name) {
  if (name == "full") return {};
  if (name.ends_with(".toml")) return literate::read_edition(name);
  const fs::path file = workspace.edition_file(name);
  if (fs::exists(file)) return literate::read_edition(file);
  std::set<std::string> known = {"full"};
  std::error_code no_folder;
  for (const auto& entry : fs::directory_iterator(file.parent_path(), no_folder))
    if (entry.path().extension() == ".toml") known.insert(entry.path().stem());
  throw std::runtime_error(fmt::format("there is no edition '{}'; choose one of {}, or give the path of a .toml file", name,
                                       fmt::join(known, ", ")));
}

std::map<std::string, std::string> texts(const std::map<std::string, literate::TangledFile>& files) {
  std::map<std::string, std::string> result;
  for (const auto& [path, file] : files) result[path] = file.text;
  return result;
}

}  // namespace tito
