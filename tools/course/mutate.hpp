// Small wrong changes of a solution, to see whether tests notice them.
#pragma once

#include <string>
#include <vector>

namespace tito::course {

struct Mutant {
  int line = 0;      // of the body, from 0
  std::string from;  // what stood there
  std::string to;    // what stands there now; empty when it was dropped
  std::string body;  // the whole body with that one change
};

/// Every mutant of `body`, statements of C++: an operator exchanged for its neighbour, a constant changed, an index moved by one, a
/// condition negated, a statement dropped. Some do not compile. Relies on the book's style: binary operators stand between spaces.
std::vector<Mutant> mutants(const std::string& body);

}  // namespace tito::course
