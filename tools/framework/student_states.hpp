// What a student's tree is between the first exercise and the last, asked of the one build with variants.
#pragma once

#include <cstddef>

#include "framework/meson_tests.hpp"
#include "framework/variants.hpp"

namespace tito {

/// Where a student begins `chapter` (by its place in the book), the exercises before it are written and all others are not: each test of its
/// exercises fails with the name of what is not written, and nothing fails for another reason. And writing one exercise then turns exactly
/// its tests green. One test for the beginning and one for each exercise.
Tested test_student_states(Variants& variants, std::size_t chapter);

}  // namespace tito
