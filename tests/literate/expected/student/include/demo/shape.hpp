#pragma once
#include <vector>

namespace demo {
using Shape = std::vector<long>;
// Functions of shapes
long count(const Shape& shape);

long sum(const Shape& shape);
}  // namespace demo
