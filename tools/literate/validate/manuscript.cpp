#include "literate/validate/manuscript.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>

#include "literate/model/text.hpp"
#include "support/files.hpp"

namespace tito::literate {
namespace {

// Reads one stretch of prose, line by line, into headings, boxes and paragraphs.
class ProseReader {
 public:
  ProseReader(const Prose& prose, Manuscript& manuscript) : prose_(prose), manuscript_(manuscript), first_box_(manuscript.boxes.size()) {
    for (const Directive& directive : prose.directives) add(directive);
  }

  void read() {
    for (std::size_t at = 0; at < prose_.lines.size(); ++at) read(at);
    end_paragraph();
  }

 private:
  int number(std::size_t at) const { return prose_.line + static_cast<int>(at); }

  void add(const Directive& directive) {
    const std::size_t last = std::min(directive.last, prose_.lines.size() - 1);
    Box box{directive.name, directive.argument, {}, number(directive.first), number(std::min(directive.body, last)), number(last)};
    for (const Option& option : directive.options) box.options[option.key] = option.value;
    manuscript_.boxes.push_back(std::move(box));
  }

  void read(std::size_t at) {
    const ProseLine& line = prose_.lines[at];
    switch (line.mark) {
      case Mark::code_open:
        return begin_code(at);
      case Mark::code:
        return append(at);
      case Mark::drawing:
        return append_to(Paragraph::Kind::drawing, at);
      case Mark::text:
        return append_to(Paragraph::Kind::text, at);
      case Mark::heading:
        end_paragraph();
        return add_heading(line.text, at);
      case Mark::blank:
      case Mark::code_close:
      case Mark::open:
      case Mark::option:
      case Mark::close:
        return end_paragraph();
    }
  }

  void add_heading(const std::string& line, std::size_t at) {
    const std::size_t level = heading_level(line);
    manuscript_.headings.push_back({static_cast<int>(level), std::string(trim(line.substr(level))), number(at)});
  }

  void begin_code(std::size_t at) {
    std::string_view fence;
    end_paragraph();
    opens_code_fence(prose_.lines[at].text, fence);
    begin_paragraph(at + 1, Paragraph::Kind::code);
    paragraph_.language = trim(trim(prose_.lines[at].text).substr(fence.size()));
  }

  void begin_paragraph(std::size_t at, Paragraph::Kind kind) {
    paragraph_.kind = kind;
    paragraph_.first = number(at);
    if (at < prose_.lines.size() && prose_.lines[at].directive != outside) paragraph_.box = first_box_ + prose_.lines[at].directive;
  }

  void append_to(Paragraph::Kind kind, std::size_t at) {
    if (paragraph_.lines.empty()) begin_paragraph(at, kind);
    append(at);
  }

  void append(std::size_t at) { paragraph_.lines.push_back(prose_.lines[at].text); }

  void end_paragraph() {
    if (!paragraph_.lines.empty()) manuscript_.paragraphs.push_back(std::move(paragraph_));
    paragraph_ = {};
  }

  const Prose& prose_;
  Manuscript& manuscript_;
  std::size_t first_box_;  // the number of the prose's first directive
  Paragraph paragraph_;
};

// The `minutes` that follow the chapter's id in chapters/order.toml.
Place find_minutes(const std::filesystem::path& repository, const std::string& id) {
  const std::string file = "chapters/order.toml", text = read_file(repository / file);
  const std::vector<std::string_view> lines = split_lines(text);
  const auto line_of = [&](std::size_t from, std::string_view key, std::string_view value) {
    while (from < lines.size() && !(trim(lines[from]).starts_with(key) && lines[from].find(value) != std::string_view::npos)) ++from;
    return from;
  };
  const std::size_t at = line_of(line_of(0, "id", fmt::format("\"{}\"", id)), "minutes", "");
  return {file, at < lines.size() ? static_cast<int>(at + 1) : 0};
}

// `@article{knuth1984,` in a bibliography.
std::set<std::string, std::less<>> works_in(const std::filesystem::path& book) {
  std::set<std::string, std::less<>> works;
  if (!std::filesystem::is_directory(book)) return works;
  for (const auto& file : std::filesystem::directory_iterator(book)) {
    if (file.path().extension() != ".bib") continue;
    const std::string text = read_file(file.path());
    for (const std::string_view line : split_lines(text))
      if (const std::size_t open = line.find('{'), comma = line.find(','); line.starts_with('@') && open < comma)
        works.emplace(trim(line.substr(open + 1, comma - open - 1)));
  }
  return works;
}

}  // namespace

std::string Box::option(std::string_view key) const {
  const auto found = options.find(key);
  return found == options.end() ? std::string() : found->second;
}

bool is_titled(std::string_view heading, std::string_view title) {
  return heading.starts_with(title) && (heading.size() == title.size() || heading[title.size()] == ':');
}

std::vector<const Box*> Manuscript::boxes_called(std::string_view name) const {
  std::vector<const Box*> found;
  for (const Box& box : boxes)
    if (box.name == name) found.push_back(&box);
  return found;
}

std::optional<Stretch> Manuscript::section(int level, std::string_view title, Stretch within) const {
  const auto begin = std::find_if(headings.begin(), headings.end(), [&](const Heading& heading) {
    return heading.level == level && within.holds(heading.line) && is_titled(heading.text, title);
  });
  if (begin == headings.end()) return std::nullopt;
  const auto end = std::find_if(begin + 1, headings.end(), [&](const Heading& heading) { return heading.level <= level; });
  return Stretch{begin->line, end == headings.end() ? within.last : std::min(end->line - 1, within.last)};
}

std::vector<const Paragraph*> Manuscript::paragraphs_in(Stretch span) const {
  std::vector<const Paragraph*> found;
  for (const Paragraph& paragraph : paragraphs)
    if (span.holds(paragraph.first)) found.push_back(&paragraph);
  return found;
}

Manuscript take_apart(const std::filesystem::path& repository, const Book& book, const Chapter& chapter,
                      const std::vector<Problem>& problems) {
  Manuscript manuscript{book, chapter, {}, {}, find_minutes(repository, chapter.id), {}, {}, {}, {}, works_in(repository / "book")};
  const std::string text = read_file(repository / chapter.file);
  for (const std::string_view line : split_lines(text)) manuscript.source.emplace_back(line);
  std::copy_if(problems.begin(), problems.end(), std::back_inserter(manuscript.problems),
               [&](const Problem& problem) { return problem.at.file == chapter.file; });
  for (const Block& block : chapter.blocks)
    if (const Prose* prose = std::get_if<Prose>(&block))
      ProseReader(*prose, manuscript).read();
    else
      manuscript.definitions.push_back(&std::get<Definition>(block));
  return manuscript;
}

}  // namespace tito::literate
