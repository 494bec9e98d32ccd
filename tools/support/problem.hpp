// What can be wrong with a book, and where.
#pragma once

#include <stdexcept>
#include <string>
#include <vector>

namespace tito {

struct Place {
  std::string file;  // relative to the repository
  int line = 0;      // from 1; 0 is the file as a whole
  int column = 0;    // from 1, in bytes; 0 is the line as a whole

  bool operator==(const Place&) const = default;
};

/// "chapters/01_tensor.nw:12:3", as short as the place is vague.
std::string to_string(const Place& place);

struct Problem {
  Place at;
  std::string message;  // what is wrong; what to do
};

struct Failure : std::runtime_error {
  explicit Failure(std::vector<Problem> all);
  Failure(Place at, std::string message);

  std::vector<Problem> problems;
};

/// Collects problems so that one run reports all of them.
class Problems {
 public:
  void add(Place at, std::string message);
  bool empty() const { return found_.empty(); }

  /// Everything found, in reading order.
  std::vector<Problem> take();

  /// Throws a Failure with everything found, in reading order.
  void throw_if_any();

 private:
  std::vector<Problem> found_;
};

}  // namespace tito
