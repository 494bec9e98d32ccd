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
  explicit NotImplemented(const char* exercise);

  /// The id of the exercise.
  const char* exercise() const noexcept { return exercise_; }

 private:
  const char* exercise_;
};
}  // namespace tt
