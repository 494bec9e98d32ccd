// Tangled from chapters/00_setup.nw: edit that, not this file.
/// \file
/// The error that an unfinished exercise throws.
#pragma once

#include <stdexcept>

namespace tt {
// The error of an unfinished exercise
/// Thrown by an exercise that nobody has written yet.
class NotImplemented : public std::logic_error {
 public:
  /// \param exercise  its id, a string literal such as "setup-median"
  /// \param file  the place of the throw, when it is left out
  explicit NotImplemented(const char* exercise,
                          const char* file = __builtin_FILE(),
                          int line = __builtin_LINE());

  /// The id of the exercise, and where it is to be written.
  const char* exercise() const noexcept { return exercise_; }
  const char* file() const noexcept { return file_; }
  int line() const noexcept { return line_; }

 private:
  const char* exercise_;
  const char* file_;
  int line_;
};
}  // namespace tt
