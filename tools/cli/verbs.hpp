// The verbs of tito, one file each. Every function adds its verb to the command line; the verb's work is the callback.
#pragma once

#include "cli/command_line.hpp"
#include "framework/workspace.hpp"

namespace tito {

void add_new(Verb app, const Workspace& workspace);
void add_setup(Verb app, const Workspace& workspace);
void add_doctor(Verb app, const Workspace& workspace);
void add_tangle(Verb app, const Workspace& workspace);
void add_weave(Verb app, const Workspace& workspace);
void add_where(Verb app, const Workspace& workspace);
void add_stitch(Verb app, const Workspace& workspace);
void add_snapshot(Verb app, const Workspace& workspace);
void add_publish(Verb app, const Workspace& workspace);
void add_watch(Verb app, const Workspace& workspace);
void add_analysis(Verb app, const Workspace& workspace);
void add_test(Verb app, const Workspace& workspace);
void add_validate(Verb app, const Workspace& workspace);
void add_edition(Verb app, const Workspace& workspace);
void add_milestone(Verb app, const Workspace& workspace);
void add_bench(Verb app, const Workspace& workspace);
void add_completion(Verb app, const Workspace& workspace);

}  // namespace tito
