// The book in a browser, made again whenever a file of it is saved.
#pragma once

#include "framework/workspace.hpp"

namespace tito {

/// Throws std::runtime_error when there is no book to show here, or something else listens on `port`.
void prepare_live_book(const Workspace& workspace, int port);

/// Makes the pages, serves them on `port` of this machine (0: a free one), and makes them again when a file of chapters/ or book/ was saved;
/// the tests of the chapters concerned run in the background. Returns when a signal asks it to end. Needs the packages of the groups build
/// and book, and the Python environment.
void show_live_book(const Workspace& workspace, int port);

}  // namespace tito
