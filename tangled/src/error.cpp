// Tangled from chapters/00_setup.nw: edit that, not this file.
#include <tinytorch/error.hpp>

#include <string>

namespace tt {
// Say where an exercise is to be written
namespace {
std::string message(const std::string& exercise, std::string file,
                    int line) {
  while (file.starts_with("../")) file.erase(0, 3);  // out of the build
  return "exercise " + exercise + " is not written yet: write its body " +
         "between \"//@begin exercise " + exercise +
         "\" and \"//@end exercise " + exercise + "\" (" + file + ":" +
         std::to_string(line) + ")";
}
}  // namespace

NotImplemented::NotImplemented(const char* exercise, const char* file,
                               int line)
    : std::logic_error(message(exercise, file, line)),
      exercise_(exercise), file_(file), line_(line) {}
}  // namespace tt
