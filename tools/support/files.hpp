// Whole files in and out of memory.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

namespace tito {

/// The bytes of `file`; a link is followed. Throws a Failure that says why when there is no such file, when it cannot be read, or when
/// it is something else: a folder, a FIFO that nobody writes to.
std::string read_file(const std::filesystem::path& file);

/// The same, but nothing when there is no such file.
std::optional<std::string> read_if_exists(const std::filesystem::path& file);

/// Reads the file at `path` below `tree`, which somebody else wrote: no link is followed. Throws a Failure.
std::string read_below(const std::filesystem::path& tree, const std::filesystem::path& path);

/// The first part of `path`, below `tree`, that is a link; nothing when none is.
std::optional<std::filesystem::path> link_below(const std::filesystem::path& tree, const std::filesystem::path& path);

/// "a folder", "a FIFO": what stands there.
std::string_view what_is(const std::filesystem::file_status& status);

/// SHA-256 of `bytes`, as 64 hexadecimal digits.
std::string sha256(const std::string& bytes);

}  // namespace tito
