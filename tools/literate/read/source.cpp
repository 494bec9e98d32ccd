#include "literate/read/source.hpp"

#include <fmt/format.h>

#include <optional>
#include <vector>

#include "literate/model/text.hpp"
#include "literate/read/bytes.hpp"
#include "literate/read/construct.hpp"
#include "literate/read/fences.hpp"

namespace tito::literate {
namespace {

constexpr std::size_t longest_name = 120;  // noweb itself cuts names at about 254 bytes, and not everywhere alike

// The first `marks` that noweb does not see escaped by an `@` before it.
std::size_t find_unescaped(std::string_view line, std::string_view marks, std::size_t from = 0) {
  for (std::size_t at = line.find(marks, from); at != line.npos; at = line.find(marks, at + marks.size()))
    if (at == 0 || line[at - 1] != '@') return at;
  return line.npos;
}

// Follows a chapter line by line, in noweb's own two states.
class LineChecker {
 public:
  LineChecker(const std::string& file, Problems& problems) : file_(file), problems_(problems) { fences_.emplace(file_, 1, ignored_); }

  void finish() { end_chunk(); }

  void check(std::string_view line) {
    ++number_;
    if (line == "@" || line.starts_with("@ "))
      begin_prose(line);
    else if (line.starts_with("<<") && line.find(">>=") != line.npos)
      begin_chunk(line);
    else if (in_code_)
      check_code(line);
    else
      check_prose(line);
  }

 private:
  void report(std::size_t at, std::string message) { problems_.add({file_, number_, static_cast<int>(at + 1)}, std::move(message)); }

  void begin_prose(std::string_view line) {
    if (line.size() > 1)
      report(0, "noweb drops an `@` that begins a line; write `@@` for the character, or put the text on the next line");
    else if (!in_code_ && fences_->open_line() > 0)
      report(0, fmt::format("noweb drops this `@` inside the fence of line {}; write `@@`", fences_->open_line()));
    end_chunk();
    if (in_code_)
      fences_.emplace(file_, number_ + 1, ignored_);
    else
      fences_->read("");  // noweb drops the line, but it counts
    in_code_ = false;
  }

  void begin_chunk(std::string_view line) {
    end_chunk();
    const std::size_t end = line.rfind(">>=");
    if (end + 3 != line.size()) report(end + 3, "text after `>>=`; end the line there");
    check_name(line.substr(2, end - 2), 2);
    in_code_ = true;
  }

  // A use is judged when the whole chunk is known, so that its code is taken apart once.
  void end_chunk() {
    const std::vector<const char*> open = uses_.empty() ? std::vector<const char*>() : open_constructs(code_);
    for (const Use& use : uses_)
      if (const char* construct = open[use.index])
        problems_.add({file_, use.line, static_cast<int>(use.at + 1)}, fmt::format("a use inside {}; move it out", construct));
    uses_.clear();
    code_.clear();
    code_lines_ = 0;
  }

  void check_code(std::string_view line) {
    const std::size_t at = find_unescaped(line, "<<");
    const bool use = at != line.npos && line.find(">>", at + 2) != line.npos;
    if (use)
      check_use(line, at);
    else
      code_ += line;
    code_ += '\n';
    ++code_lines_;
  }

  // noweb takes whatever stands between `<<` and `>>` for a chunk's name, even an `@` that seems to escape the `>>`.
  void check_use(std::string_view line, std::size_t at) {
    if (is_blank(line.substr(0, at)) && line.ends_with(">>=")) {
      report(at, "a definition begins in column 1; remove the indentation");
    } else if (is_blank(line.substr(0, at)) && trim(line).ends_with(">>") && line.ends_with(' ')) {
      report(trim(line).size() + at, "spaces after a use; end the line after `>>`");
    } else if (!is_blank(line.substr(0, at)) || line.find(">>", at + 2) + 2 != line.size()) {
      report(at,
             "noweb reads `<<` … `>>` as a use, which must stand alone on its line; "
             "write `@<<` where `<<` is a C++ operator");
    } else {
      check_name(line.substr(at + 2, line.size() - at - 4), at + 2);
      uses_.push_back({code_lines_, number_, at});
    }
  }

  void check_prose(std::string_view line) {
    if (const std::size_t at = find_unescaped(line, "<<"); at != line.npos)
      report(at, line.find_first_not_of(' ') == at && line.ends_with(">>=") ? "a definition begins in column 1; remove the indentation"
                                                                            : "`<<` in prose; write `@<<`");
    check_quotes(line);
    fences_->read(line);
  }

  // noweb quotes code between `[[` and `]]`, over as many lines as it takes to find the end.
  void check_quotes(std::string_view line) {
    std::size_t at = 0;
    while ((at = find_unescaped(line, "[[", at)) != line.npos) {
      const std::size_t end = line.find("]]", at);
      if (end == line.npos) return report(at, "`[[` without `]]` on its line; write `@[[` for the characters");
      at = end + 2;
    }
  }

  void check_name(std::string_view name, std::size_t at) {
    if (name.empty()) report(at, "a chunk without a name; name it");
    if (name.size() > longest_name) report(at, fmt::format("a chunk name of {} bytes; {} are allowed", name.size(), longest_name));
    if (name.starts_with(' ') || name.ends_with(' ')) report(at, "a space at the edge of a chunk name; remove it");
    if (name.ends_with('@') || name.ends_with('>'))
      report(at + name.size() - 1, fmt::format("`{}` at the end of a chunk name hides the `>>` from noweb; reword it", name.back()));
    if (const std::size_t space = name.find("  "); space != name.npos && trim(name).find("  ") != name.npos)
      report(at + space, "two spaces in a chunk name; noweb takes it for another name; write one");
    for (const std::string_view marks : {"<<", ">>", "[[", "]]"})
      if (const std::size_t mark = name.find(marks); mark != name.npos)
        report(at + mark, fmt::format("`{}` in a chunk name; reword it", marks));
  }

  struct Use {
    std::size_t index;  // among the lines of its chunk
    int line;
    std::size_t at;
  };

  const std::string& file_;
  Problems& problems_;
  Problems ignored_;  // what is wrong with fences is reported when the prose is read
  int number_ = 0;
  bool in_code_ = false;
  std::string code_;  // of the chunk so far; a use is an empty line
  std::size_t code_lines_ = 0;
  std::vector<Use> uses_;
  std::optional<FenceReader> fences_;
};

}  // namespace

void check_source(const std::string& file, std::string_view text, Problems& problems) {
  if (!check_bytes(file, text, problems)) return;
  LineChecker checker(file, problems);
  for (const std::string_view line : split_lines(text)) checker.check(line);
  checker.finish();
}

}  // namespace tito::literate
