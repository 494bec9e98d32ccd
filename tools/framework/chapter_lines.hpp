// Places of tangled files in what compilers and tests say, turned into places of chapters.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "framework/workspace.hpp"
#include "literate/roundtrip/where.hpp"

namespace tito {

/// Knows the files of tangled/ by whatever path a tool gives them.
class Recogniser {
 public:
  Recogniser(const Workspace& workspace, const literate::Where& where) : workspace_(workspace), where_(where) {}

  /// The file's path below tangled/, or nothing.
  std::optional<std::string> operator()(std::string_view path) const;

 private:
  std::optional<std::string> known(std::optional<std::string> file) const;
  std::optional<std::string> from_build_folder(std::string_view path) const;

  const Workspace& workspace_;
  const literate::Where& where_;
};

/// A path below `folder`, or nothing.
std::optional<std::string> below(const fs::path& folder, const fs::path& path);

/// Turns the places in a line of text. Reads the chapters; throws a Failure when they cannot be read.
std::function<std::string(std::string_view)> chapter_lines(const Workspace& workspace);

/// The same for many lines. Where there are no chapters, or they cannot be read, the text stays as it is: it must not be lost.
std::string in_chapter_lines(const Workspace& workspace, const std::string& text);

}  // namespace tito
