// Tangled from chapters/00_shapes.nw: edit that, not this file.
#include <demo/shape.hpp>
#include <ostream>
// Headers of later chapters
#include <numeric>
namespace demo {
  // Definitions
  long count(const Shape& shape) {
    //@begin exercise shape-count
    long elements = 1;
    for (long size : shape) elements *= size;

    return elements;
    //@end exercise shape-count
  }

  std::ostream& operator<<(std::ostream& out, const Shape& shape) { return out << (shape.size() >> 0); }

  long sum(const Shape& shape) {
    long total = 0;
    //@begin exercise shape-sum
    total = std::accumulate(shape.begin(), shape.end(), 0L);
    //@end exercise shape-sum
    return total;
  }
}  // namespace demo
