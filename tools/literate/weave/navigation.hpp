// What surrounds a chunk in the program, and where the names in it come from.
#pragma once

#include <memory>
#include <optional>
#include <set>

#include "literate/names/names.hpp"
#include "literate/tangle/history.hpp"

namespace tito::literate {

/// A name in a line of a chunk that another chunk defines; the column counts characters of the chapter's line, from 0.
struct Reference {
  std::size_t column = 0;
  const Identifier* identifier = nullptr;
  Position at;  // where it is defined
};

/// Up to two tangled lines above and below a part of a chunk.
struct Surroundings {
  std::vector<std::string> before, after;
};

/// An identifier, the definition that a link to it leads to, and those that use it.
struct Known {
  Position at;
  std::set<Position> defining, declaring;  // overloads are defined in several places
  std::set<Position> users;                // the others that name it
};

class Navigation {
 public:
  explicit Navigation(const Book& book);

  const History& history() const { return history_; }

  /// The innermost scope around the first place of a definition: "Tensor::at()", "struct Loop"; or nothing.
  std::string scope(Position definition) const;

  /// As the program was after the definition's own chapter.
  Surroundings surroundings(Position definition) const;

  /// For lines of a definition, counted from 0, the names in them.
  const std::map<std::size_t, std::vector<Reference>>& references(Position definition) const;

  const Known& known(const Identifier& identifier) const { return known_.at(&identifier); }

  /// Every identifier that a reader may look up, by its name.
  std::vector<const Identifier*> index() const;

  /// Which definition each line of a file comes from.
  const std::vector<const Span*>& owners_of(std::string_view path) const { return code_.at(path).owners; }

  /// For each line of a file that declares something, counted from 0, the definition that defines it.
  std::map<std::size_t, Position> definitions(std::string_view path) const;

 private:
  struct File {
    const TangledFile* tangled = nullptr;
    std::vector<const Span*> owners;  // of each line
  };
  struct Landing {
    std::string_view path;
    const Span* span = nullptr;
  };

  void land(std::string_view path, const TangledFile& tangled);
  void note_identifiers();
  std::optional<Position> target(const Occurrence& occurrence) const;
  void note_references(std::string_view path, const File& file);
  const Span* owner(const CodePlace& place) const;

  const Book& book_;
  History history_;
  std::map<std::string_view, File> code_;
  std::map<Position, Landing> landings_;
  std::unique_ptr<Names> names_;
  std::map<const Identifier*, Known> known_;
  std::map<Position, std::map<std::size_t, std::vector<Reference>>> references_;
};

}  // namespace tito::literate
