// Plots of the tables that analyses print.
#pragma once

#include "literate/model/book.hpp"
#include "measure/captured.hpp"

namespace tito {

/// Draws every plot of `book` whose table, description or drawing program changed: ID.svg for screens, ID.pdf for paper. book/plots.py
/// says on standard error what is wrong with a description, with the chapter's line; then std::runtime_error is thrown.
void draw_plots(const Workspace& workspace, const literate::Book& book);

}  // namespace tito
