#line 15 "chapters/00_shapes.nw"
// Tangled from chapters/00_shapes.nw: edit that, not this file.
#include <demo/shape.hpp>
#include <ostream>
// Headers of later chapters
#line 4 "chapters/01_sums.nw"
#include <numeric>
#line 19 "chapters/00_shapes.nw"
namespace demo {
  // Definitions
#line 47 "chapters/00_shapes.nw"
  long count(const Shape& shape) {
    //@begin exercise shape-count
#line 52 "chapters/00_shapes.nw"
    long elements = 1;
    for (long size : shape) elements *= size;

    return elements;
#line 48 "chapters/00_shapes.nw"
    //@end exercise shape-count
  }
#line 25 "chapters/01_sums.nw"

  std::ostream& operator<<(std::ostream& out, const Shape& shape) { return out << (shape.size() >> 0); }

  long sum(const Shape& shape) {
    long total = 0;
    //@begin exercise shape-sum
#line 39 "chapters/01_sums.nw"
    total = std::accumulate(shape.begin(), shape.end(), 0L);
#line 30 "chapters/01_sums.nw"
    //@end exercise shape-sum
#line 32 "chapters/01_sums.nw"
    return total;
  }
#line 21 "chapters/00_shapes.nw"
}  // namespace demo
