// Tangled from chapters/00_setup.nw: edit that, not this file.
#include "analysis.hpp"

#include <algorithm>
#include <cmath>
#include <fstream>
#include <iomanip>
#include <sstream>
#include <stdexcept>
#include <utility>

#include <tinytorch/error.hpp>

namespace tt {
// Write a number with four significant digits
std::string cell(double x) {
  std::ostringstream text;
  const double size = std::fabs(x);
  if (size >= 1e-4 && size < 1e12) {
    const double exponent = std::floor(std::log10(size));
    const int decimals = std::max(0, 3 - static_cast<int>(exponent));
    text << std::fixed << std::setprecision(decimals) << x;
  } else {
    text << std::setprecision(4) << x;
  }
  return text.str();
}

// Print the head and the rows of a table
Table::Table(std::ostream& out, bool quick, std::ostream* csv)
    : out_(out), quick_(quick), csv_(csv) {}

std::vector<Index> Table::sizes(std::initializer_list<Index> all) const {
  const std::size_t count = quick_ ? std::min<std::size_t>(2, all.size())
                                   : all.size();
  return {all.begin(), all.begin() + count};
}
// Print the head
void Table::columns(std::vector<Column> columns) {
  columns_ = std::move(columns);
  std::vector<std::string> heads;
  std::size_t line = 0;
  for (Column& column : columns_) {
    const int least = static_cast<int>(column.head.size());
    column.width = column.width < 0 ? std::min(column.width, -least)
                                    : std::max(column.width, least);
    line += static_cast<std::size_t>(std::abs(column.width)) + 1;
    heads.push_back(column.head);
  }
  if (line > 77)
    throw std::invalid_argument("table: wider than 76 characters");
  print(heads);
  out_ << std::string(line - 1, '-') << std::endl;
}
// Write a row as comma-separated values
namespace {
void write_csv(std::ostream& out, const std::vector<std::string>& cells) {
  for (std::size_t i = 0; i < cells.size(); ++i) {
    out << (i == 0 ? "" : ",");
    if (cells[i].find_first_of(",\"\n") == std::string::npos)
      out << cells[i];
    else
      out << std::quoted(cells[i], '"', '"');
  }
  out << std::endl;
}
}  // namespace
// Print one row
void Table::print(const std::vector<std::string>& cells) {
  if (cells.size() != columns_.size())
    throw std::invalid_argument("table: needs a cell for each column");
  for (std::size_t i = 0; i < cells.size(); ++i) {
    out_ << (i == 0 ? "" : " ")
         << (columns_[i].width < 0 ? std::left : std::right)
         << std::setw(std::abs(columns_[i].width)) << cells[i];
  }
  out_ << std::endl;
  if (csv_) write_csv(*csv_, cells);
}

// Run the analyses that the command line names
namespace {
// Run one analysis and forgive what is not written
void run_one(const Analysis& analysis, bool quick, std::ostream& out,
             std::ostream* csv = nullptr) {
  out << analysis.title << "\n" << std::endl;
  try {
    Table table(out, quick, csv);
    analysis.run(table);
  } catch (const NotImplemented& missing) {
    out << "This measurement needs exercise " << missing.exercise()
        << ", which is not written yet." << std::endl;
  }
}
}  // namespace

int run_analyses(int argc, const char* const* argv,
                 std::initializer_list<Analysis> analyses,
                 std::ostream& out, std::ostream& err) {
  // Read the command line
  bool quick = false, all = false;
  std::string file;
  std::vector<std::string> wanted;
  for (int i = 1; i < argc; ++i) {
    const std::string word = argv[i];
    if (word == "--quick") quick = true;
    else if (word == "--all") all = true;
    else if (word == "--csv" && i + 1 < argc) file = argv[++i];
    else wanted.push_back(word);
  }
  // List the analyses when none is named
  if (!all && wanted.empty())
    for (const Analysis& analysis : analyses)
      out << std::left << std::setw(28) << analysis.id << ' '
          << analysis.title << '\n';
  // Open the file that the numbers go to
  std::ofstream csv;
  if (!file.empty()) {
    if (!all && wanted.size() == 1) csv.open(file);
    if (!csv.is_open()) {
      err << "--csv takes one analysis and a file to write\n";
      return 2;
    }
  }
  // Run the ones that are named
  if (all)
    for (const Analysis& analysis : analyses) run_one(analysis, quick, out);
  for (const std::string& id : wanted) {
    const auto* found = std::find_if(
        analyses.begin(), analyses.end(),
        [&](const Analysis& analysis) { return id == analysis.id; });
    if (found == analyses.end()) {
      err << "there is no analysis '" << id << "' here\n";
      return 2;
    }
    run_one(*found, quick, out, csv.is_open() ? &csv : nullptr);
  }
  return 0;
}
}  // namespace tt
