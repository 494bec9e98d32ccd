// edition.json: what an edition is made of, so that it can be named by its content and checked.
#pragma once

#include <filesystem>

#include "framework/snapshot.hpp"
#include "literate/edition/edition.hpp"
#include "support/json.hpp"

namespace tito::course {

/// The edition's exercises in order: id, title, points, minutes, difficulty, chapter, and the file in which it is written. Throws
/// std::runtime_error when an exercise stands in no file.
nlohmann::json exercises(const Snapshot& shown);

/// Names the edition's chapters and exercises, the SHA-256 of every file below `folder`, and as `hash` the SHA-256 of that list; `source`
/// is that of the chapters from which it was made.
nlohmann::json manifest(const literate::Edition& edition, const Snapshot& shown, const std::filesystem::path& folder);

}  // namespace tito::course
