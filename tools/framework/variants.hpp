// One build of the framework in which the body of each exercise is chosen when a program starts: its solution, its stub, a mutant, or
// what a student handed in. It serves every question of the form "what do the tests say when this exercise is written like that?".
#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "framework/build.hpp"
#include "framework/cases.hpp"
#include "framework/stamps.hpp"
#include "literate/model/book.hpp"
#include "literate/tangle/tangle.hpp"

namespace tito {

/// A body that an exercise may have beside its solution.
struct Variant {
  std::string exercise, name;
  std::string body;  // statements
};

/// Exercise → the name of its variant. An exercise that is not named has its solution.
using Choice = std::map<std::string, std::string>;

inline const std::string stub = "stub";

/// Lines [begin, end) of a tangled file, counted from 0, that a solution makes.
struct Body {
  std::string file;
  std::size_t begin = 0, end = 0;
  std::string text;
};

class Variants {
 public:
  /// Of every exercise of `book` the solution, and as the variant `stub` what a student finds at its place. The tree is written and built
  /// below `folder`.
  Variants(const literate::Book& book, const fs::path& folder);

  const literate::Book& book() const { return book_; }
  const Body& solution(const std::string& exercise) const { return solutions_.at(exercise); }
  /// The line of the book that the solution's line `line` (from 0) comes from.
  Place place(const std::string& exercise, std::size_t line) const;

  /// Before `build`.
  void add(const Variant& variant);

  /// Compiles `targets`, or when empty, what the registered tests need; with sanitizers, so that chance does not decide what a wrong body reads outside of its memory. Leaves out the
  /// variants that the compiler refuses. Throws std::runtime_error when the book's own code does not compile without a warning.
  void compile(const Names& targets = {});
  bool refused(const std::string& exercise, const std::string& name) const;

  /// Of all bodies, and of what else the tests of this build depend on.
  std::string key() const { return fingerprint(files(), build_.options); }

  /// The Meson project, for what is registered there.
  const Build& build() const { return build_; }

  /// `command` as it runs with these bodies.
  Command with(const Choice& choice, Command command) const;

  /// What the test programs of these chapters come to with these bodies. A program that was run before, and reached no exercise that had
  /// another body then, is not run again: it could not tell.
  std::vector<Ran> run(const Names& chapters, const Choice& choice);

 private:
  struct Entry {
    int number = 0;  // by which the environment chooses it
    std::string name, body;
    bool refused = false;
  };
  struct Known {
    Choice choice;
    std::set<std::string> reached;  // the exercises whose bodies were entered
    Ran ran;
  };

  const Entry& entry(const std::string& exercise, const std::string& name) const;
  std::string with_bodies(const std::string& exercise) const;
  std::map<std::string, std::string> files() const;
  bool drop(const std::set<int>& numbers);
  void remember(const fs::path& file, const std::string& key) const;
  void recall(const fs::path& file, const std::string& key);
  const Known* known(const std::string& chapter, const Choice& choice) const;
  Known observe(const std::string& chapter, const Choice& choice) const;

  const literate::Book& book_;
  const Build build_;
  std::map<std::string, literate::TangledFile> tree_;
  std::map<std::string, Body> solutions_;
  std::map<std::string, std::vector<Entry>> entries_;
  std::map<std::string, std::vector<Known>> known_;
  int count_ = 0;
};

}  // namespace tito
