// noweb's own lexer, `markup`, and the tokens it writes.
#pragma once

#include <filesystem>
#include "literate/model/book.hpp"

namespace tito::literate {

/// Fills the blocks of every chapter from its file, with one run of stock `markup` over all of them.
void lex(const std::filesystem::path& repository, std::vector<Chapter>& chapters);

/// Fills the blocks from what `markup` wrote about these chapters' files: lines `@keyword rest`.
void read_tokens(std::string_view tokens, std::vector<Chapter>& chapters);

}  // namespace tito::literate
