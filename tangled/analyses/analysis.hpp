// Tangled from chapters/00_setup.nw: edit that, not this file.
/// \file
/// Programs that measure, and the tables that they print.
#pragma once

#include <concepts>
#include <initializer_list>
#include <iostream>
#include <string>
#include <vector>

#include <tinytorch/types.hpp>

namespace tt {
// A table that prints itself row by row
/// The head of a column. A negative width, as in printf, sets it left.
struct Column {
  Column(const char* head_, int width_ = 10) : head(head_), width(width_) {}

  std::string head;
  int width;
};

/// One cell as text: a number with at least four significant digits.
std::string cell(double x);
std::string cell(std::integral auto i) { return std::to_string(i); }
inline std::string cell(const std::string& text) { return text; }

// The table itself
class Table {
 public:
  /// Prints to `out`, and the same cells to `csv` when there is one.
  explicit Table(std::ostream& out, bool quick = false,
                 std::ostream* csv = nullptr);

  /// All sizes, or in a quick run only the first two.
  std::vector<Index> sizes(std::initializer_list<Index> all) const;
  /// Prints the head; all columns together take 76 characters at most.
  void columns(std::vector<Column> columns);
  /// Prints one row at once, with a cell for each column.
  template <class... Cells>
  void row(const Cells&... cells) { print({cell(cells)...}); }

 private:
  void print(const std::vector<std::string>& cells);

  std::ostream& out_;
  bool quick_;
  std::ostream* csv_;
  std::vector<Column> columns_;
};

// An analysis and the program that runs it
/// A measured experiment.
struct Analysis {
  const char* id;
  const char* title;
  void (*run)(Table& table);
};

/// The main function of a program of analyses. Without an id it lists
/// them; with ids, or with --all, it runs them, with --quick on small
/// sizes. With one id, --csv FILE writes its table there as well.
/// Returns the exit status: 2 for an id that it does not have.
int run_analyses(int argc, const char* const* argv,
                 std::initializer_list<Analysis> analyses,
                 std::ostream& out = std::cout,
                 std::ostream& err = std::cerr);
}  // namespace tt
