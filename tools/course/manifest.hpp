// edition.json: what an edition is made of, so that it can be named by its content and checked.
#pragma once

#include <filesystem>

#include "literate/edition/edition.hpp"
#include "literate/model/book.hpp"
#include "support/json.hpp"

namespace tito::course {

/// Names the edition's chapters and exercises (id, title, points, minutes, difficulty, chapter, file), the SHA-256 of every file below
/// `folder`, and as `hash` the SHA-256 of that list.
nlohmann::json manifest(const literate::Edition& edition, const literate::Book& book, const std::filesystem::path& folder);

}  // namespace tito::course
