// How one list of lines became another.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace tito::literate {

using Lines = std::vector<std::string_view>;

// Lines [begin, end) of the old text gave way to lines [new_begin, new_end) of the new one.
struct Hunk {
  std::size_t begin = 0, end = 0, new_begin = 0, new_end = 0;

  std::size_t removed() const { return end - begin; }
  std::size_t added() const { return new_end - new_begin; }
  bool operator==(const Hunk&) const = default;
};

// A shortest list of changes, in order; no two of them touch.
std::vector<Hunk> hunks_between(const Lines& before, const Lines& after);

// The line of the old text that line `after` (from 0) of the new one was, or the nearest one that is left.
std::size_t line_before(const std::vector<Hunk>& hunks, std::size_t after);

// The same changes, undone.
std::vector<Hunk> inverse(std::vector<Hunk> hunks);

// What `diff -u` prints.
std::string unified(const std::string& name, std::string_view before, std::string_view after);

}  // namespace tito::literate
