// The verbs of tito, one file each. Every function adds its verb to the command line; the verb's work is the callback.
#pragma once

#include <CLI/CLI.hpp>

#include "workspace.hpp"

namespace tito {

void add_setup(CLI::App& app, const Workspace& workspace, int& status);
void add_doctor(CLI::App& app, const Workspace& workspace, int& status);
void add_tangle(CLI::App& app, const Workspace& workspace, int& status);
void add_weave(CLI::App& app, const Workspace& workspace, int& status);
void add_where(CLI::App& app, const Workspace& workspace, int& status);
void add_stitch(CLI::App& app, const Workspace& workspace, int& status);
void add_snapshot(CLI::App& app, const Workspace& workspace, int& status);
void add_publish(CLI::App& app, const Workspace& workspace, int& status);
void add_watch(CLI::App& app, const Workspace& workspace, int& status);
void add_test(CLI::App& app, const Workspace& workspace, int& status);
void add_validate(CLI::App& app, const Workspace& workspace, int& status);
void add_edition(CLI::App& app, const Workspace& workspace, int& status);
void add_milestone(CLI::App& app, const Workspace& workspace, int& status);
void add_bench(CLI::App& app, const Workspace& workspace, int& status);

}  // namespace tito
