#include "publish/student_tree.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <stdexcept>
#include <string_view>

#include "framework/test_cases.hpp"
#include "literate/edition/stub.hpp"
#include "literate/model/text.hpp"
#include "support/files.hpp"

namespace tito {
namespace {

using Files = std::map<std::string, std::string>;

/// Editors find how the tree is compiled where `./tito test` builds it.
constexpr const char* clangd = "CompileFlags:\n  CompilationDatabase: build/framework\n";

/// Python's own by-products, and everything else that is no part of the program, stay here.
void add_program(const Workspace& workspace, Files& files) {
  const fs::path source = workspace.home() / "tools/student";
  files["tito"] = read_file(source / "tito");
  for (const auto& entry : fs::directory_iterator(source / "program"))
    if (entry.is_regular_file() && entry.path().extension() == ".py")
      files[".tito/" + entry.path().filename().string()] = read_file(entry.path());
}

std::string file_with_marks(const std::string& id, const Files& tree) {
  const std::string mark = "//@begin exercise " + id + "\n";
  for (const auto& [path, text] : tree)
    if (text.find(mark) != text.npos) return path;
  throw std::runtime_error(fmt::format("no file of this edition holds the exercise {}", id));
}

nlohmann::json description(const literate::Book& book, const literate::Exercise& exercise, const Files& tree) {
  return {{"id", exercise.id},
          {"title", literate::plain_text(exercise.title)},
          {"points", exercise.points},
          {"minutes", exercise.minutes},
          {"difficulty", exercise.difficulty},
          {"chapter", book.chapters[exercise.chapter].id},
          {"file", file_with_marks(exercise.id, tree)},
          {"tests", test_cases_of(book, exercise)},
          {"hints", hints_of(exercise)}};
}

bool ends_sentence(std::string_view text, std::size_t at) {
  if (text[at] != '.' && text[at] != '?' && text[at] != '!') return false;
  if (at + 2 >= text.size() || text[at + 1] != ' ') return at + 1 == text.size();
  const char next = text[at + 2];
  return (next >= 'A' && next <= 'Z') || next == '`';
}

}  // namespace

std::vector<std::string> hints_of(const literate::Exercise& exercise) {
  constexpr std::string_view mark = "**Hints**";
  const auto first = std::find_if(exercise.body.begin(), exercise.body.end(), [&](const literate::ProseLine& line) { return line.text.starts_with(mark); });
  if (first == exercise.body.end()) return {};
  std::string text = first->text.substr(mark.size());
  for (auto line = first + 1; line != exercise.body.end(); ++line) text += ' ' + line->text;
  text = literate::plain_text(text);
  std::vector<std::string> hints;
  for (std::size_t begin = 0, at = 0; at < text.size(); ++at) {
    if (!ends_sentence(text, at) && at + 1 < text.size()) continue;
    const std::string_view hint = literate::trim(std::string_view(text).substr(begin, at + 1 - begin));
    if (!hint.empty()) hints.emplace_back(hint);
    begin = at + 1;
  }
  return hints;
}

Files students_program(const Workspace& workspace, const literate::Book& book, const Files& tree) {
  Files files = {{".gitignore", "/build/\n/kept/\n"}, {".clangd", clangd}};
  add_program(workspace, files);
  nlohmann::json exercises = nlohmann::json::array();
  for (const literate::Exercise& exercise : book.exercises) {
    exercises.push_back(description(book, exercise, tree));
    const std::string path = exercises.back()["file"];
    files[".tito/given/" + path] = tree.at(path);
  }
  files[".tito/exercises.json"] = exercises.dump(1) + "\n";
  return files;
}

std::string start_page(const literate::Edition& edition, const nlohmann::json& manifest) {
  std::string text = fmt::format(
      "# {}\n\n"
      "1. Run `./tito doctor`. It says whether this machine has what the tree needs: a C++20 compiler, Meson, Ninja, Boost.Test.\n"
      "2. Open `book/html/index.html` in a browser (`book/tinytorch.pdf` is for paper, `book/tinytorch.epub` for e-readers) and read chapter 0.\n"
      "3. Run `./tito test 00`. The first run compiles the framework, which takes about half a minute on two cores; later ones take seconds.\n"
      "4. Run `./tito start`. It names your next exercise and where it stands.\n\n"
      "An exercise stands in the code between `//@begin exercise ID` and `//@end exercise ID`. Write your answer there, with any editor, and leave\n"
      "the two marks as they are. An exercise that is not written yet fails with its place and its name. Later chapters build on earlier\n"
      "exercises, so write them in order.\n\n"
      "| command | what it does |\n|---|---|\n"
      "| `./tito test 01`, `./tito test tensor`, `./tito test ID` | compiles what is needed and runs the tests of a chapter or an exercise |\n"
      "| `./tito status` | your points, what is done, what comes next |\n"
      "| `./tito hint ID` | the next hint of an exercise, one at a time |\n"
      "| `./tito where ID` | the file and line of an exercise, its tests, its page |\n"
      "| `./tito reset ID` | puts the given body back, and keeps yours in `kept/` |\n"
      "| `./tito analysis 01` | the measurements of a chapter, by your code on this machine |\n"
      "| `./tito milestone` | lists what your framework can do by now; with a name, runs it |\n\n"
      "## The exercises\n\n"
      "| exercise | what | points | minutes | file |\n|---|---|---|---|---|\n",
      edition.title.empty() ? "TinyTorch in C++" : edition.title);
  for (const auto& exercise : manifest["exercises"])
    text += fmt::format("| `{}` | {} | {} | {} | `{}` |\n", exercise["id"].get<std::string>(), exercise["title"].get<std::string>(),
                        exercise["points"].get<int>(), exercise["minutes"].get<int>(), exercise["file"].get<std::string>());
  return text;
}

}  // namespace tito
