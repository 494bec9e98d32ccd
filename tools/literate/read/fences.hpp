// The one reader of fences: MyST's directives, `:::{name} argument`, and code, "```language".
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "literate/model/prose.hpp"
#include "support/problem.hpp"

namespace tito::literate {

/// Follows a stretch of prose line by line and says what each line is. Fences inside code and inside drawings are text.
class FenceReader {
 public:
  FenceReader(std::string file, int first_line, Problems& problems);

  void read(std::string_view line);

  /// The line of the innermost fence that is open, 0 when there is none.
  int open_line() const;

  /// What was read; what is still open is reported.
  Prose finish();

 private:
  struct Open {
    std::size_t directive = 0;  // its index
    std::size_t colons = 0;
    bool options = true;    // the next line may be one
    bool verbatim = false;  // its body is not read
    int misnested = 0;      // fences open since one that should have had fewer colons, with itself
  };

  int number(std::size_t line) const { return prose_.line + static_cast<int>(line); }
  std::size_t here() const { return prose_.lines.size() - 1; }
  void report(std::size_t line, std::string message);
  void mark(Mark mark) { prose_.lines.back().mark = mark; }

  void read_colons(std::string_view text, std::size_t colons);
  bool closes_directive(bool bare, std::size_t colons);
  void close(std::size_t level);
  void abandon(std::size_t level);
  void abandon_code();
  void open_directive(std::string_view text, std::size_t colons);
  bool read_option(std::string_view text);
  void read_text(std::string_view line);

  const std::string file_;
  Problems& problems_;
  Prose prose_;
  std::vector<Open> open_;      // outer ones first
  std::string code_;            // the fence of the code block that is open, or nothing
  std::size_t code_begin_ = 0;  // its line
};

/// What the lines of one stretch of prose are. Reports fences that do not fit together.
Prose read_prose(const std::vector<ProseLine>& lines, const std::string& file, int first_line, Problems& problems);

/// The same for a page, which is nothing but prose.
Prose read_prose(std::string_view page, const std::string& file, Problems& problems);

/// Reports directives whose content is not ours to read (`hides_text`), in whatever fence, and `answer` where it would not be recognised: in a
/// code fence, in a quotation or behind a list's mark. In a chapter the directives themselves are checked as well, so that some of these are
/// reported there.
enum class Fences { of_page, of_chapter };
void check_fences(const Prose& prose, const std::string& file, Fences which, Problems& problems);

}  // namespace tito::literate
