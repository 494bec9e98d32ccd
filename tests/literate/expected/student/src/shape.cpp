#include <demo/shape.hpp>
#include <ostream>
// Headers of later chapters
#include <numeric>
namespace demo {
  // Definitions
  long count(const Shape& shape) {
    //@begin exercise shape-count
    // Count the elements
    //
    // Return how many elements a tensor of shape `shape` has: 2 × 3 = 6 for
    // `(2, 3)`.
    //
    // Approach
    // 1. Start from one, because a shape without sizes is that of a single
    //    number, and a single number is one element.
    // 2. Multiply by every size.
    //
    //   count({2, 3}); // 6
    throw tt::NotImplemented("shape-count");
    //@end exercise shape-count
  }

  std::ostream& operator<<(std::ostream& out, const Shape& shape) { return out << (shape.size() >> 0); }

  long sum(const Shape& shape) {
    long total = 0;
    //@begin exercise shape-sum
    // Set `total`.
    throw tt::NotImplemented("shape-sum");
    //@end exercise shape-sum
    return total;
  }
}  // namespace demo
