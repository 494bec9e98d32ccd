// The rules of a chapter, one function each. A rule adds to its verdict a shortfall for every place that breaks it.
#pragma once

#include "literate/validate/manuscript.hpp"
#include "literate/validate/validate.hpp"

namespace tito::literate::rules {

// rules_outline.cpp: the parts of a chapter and what must stand in them.
void title(const Manuscript& chapter, Verdict& verdict);
void parts(const Manuscript& chapter, Verdict& verdict);
void welcome(const Manuscript& chapter, Verdict& verdict);
void introduction(const Manuscript& chapter, Verdict& verdict);
void goals(const Manuscript& chapter, Verdict& verdict);
void build_use_reflect(const Manuscript& chapter, Verdict& verdict);
void connections(const Manuscript& chapter, Verdict& verdict);
void integration(const Manuscript& chapter, Verdict& verdict);
void testing(const Manuscript& chapter, Verdict& verdict);
void summary_length(const Manuscript& chapter, Verdict& verdict);
void summary_frameworks(const Manuscript& chapter, Verdict& verdict);
void summary_commands(const Manuscript& chapter, Verdict& verdict);

// rules_teaching.cpp: exercises, analyses, diagrams, reflection.
void analyses(const Manuscript& chapter, Verdict& verdict);
void sandwich(const Manuscript& chapter, Verdict& verdict);
void listings(const Manuscript& chapter, Verdict& verdict);
void exercises(const Manuscript& chapter, Verdict& verdict);
void scaffolding(const Manuscript& chapter, Verdict& verdict);
void approach(const Manuscript& chapter, Verdict& verdict);
void order(const Manuscript& chapter, Verdict& verdict);
void test_messages(const Manuscript& chapter, Verdict& verdict);
void exercise_minutes(const Manuscript& chapter, Verdict& verdict);
void diagrams(const Manuscript& chapter, Verdict& verdict);
void alternatives(const Manuscript& chapter, Verdict& verdict);
void reflections(const Manuscript& chapter, Verdict& verdict);
void questions(const Manuscript& chapter, Verdict& verdict);

// rules_form.cpp: sizes, names, characters.
void sound(const Manuscript& chapter, Verdict& verdict);
void length(const Manuscript& chapter, Verdict& verdict);
void minutes(const Manuscript& chapter, Verdict& verdict);
void chunk_size(const Manuscript& chapter, Verdict& verdict);
void chunk_names(const Manuscript& chapter, Verdict& verdict);
void columns(const Manuscript& chapter, Verdict& verdict);
void trailing_spaces(const Manuscript& chapter, Verdict& verdict);
void emoji(const Manuscript& chapter, Verdict& verdict);

// rules_slots.cpp: what a chapter adds is named in the slots that earlier chapters left.
void slots(const Manuscript& chapter, Verdict& verdict);

// rules_references.cpp: works and addresses.
void citations(const Manuscript& chapter, Verdict& verdict);
void addresses(const Manuscript& chapter, Verdict& verdict);

// rules_unwritten.cpp: what `tito new` left to be written.
void written(const Manuscript& chapter, Verdict& verdict);

// rules_measured.cpp: no number that nobody measured.
void measured(const Manuscript& chapter, Verdict& verdict);

}  // namespace tito::literate::rules
