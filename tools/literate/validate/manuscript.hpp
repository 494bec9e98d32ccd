// One chapter taken apart for those who judge it: headings, directives, paragraphs and chunks, each with its line.
#pragma once

#include <optional>
#include <set>

#include "literate/model/book.hpp"

namespace tito::literate {

struct Heading {
  int level = 0;
  std::string text;
  int line = 0;
};

// A directive by the lines of the chapter's file.
struct Box {
  std::string name, argument;
  std::map<std::string, std::string, std::less<>> options;
  int first = 0, body = 0, last = 0;

  std::string option(std::string_view key) const;
};

// Lines that belong together: running text up to a blank line, a code block, the drawing of a diagram.
struct Paragraph {
  enum class Kind { text, code, drawing };

  Kind kind = Kind::text;
  std::string language;            // what a code block's fence says
  std::optional<std::size_t> box;  // the innermost directive around it
  int first = 0;
  std::vector<std::string> lines;
};

// The lines [first, last] of a chapter.
struct Stretch {
  int first = 0, last = 0;

  bool holds(int line) const { return first <= line && line <= last; }
};

struct Manuscript {
  const Book& book;
  const Chapter& chapter;
  std::vector<std::string> source;  // every line of the file
  std::vector<Problem> problems;    // what reading the book reported in this file
  Place minutes;                    // where chapters/order.toml says how long it takes
  std::vector<Heading> headings;
  std::vector<Box> boxes;  // outer ones before those inside them
  std::vector<Paragraph> paragraphs;
  std::vector<const Definition*> definitions;
  std::set<std::string, std::less<>> works;  // that book/*.bib has, by their keys

  Place at(int line) const { return {chapter.file, line}; }
  std::vector<const Box*> boxes_called(std::string_view name) const;

  // What stands under a heading, to the next one of its level or above. The heading is `title` or `title: more`.
  std::optional<Stretch> section(int level, std::string_view title, Stretch within) const;
  std::optional<Stretch> part(std::string_view title) const { return section(2, title, {1, static_cast<int>(source.size())}); }

  std::vector<const Paragraph*> paragraphs_in(Stretch span) const;
};

// Whether a heading is `title` or `title: more`.
bool is_titled(std::string_view heading, std::string_view title);

// `problems` are those of the whole book.
Manuscript take_apart(const std::filesystem::path& repository, const Book& book, const Chapter& chapter,
                      const std::vector<Problem>& problems);

}  // namespace tito::literate
