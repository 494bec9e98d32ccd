// Proof that an edition without solutions holds none: no secret line stands in any of its files.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace tito::course {

struct Leak {
  std::string file;    // below the searched folder
  std::string secret;  // the line, as it stands in the chapter
};

/// Every secret line found in a file below `folder`. White space, markup, escapes and line breaks do not hide a line: HTML and XML are
/// searched as the text a reader sees, PDF as the text that pdftotext extracts, EPUB file by file, everything else as it is. Throws
/// std::runtime_error when a file cannot be read.
std::vector<Leak> find_leaks(const std::filesystem::path& folder, const std::vector<std::string>& secrets);

/// The text of one file as find_leaks searches it: markup, escapes and white space removed. `kind` is the file's extension.
std::string searchable(const std::string& bytes, const std::string& kind);

}  // namespace tito::course
