// Tangled files that somebody has edited since.
#pragma once

#include "literate/tangle/tangle.hpp"

#include <filesystem>

namespace tito::literate {

struct EditedLine {
  std::string text;
  Place at;  // where the editor sees it
};

std::string text_of(const std::vector<EditedLine>& lines);

// The files that are not what the chapters give, by their paths. A line of nothing but spaces is an empty one.
using EditedTree = std::map<std::string, std::vector<EditedLine>>;

using TangledTree = std::map<std::string, TangledFile>;

// Reads the tree at `dir`, called `name` in messages. `base` holds its files as they were last tangled: what the chapters changed
// since then is merged in, and is no edit. Throws a Failure with every file that is missing, of no chapter, or changed on both sides.
EditedTree edited_tree(const std::filesystem::path& dir, const std::string& name, const std::map<std::string, std::string>& base,
                       const TangledTree& now);

struct EditedBodies {
  EditedTree tree;
  std::vector<std::string> written, unwritten;  // ids of exercises
};

// What becomes of an exercise that is not written: the chapters keep their solution, or take its stub.
enum class Unwritten { keep, drop };

// Reads only what stands between the marks of exercises in the tree at `dir`, a student's; the rest is as the chapters have it.
// A body that still throws NotImplemented("ID") is unwritten. Throws a Failure with every mark that is damaged, and every exercise of
// `expected` (id to file) that is nowhere marked.
EditedBodies edited_bodies(const std::filesystem::path& dir, const TangledTree& now, const std::map<std::string, std::string>& expected,
                           Unwritten unwritten);

}  // namespace tito::literate
