// Naming a chapter, alike in every verb and every file of settings.
#pragma once

#include <cstddef>
#include <string_view>

#include "literate/model/book.hpp"

namespace tito::literate {

/// The name of a chapter without its number: "tensor" of "01_tensor".
std::string_view name_of(const Chapter& chapter);

/// The place in `book.chapters` of the chapter that `selector` names: its number ("1", "01"), its name ("tensor"), its id ("01_tensor") or
/// its file ("chapters/01_tensor.nw"). Throws a Failure that suggests a chapter when there is none. Parts of names name nothing: what is
/// unique today is not when the next chapter is listed.
std::size_t find_chapter(const Book& book, std::string_view selector);

}  // namespace tito::literate
