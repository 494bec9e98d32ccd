// The directives of the book, in one table: what checks, filters, weaves and draws them takes what it needs from here.
#pragma once

#include <array>
#include <string_view>
#include <vector>

#include "literate/model/kinds.hpp"

namespace tito::literate {

enum class Argument { free, text, exercise, shown };  // of `shown` there is an analysis or a listing
enum class Body { free, text, empty };
enum class Declares { nothing, exercise, reflection, output };

struct OptionFacts {
  std::string_view name;
  bool required = true;
  int least = 0, most = 0;  // of a whole number; text when both are 0
};

struct DirectiveFacts {
  std::string_view name;
  std::string_view label;  // what heads its box
  Argument argument = Argument::free;
  Body body = Body::text;
  std::array<OptionFacts, 5> options{};  // those without a name are none
  bool verbatim = false;                 // its body is a drawing, in which nothing is read
  Declares declares = Declares::nothing;
  Kept kept = Kept::always;

  std::vector<OptionFacts> all_options() const;
};

inline constexpr std::array<DirectiveFacts, 10> all_directives = {{
    {"exercise",
     "Exercise",
     Argument::text,
     Body::text,
     {{{"id"}, {"points", true, 1, 1000}, {"minutes", true, 1, 1000}, {"difficulty", true, 1, 3}}},
     false,
     Declares::exercise,
     Kept::always},
    {"answer", "Why the solution is as it is", Argument::exercise, Body::text, {}, false, Declares::nothing, Kept::with_solutions},
    {"checkpoint", "Checkpoint", Argument::text, Body::free},
    {"predict", "Predict", Argument::free, Body::free},
    {"output",
     "Measured",
     Argument::shown,
     Body::empty,
     {{{"plot", false}, {"plot-alt", false}, {"compile", false}, {"as", false}, {"says", false}}},
     false,
     Declares::output},
    {"insight", "Systems insight"},
    {"why", "Why this matters"},
    {"reflect", "Reflect", Argument::text, Body::text, {{{"id"}}}, false, Declares::reflection},
    {"diagram", "Diagram", Argument::text, Body::text, {{{"alt"}}}, true},
    {"milestone", "Milestone", Argument::text},
}};

/// The facts of one of the book's own directives, or null.
const DirectiveFacts* find_directive(std::string_view name);

/// Whether what such a directive holds could get past an edition: `raw` and `only` show it elsewhere, and in `eval-rst` nothing of ours would
/// be recognised.
bool hides_text(std::string_view name);

/// Whether MyST, docutils, Sphinx or sphinx-design has a directive of that name that chapters may use; those that hide text are no such.
bool is_foreign_directive(std::string_view name);

/// Every name that a directive may have.
std::vector<std::string_view> directive_names();

std::string_view to_string(Argument argument);
std::string_view to_string(Body body);

}  // namespace tito::literate
