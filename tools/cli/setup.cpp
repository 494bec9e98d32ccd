#include <fmt/format.h>

#include <memory>

#include "cli/install.hpp"
#include "cli/verbs.hpp"

namespace tito {

void add_setup(Verb app, const Workspace& workspace) {
  Verb verb = app.add_verb("setup", "Install everything that building, testing and publishing need.");
  verb.footer("Every verb installs what it needs itself; this does it all at once.\n\nExample: tito setup --yes");
  auto yes = std::make_shared<bool>(false);
  verb.add_flag("--yes", *yes, "install without asking");
  verb.run([&workspace, yes] {
    if (workspace.has_chapters()) {
      ensure_packages(workspace, {"build", "book", "test"}, *yes);
      ensure_python(workspace);
    } else {
      ensure_packages(workspace, {"build"}, *yes);
    }
    fmt::print("Everything is installed. Next: tito doctor\n");
  });
}

}  // namespace tito
