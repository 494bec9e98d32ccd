#include "watch/live_book.hpp"

#include <memory>

#include "cli/install.hpp"
#include "cli/verbs.hpp"

namespace tito {

void add_watch(Verb app, const Workspace& workspace) {
  Verb verb = app.add_verb("watch", "Show the book in a browser while you write it.");
  verb.footer(
      "Serves build/book/html on this machine only. When a file of chapters/ or book/ is saved, the pages that changed are made again\n"
      "and the browser shows them; then the tests of the chapters concerned run in the background. A mistake in a chapter is printed\n"
      "with its place, and the last good pages stay. Measured output is not measured again; `tito publish` does that. Ctrl-C ends it.\n\n"
      "Example: tito watch --port 8080");
  struct Options {
    int port = 8000;
    bool yes = false;
  };
  auto options = std::make_shared<Options>();
  verb.add_option("--port", options->port, "port to listen on (default: 8000; 0: a free one)").between(0, 65535);
  verb.add_flag("--yes", options->yes, "install what is missing without asking");
  verb.run([&workspace, options] {
    prepare_live_book(workspace, options->port);
    ensure_packages(workspace, {"build", "book"}, options->yes);
    ensure_python(workspace);
    show_live_book(workspace, options->port);
  });
}

}  // namespace tito
