// Editions: what a published form of the book keeps.
#pragma once

#include <filesystem>

#include "literate/model/book.hpp"

namespace tito::literate {

struct Edition {
  std::string name = "full", title;
  bool solutions = true, probes = true;
  std::vector<std::string> chapters;  // ids; all when empty
  std::string institution, colour, logo, date, version;
  std::string file;  // where it was read from, for messages
};

/// Reads book/editions/NAME.toml. Unknown keys are errors.
Edition read_edition(const std::filesystem::path& toml);

/// The edition called `name`: the built-in `full`, the NAME of a file NAME.toml in `folder`, or the path of a TOML file. Throws
/// std::runtime_error, naming those that there are, when there is none.
Edition find_edition(const std::filesystem::path& folder, const std::string& name);

/// The book as this edition has it. Everything taken out is gone from the result: nothing downstream can leak it.
Book apply(const Edition& edition, const Book& book);

}  // namespace tito::literate
