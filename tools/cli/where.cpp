#include "literate/roundtrip/where.hpp"

#include <fmt/format.h>

#include <charconv>
#include <cstdio>
#include <iostream>
#include <memory>
#include <stdexcept>

#include "cli/verbs.hpp"
#include "framework/chapter_lines.hpp"

namespace tito {
namespace {

/// `FILE:LINE[:COL]` as a place; the file as it was written.
Place parse(const std::string& text) {
  std::vector<int> numbers;
  std::size_t end = text.size();
  while (numbers.size() < 2) {
    const std::size_t colon = text.rfind(':', end - 1);
    int number = 0;
    if (colon == std::string::npos || colon == 0 || colon + 1 == end) break;
    const char* last = text.data() + end;
    const auto [stop, error] = std::from_chars(text.data() + colon + 1, last, number);
    if (error != std::errc() || stop != last || number < 1) break;
    numbers.insert(numbers.begin(), number);
    end = colon;
  }
  if (numbers.empty()) throw std::runtime_error(fmt::format("'{}' is no place; write FILE:LINE or FILE:LINE:COLUMN", text));
  return {text.substr(0, end), numbers[0], numbers.size() > 1 ? numbers[1] : 0};
}

void print(const std::vector<literate::Found>& found) {
  for (const literate::Found& one : found) fmt::print("{}  chunk ⟨{}⟩\n", to_string(one.at), one.chunk);
}

void answer(const Workspace& workspace, const literate::Where& where, const std::string& question) {
  Place at = parse(question);
  if (const auto file = Recogniser(workspace, where)(at.file)) {
    const auto found = where.in_chapters(*file, at.line, at.column);
    if (!found) throw Failure({at.file, at.line}, "the file has fewer lines; look again");
    return print({*found});
  }
  for (const fs::path& from : {fs::current_path(), workspace.root()})
    if (const auto file = below(workspace.root(), from / at.file); file && fs::is_regular_file(workspace.root() / *file)) {
      at.file = *file;
      const auto found = where.in_tree(at);
      if (found.empty())
        throw Failure(at, "no line of tangled/ comes from here: prose, a listing, an empty slot, or no chapter at all");
      return print(found);
    }
  throw Failure({at.file}, "is neither a file that the chapters give nor a chapter; give a path in tangled/ or in chapters/");
}

/// Line by line, so that a build's messages appear while it runs.
void copy_input(const std::function<std::string(std::string_view)>& rewrite) {
  for (std::string line; std::getline(std::cin, line);) {
    fmt::print("{}{}", rewrite(line), std::cin.eof() ? "" : "\n");
    std::fflush(stdout);
  }
}

int filter(const Workspace& workspace) try {
  copy_input(chapter_lines(workspace));
  return 0;
} catch (const Failure& failure) {
  // Chapters that cannot be read must not swallow the messages of the build.
  fmt::print(stderr, "{}", failure.what());
  copy_input([](std::string_view line) { return std::string(line); });
  return 1;
}

}  // namespace

void add_where(Verb app, const Workspace& workspace) {
  Verb verb = app.add_verb("where", "Say where a tangled line comes from, or where a chapter's line went.");
  verb.footer(
      "With --filter it copies its input and turns the places of tangled files into places of chapters, in the messages of g++, clang,\n"
      "clang-tidy, Boost.Test, gdb and the sanitizers. Lines that were edited in tangled/ count as the chapter's line nearest to them.\n\n"
      "Examples:\n"
      "  tito where tangled/src/tensor.cpp:120\n"
      "  tito where chapters/01_tensor.nw:456\n"
      "  ninja -C build/framework 2>&1 | tito where --filter");
  auto question = std::make_shared<std::string>();
  auto filtering = std::make_shared<bool>(false);
  Option place = verb.add_option("place", *question, "FILE:LINE or FILE:LINE:COLUMN");
  Option flag = verb.add_flag("--filter", *filtering, "rewrite standard input");
  place.excludes(flag);
  verb.run([&workspace, question, filtering] {
    workspace.need_chapters("look up");
    if (question->empty() && !*filtering) throw UsageError("place is required, or --filter");
    if (*filtering) return filter(workspace);
    answer(workspace, literate::Where(workspace.root(), workspace.framework(), tangled_name), *question);
    return 0;
  });
}

}  // namespace tito
