#include "literate/tangle/tangle.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "literate/model/language.hpp"
#include "literate/model/text.hpp"

namespace tito::literate {
namespace {

// A tangled line and its place in the chapters, before the place is spelt out for the reader of the map.
struct Source {
  const Definition* definition = nullptr;
  int line = 0;
  std::size_t shift = 0, index = 0;
};

Source source_of(const Definition& definition, const Line& line, std::size_t shift) {
  return {&definition, line.number, shift, static_cast<std::size_t>(&line - definition.lines.data())};
}

// A file in the making: text and, for each of its lines, the source.
class File {
 public:
  explicit File(bool line_directives) : line_directives_(line_directives) {}

  void add_line(std::string_view text, const Source& source) {
    if (line_directives_ && !follows(source)) {
      text_ += fmt::format("#line {} \"{}\"\n", source.line, source.definition->at.file);
      sources_.push_back(source);
    }
    text_ += text;
    text_ += '\n';
    sources_.push_back(source);
  }

  std::size_t lines() const { return sources_.size(); }

  void add_span(const Span& span) { spans_.push_back(span); }

  TangledFile finish() && {
    TangledFile file{std::move(text_), {}, std::move(spans_)};
    file.lines.reserve(sources_.size());
    for (const Source& source : sources_)
      file.lines.push_back(
          {source.definition->name, {source.definition->at.file, source.line, 1}, static_cast<int>(source.shift), source.index});
    return file;
  }

 private:
  bool follows(const Source& source) const {
    if (sources_.empty()) return false;
    const Source& last = sources_.back();
    return source.line == last.line + 1 && source.definition->at.file == last.definition->at.file;
  }

  bool line_directives_;
  std::string text_;
  std::vector<Source> sources_;
  std::vector<Span> spans_;
};

// Exactly what noweb's `nt` writes: a use is replaced by its chunk's text without the last newline, further lines are
// indented to the column of the use, blank lines are not. So an empty chunk leaves its indentation behind.
class NakedTangler {
 public:
  NakedTangler(const Book& book, File& file, std::size_t through) : book_(book), file_(file), through_(through) {}

  void write(const Chunk& root) {
    expand(root, 0);
    end_line();
  }

 private:
  void expand(const Chunk& chunk, std::size_t indent) {
    bool first = true;
    for (const Position part : chunk.parts) {
      if (part.chapter > through_) break;
      const Definition& definition = book_.definition(part);
      if (current_.definition == nullptr) current_ = {&definition, definition.at.line, indent};
      for (const Line& line : definition.lines) {
        if (!std::exchange(first, false)) end_line();
        current_ = source_of(definition, line, indent);
        if (!line.text.empty() || !line.use.empty()) begin_text(indent);
        text_ += line.text;
        if (!line.use.empty()) expand(*book_.find(line.use), indent + line.text.size());
      }
    }
  }

  void begin_text(std::size_t indent) {
    if (!begun_) text_.append(indent, ' ');
    begun_ = true;
  }

  void end_line() {
    file_.add_line(text_, current_);
    text_.clear();
    begun_ = false;
  }

  const Book& book_;
  File& file_;
  std::size_t through_;
  Source current_;
  std::string text_;
  bool begun_ = false;
};

// What people read: chunk names as comments, marks around exercises, nothing where a slot is empty.
class ReadableTangler {
 public:
  ReadableTangler(const Book& book, File& file, std::string_view comment, const TangleOptions& options)
      : book_(book), file_(file), comment_(comment), through_(options.through), says_source_(options.source && book.solutions) {}

  void write(const Chunk& root) {
    const Definition& first = book_.definition(root.parts.front());
    header_ = {&first, first.at.line, 0};
    // An interpreter line must stay the first line.
    header_due_ = says_source_ && !comment_.empty();
    if (header_due_ && !begins_with_interpreter(first)) write_header();
    expand(root, 0);
  }

 private:
  static bool begins_with_interpreter(const Definition& first) {
    return !first.lines.empty() && first.lines.front().text.starts_with("#!");
  }

  void write_header() {
    header_due_ = false;
    file_.add_line(fmt::format("{} Tangled from {}: edit that, not this file.", comment_, header_.definition->at.file), header_);
  }

  void expand(const Chunk& chunk, std::size_t indent) {
    for (const Position part : chunk.parts) {
      if (part.chapter > through_) break;
      const Definition& definition = book_.definition(part);
      const std::size_t begin = file_.lines();
      for (const Line& line : definition.lines) {
        const Source source = source_of(definition, line, indent);
        if (line.use.empty())
          write_text(line.text, source);
        else
          write_use(*book_.find(line.use), source, indent + line.text.size());
        if (header_due_) write_header();
      }
      file_.add_span({part, begin, file_.lines(), indent});
    }
  }

  void write_text(std::string_view text, const Source& source) {
    if (is_blank(text))
      file_.add_line("", source);
    else
      file_.add_line(std::string(source.shift, ' ').append(text), source);
  }

  void write_use(const Chunk& chunk, const Source& source, std::size_t indent) {
    const std::string margin(indent, ' ');
    if (chunk.kind == Kind::solution || chunk.kind == Kind::stub) {
      write_comment(fmt::format("{}{}@begin exercise {}", margin, comment_, chunk.id), source);
      expand(chunk, indent);
      write_comment(fmt::format("{}{}@end exercise {}", margin, comment_, chunk.id), source);
    } else if (!blank(chunk)) {
      write_comment(fmt::format("{}{} {}", margin, comment_, capitalised(chunk.name)), source);
      expand(chunk, indent);
    }
  }

  void write_comment(std::string_view text, const Source& source) {
    if (!comment_.empty()) file_.add_line(text, source);
  }

  static std::string capitalised(std::string name) {
    if (name[0] >= 'a' && name[0] <= 'z') name[0] = static_cast<char>(name[0] - 'a' + 'A');
    return name;
  }

  // Whether nothing but white space comes out of a chunk.
  bool blank(const Chunk& chunk) {
    const auto known = blank_.find(&chunk);
    if (known != blank_.end()) return known->second;
    const auto blank_line = [&](const Line& line) { return line.use.empty() ? is_blank(line.text) : blank(*book_.find(line.use)); };
    return blank_[&chunk] = std::all_of(chunk.parts.begin(), chunk.parts.end(), [&](Position part) {
             if (part.chapter > through_) return true;
             const std::vector<Line>& lines = book_.definition(part).lines;
             return std::all_of(lines.begin(), lines.end(), blank_line);
           });
  }

  const Book& book_;
  File& file_;
  std::string_view comment_;
  std::size_t through_;
  bool says_source_;
  Source header_;
  bool header_due_ = false;
  std::map<const Chunk*, bool> blank_;
};

}  // namespace

TangledFile tangle_root(const Book& book, const Chunk& root, const TangleOptions& options) {
  const Language language = language_of(root.name);
  File file(options.line && language.name == "cpp");
  if (options.naked)
    NakedTangler(book, file, options.through).write(root);
  else
    ReadableTangler(book, file, language.line_comment, options).write(root);
  return std::move(file).finish();
}

std::map<std::string, TangledFile> tangle(const Book& book, const TangleOptions& options) {
  std::map<std::string, TangledFile> files;
  for (const auto& [path, root] : book.chunks)
    if (root.kind == Kind::root && root.parts.front().chapter <= options.through) files.emplace(path, tangle_root(book, root, options));
  return files;
}

std::map<std::string, std::string> texts(const std::map<std::string, TangledFile>& files) {
  std::map<std::string, std::string> result;
  for (const auto& [path, file] : files) result[path] = file.text;
  return result;
}

}  // namespace tito::literate
