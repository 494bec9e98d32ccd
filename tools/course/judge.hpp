// The judge of probes: compares what a program observed of an exercise with what the reference observes.
#pragma once

#include <string>

namespace tito::course {

/// Whether two streams of the probe protocol (tangled/probes/probe.hpp) agree: line for line the same, but numbers may differ by what the
/// expected stream's last `tolerance` line allows. NaN agrees with nothing but NaN.
bool agrees(const std::string& actual, const std::string& expected);

}  // namespace tito::course
