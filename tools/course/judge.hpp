// The judge of probes: compares what a program observed of an exercise with what the reference observes.
#pragma once

#include <string>

namespace tito::course {

/// Whether two streams of the probe protocol (tangled/probes/probe.hpp) agree: line for line the same, but numbers may differ by what the
/// expected stream's last `tolerance` line allows. NaN is near to no number; it agrees only with a NaN of the reference, whose probes ask
/// what becomes of one. A line that is no number although it should be one agrees with nothing but itself. Throws std::runtime_error when
/// the reference itself is malformed.
bool agrees(const std::string& actual, const std::string& expected);

}  // namespace tito::course
