// Editions: what a published form of the book keeps.
#pragma once

#include <filesystem>

#include "literate/model/book.hpp"

namespace tito::literate {

/// Solutions and probes are out unless somebody asked for them: what is forgotten must not give answers away.
struct Edition {
  std::string name, title;
  bool solutions = false, probes = false;
  std::vector<std::string> chapters;  // ids; all when empty
  std::string institution, colour, date, version;
  std::string logo;                   // its name among the woven files
  std::filesystem::path logo_file;    // where it is read from
  std::string file;                   // where all this was read from, for messages
  std::vector<Place> chapter_places;  // of each of `chapters`
};

/// The built-in edition `full`: everything.
Edition full_edition();

/// The book as this edition has it. Everything taken out is gone from the result: nothing downstream can leak it. Throws a Failure when
/// the edition's chapters do not fit together.
Book apply(const Edition& edition, const Book& book);

}  // namespace tito::literate
