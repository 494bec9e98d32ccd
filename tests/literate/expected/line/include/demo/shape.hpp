#line 5 "chapters/00_shapes.nw"
// Tangled from chapters/00_shapes.nw: edit that, not this file.
#pragma once
#include <vector>

namespace demo {
using Shape = std::vector<long>;
// Functions of shapes
#line 44 "chapters/00_shapes.nw"
long count(const Shape& shape);
#line 21 "chapters/01_sums.nw"

long sum(const Shape& shape);
#line 12 "chapters/00_shapes.nw"
}  // namespace demo
