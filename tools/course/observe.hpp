// What the probe of an exercise observes of a body.
#pragma once

#include <array>
#include <string>

#include "framework/variants.hpp"

namespace tito::course {

inline constexpr std::array seeds = {"1", "2", "3"};

/// The stream that the probe of `exercise` writes with these bodies. A body that takes longer than `seconds` has a stream without an end, as
/// has one that crashes.
std::string observe(const Variants& variants, const literate::Exercise& exercise, const Choice& choice, const std::string& seed, int seconds);

}  // namespace tito::course
