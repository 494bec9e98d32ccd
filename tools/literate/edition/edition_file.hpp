// The files that describe editions: book/editions/*.toml, and those of other courses.
#pragma once

#include "literate/edition/edition.hpp"

namespace tito::literate {

/// Reads NAME.toml. Every key is checked as far as it can be without the book; a Failure names the line of each mistake.
Edition read_edition(const std::filesystem::path& toml);

/// The edition called `name`: the built-in `full`, the NAME of a file NAME.toml in `folder`, or the path of a TOML file. Throws
/// std::runtime_error, naming those that there are, when there is none.
Edition find_edition(const std::filesystem::path& folder, const std::string& name);

/// A file with every key and what it does, for an edition of `book`.
std::string edition_template(const Book& book);

}  // namespace tito::literate
