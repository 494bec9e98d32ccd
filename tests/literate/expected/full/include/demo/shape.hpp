// Tangled from chapters/00_shapes.nw: edit that, not this file.
#pragma once
#include <vector>

namespace demo {
using Shape = std::vector<long>;
// Functions of shapes
long count(const Shape& shape);

long sum(const Shape& shape);
}  // namespace demo
