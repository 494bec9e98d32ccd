#include <fmt/format.h>

#include <cstdio>
#include <exception>

#include "cli/verbs.hpp"
#include "support/problem.hpp"
#include "support/stage.hpp"

int main(int argc, char** argv) {
  using namespace tito;
  try {
    const Workspace workspace;
    if (workspace.has_chapters())
      for (const auto& written : {workspace.root() / "chapters", workspace.framework()}) complete_tree(written);
    CommandLine command_line("tito", TITO_VERSION, "TinyTorch in C++: the chapters become a framework, a book and a course.",
                             "Begin with `tito doctor`; `tito VERB --help` explains a verb and gives an example.");
    for (auto* add : {add_new, add_tangle, add_weave, add_where, add_stitch, add_snapshot, add_validate, add_publish, add_watch, add_test,
                      add_edition, add_milestone, add_bench, add_setup, add_doctor, add_completion})
      add(command_line.top(), workspace);
    return command_line.parse(argc, argv);
  } catch (const Failure& failure) {
    fmt::print(stderr, "{}", failure.what());
  } catch (const std::exception& error) {
    fmt::print(stderr, "tito: {}\n", error.what());
  }
  return 1;
}
