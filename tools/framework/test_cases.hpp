// The test cases that an exercise brings, by the names that Boost.Test knows them by.
#pragma once

#include <string>
#include <vector>

#include "literate/model/book.hpp"

namespace tito {

/// The names of the test cases that stand in the chunks `test: ID` of `exercise`, in reading order.
std::vector<std::string> test_cases_of(const literate::Book& book, const literate::Exercise& exercise);

}  // namespace tito
