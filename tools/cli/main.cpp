#include <fmt/format.h>

#include <cstdio>
#include <exception>

#include "literate/problem.hpp"
#include "literate/stage.hpp"
#include "verbs.hpp"

int main(int argc, char** argv) {
  CLI::App app{"TinyTorch in C++: the chapters become a framework, a book and a course."};
  app.name("tito");
  app.set_version_flag("--version", TITO_VERSION);
  app.require_subcommand(1);
  app.footer("Begin with `tito doctor`; `tito VERB --help` explains a verb and gives an example.");
  try {
    const tito::Workspace workspace;
    if (workspace.has_chapters())
      for (const auto& written : {workspace.root() / "chapters", workspace.framework()}) literate::complete_tree(written);
    int status = 0;
    for (auto* add : {tito::add_tangle, tito::add_weave, tito::add_where, tito::add_stitch, tito::add_snapshot, tito::add_validate,
                      tito::add_publish, tito::add_watch, tito::add_test, tito::add_edition, tito::add_milestone, tito::add_bench, tito::add_setup,
                      tito::add_doctor})
      add(app, workspace, status);
    app.parse(argc, argv);
    return status;
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? 0 : 2;
  } catch (const literate::Failure& failure) {
    fmt::print(stderr, "{}", failure.what());
    return 1;
  } catch (const std::exception& error) {
    fmt::print(stderr, "tito: {}\n", error.what());
    return 1;
  }
}
