#include "publish/student_tree.hpp"

#include <fmt/format.h>

#include "support/tree.hpp"

namespace tito {
namespace {

constexpr const char* wrapper = R"sh(#!/bin/sh
# tito for this tree: builds itself once, in .tito/build.
exec "$(dirname "$(readlink -f "$0")")/.tito/tools/tito" "$@"
)sh";

/// Editors find how the tree is compiled where `./tito test NN` builds it, and the header that its tests have precompiled.
constexpr const char* clangd = "CompileFlags:\n  CompilationDatabase: build/framework\n  Add: [-I../../pch]\n";

void copy_tool(const Workspace& workspace, const fs::path& folder) {
  fs::create_directories(folder / ".tito");
  fs::copy(workspace.home() / "tools", folder / ".tito/tools", fs::copy_options::recursive);
  fs::copy(workspace.home() / "meson.build", folder / ".tito/meson.build");
}

}  // namespace

void add_students_program(const Workspace& workspace, const fs::path& folder) {
  copy_tool(workspace, folder);
  write_tree(folder, {{"tito", wrapper}, {".gitignore", "/build/\n/.tito/build/\n"}, {".clangd", clangd}}, false);
  fs::permissions(folder / "tito", fs::perms::owner_exec | fs::perms::group_exec | fs::perms::others_exec, fs::perm_options::add);
}

std::string start_page(const literate::Edition& edition, const nlohmann::json& manifest) {
  std::string text = fmt::format(
      "# TinyTorch in C++: {}\n\n"
      "The book is in `book/html/index.html`, for paper in `book/tinytorch.pdf`, and for e-readers in `book/tinytorch.epub`.\n\n"
      "Every exercise stands in the code between `//@begin exercise ID` and `//@end exercise ID`; write your answer there, with any "
      "editor. `./tito test 00` builds the tree and runs a chapter's tests; `./tito test 01 transpose` runs those whose name holds a "
      "word. An exercise that is not written yet fails with a message that names it.\n\n"
      "| exercise | what | points | minutes | file |\n|---|---|---|---|---|\n", edition.title);
  for (const auto& exercise : manifest["exercises"])
    text += fmt::format("| `{}` | {} | {} | {} | `{}` |\n", exercise["id"].get<std::string>(), exercise["title"].get<std::string>(),
                        exercise["points"].get<int>(), exercise["minutes"].get<int>(), exercise["file"].get<std::string>());
  return text;
}

}  // namespace tito
