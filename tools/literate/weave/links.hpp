// Where each definition stands in the woven book, and links there.
#pragma once

#include "literate/model/book.hpp"
#include "literate/weave/json.hpp"

namespace tito::literate {

/// An id in a page: "chunk-functions-of-shapes", lower case, each run of other characters than a–z and 0–9 one hyphen.
std::string anchor_of(std::string_view what, std::string_view name);

/// The page of a chapter, without an ending: "chapters/01_tensor".
std::string doc_of(const Chapter& chapter);

/// "01 Tensor"
std::string heading_of(const Chapter& chapter);

class Links {
 public:
  explicit Links(const Book& book);

  /// Every definition and its id, in reading order.
  const std::map<Position, std::string>& ids() const { return ids_; }
  const std::string& id(Position position) const { return ids_.at(position); }

  /// `{"doc", "id", "name", "chapter"}`
  void write(JsonWriter& json, Position position) const;
  void write(JsonWriter& json, std::string_view key, const std::vector<Position>& positions) const;
  /// null when there is nothing to link to.
  void write(JsonWriter& json, std::string_view key, const Position* position) const;

 private:
  const Book& book_;
  std::map<Position, std::string> ids_;
};

}  // namespace tito::literate
