// Whole files in and out of memory.
#pragma once

#include <filesystem>
#include <string>

namespace tito {

/// The bytes of `file`; empty when there is no such file.
std::string read_file(const std::filesystem::path& file);

/// SHA-256 of `bytes`, as 64 hexadecimal digits.
std::string sha256(const std::string& bytes);

}  // namespace tito
