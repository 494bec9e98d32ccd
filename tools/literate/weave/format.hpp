// The tables of the format, for those who draw the pages.
#pragma once

#include <string>

namespace tito::literate {

/// `format.json`: every kind of chunk and every directive, with what the theme needs of them.
std::string format_tables();

}  // namespace tito::literate
