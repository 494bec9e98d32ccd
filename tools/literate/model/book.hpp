// The model of a book: chapters of prose and chunk definitions, and what they define.
#pragma once

#include <compare>
#include <cstddef>
#include <map>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "literate/model/kinds.hpp"
#include "literate/model/prose.hpp"
#include "support/problem.hpp"

namespace tito::literate {

using tito::to_string;  // of a Place

struct Line {
  int number = 0;    // in the chapter's file
  std::string text;  // without its newline; the indentation when the line is a use
  std::string use;   // the chunk that stands here, or nothing
};

/// One `<<name>>=` and the lines below it: a chunk, or a part of one.
struct Definition {
  std::string name;
  Place at;
  std::vector<Line> lines;
};

using Block = std::variant<Prose, Definition>;

struct Chapter {
  std::string id;      // "01_tensor"
  std::string number;  // "01"
  std::string title;
  std::string file;  // "chapters/01_tensor.nw"
  std::size_t part = 0;
  std::vector<std::string> needs;
  int minutes = 0;
  bool heavy = false;  // may take longer than others
  std::vector<Block> blocks;
};

struct Part {
  std::string number, title;
};

struct Position {
  std::size_t chapter = 0, block = 0;
  auto operator<=>(const Position&) const = default;
};

struct Chunk {
  std::string name;
  Kind kind = Kind::code;
  std::string id;               // of the exercise, analysis or listing; otherwise empty
  std::vector<Position> parts;  // its definitions, in reading order
};

struct Exercise {
  std::string id, title;
  int points = 0, minutes = 0, difficulty = 0;
  std::vector<ProseLine> body;  // without answers
  std::size_t chapter = 0;
  Place at;
};

struct Analysis {
  std::string id;
  std::string file;  // the root that runs it: "analyses/01_tensor.cpp"
  std::size_t chapter = 0;
  Place at;
};

/// How the table that an analysis prints is drawn.
struct Plot {
  std::string analysis;        // its id
  std::string x;               // heads of columns
  std::vector<std::string> y;
  std::string log;             // the axes that are logarithmic: "x", "y", "xy" or none
  Place at;
};

/// A listing that is compiled, to show what the compiler says to it.
struct Listing {
  std::string id;
  bool fails = false;       // whether it must not compile
  bool statements = false;  // it stands in a function, not beside functions
  std::string says;         // what the compiler's message must hold
  Place at;                 // of its `output`
};

struct Reflection {
  std::string id, title;
  std::size_t chapter = 0;
  Place at;
};

struct Book {
  std::string title, subtitle;
  int planned = 0;  // chapters that the finished book will have; 0 when nobody says
  std::vector<Part> parts;
  std::vector<Chapter> chapters;
  std::map<std::string, Chunk, std::less<>> chunks;
  std::vector<Exercise> exercises;
  std::vector<Analysis> analyses;
  std::vector<Plot> plots;
  std::vector<Listing> listings;
  std::vector<Reflection> reflections;
  bool solutions = true;  // false once an edition has taken them out

  const Definition& definition(Position at) const { return std::get<Definition>(chapters[at.chapter].blocks[at.block]); }
  const Chunk* find(std::string_view name) const;
  const Exercise* exercise(std::string_view id) const;
};

/// Fills `book.chunks` from the chapters' blocks.
void index_chunks(Book& book);

/// For every chunk the roots whose files hold it, in the order of their paths.
std::map<std::string_view, std::vector<std::string_view>> roots_of_chunks(const Book& book);

/// Every chunk that stands in the file of `root`, itself first, in the order in which they stand there.
std::vector<const Chunk*> chunks_of_root(const Book& book, const Chunk& root);

}  // namespace tito::literate
