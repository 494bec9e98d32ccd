#include <fmt/format.h>

#include <algorithm>
#include <memory>
#include <stdexcept>

#include "cli/repository_tests.hpp"
#include "cli/verbs.hpp"
#include "course/mutation_test.hpp"
#include "framework/chapter_tests.hpp"
#include "framework/counts.hpp"
#include "publish/tangled.hpp"

namespace tito {
namespace {

/// "tool,book" or "tool" "book": each a part.
std::vector<std::string> parts_in(const std::vector<std::string>& words) {
  std::vector<std::string> parts;
  for (const std::string& word : words)
    for (std::size_t begin = 0; begin <= word.size();) {
      const std::size_t end = std::min(word.find(',', begin), word.size());
      parts.push_back(word.substr(begin, end - begin));
      begin = end + 1;
    }
  const std::vector<std::string>& known = parts_of_the_repository();
  for (const std::string& part : parts)
    if (std::find(known.begin(), known.end(), part) == known.end())
      throw std::runtime_error(fmt::format("there is no part '{}' of the tests; there is: {}", part, fmt::join(known, ", ")));
  return parts;
}

/// What an author runs while writing.
Counts test_chapter(const Workspace& workspace, const Tests& wanted) {
  if (workspace.has_chapters()) bring_up_to_date(workspace);
  return test_chapters(workspace, wanted);
}

}  // namespace

void add_test(Verb app, const Workspace& workspace) {
  Verb verb = app.add_verb("test", "Run the tests of everything, or of one chapter.");
  verb.footer(
      "The last line is `N passed, N failed`; the exit status is 0 when nothing failed. What the cache remembers of an identical tree is not run\n"
      "again (TITO_CACHE says where; a folder that is empty remembers nothing).\n\n"
      "Examples:\n"
      "  tito test --yes            all: tool, framework, every prefix, pages, editions\n"
      "  tito test --part tool,book only these parts of it; there are: tool, framework, prefixes, book\n"
      "  tito test --prefixes       the framework as it stands after each chapter, warnings as errors\n"
      "  tito test --mutants 01     whether the tests of chapter 01's exercises notice small mistakes in its solutions\n"
      "  tito test 01               the tests of chapter 01 (also by name: tensor)\n"
      "  tito test 01 transpose     only those with `transpose` in their name or in their suite's\n\n"
      "With a chapter, only what its tests need is built, from the chapters as they are now, and messages name the chapters' lines.");
  struct Options {
    std::string chapter, filter;
    std::vector<std::string> parts;
    bool prefixes = false, mutants = false, raw = false, yes = false;
  };
  auto options = std::make_shared<Options>();
  Option chapter = verb.add_option("chapter", options->chapter, "number or name of a chapter");
  verb.add_option("filter", options->filter, "part of a test's name, or of its suite's; an exercise's id will do");
  verb.add_option("--part", options->parts, "only this part of the tests of everything; several with commas or by repeating").excludes(chapter);
  verb.add_flag("--prefixes", options->prefixes, "only build and test the framework as it stands after each chapter").excludes(chapter);
  verb.add_flag("--mutants", options->mutants, "change solutions in small ways, and see whether their tests and probes notice");
  verb.add_flag("--raw", options->raw, "places as compilers and tests give them, in tangled/, not in the chapters");
  verb.add_flag("--yes", options->yes, "install what is missing without asking");
  verb.run([&workspace, options] {
    const std::vector<std::string> parts = parts_in(options->parts);
    if (!parts.empty()) workspace.need_chapters("test the parts of");
    const bool everything = options->chapter.empty() && workspace.has_chapters();
    const Counts counts = options->prefixes ? test_prefixes(workspace, options->yes)
                          : options->mutants ? test_mutants(workspace, options->chapter, options->filter)
                          : everything      ? test_repository(workspace, parts, options->yes)
                                            : test_chapter(workspace, {options->chapter, options->filter, options->raw});
    fmt::print("{}\n", to_string(counts));
    return counts.failed == 0 ? 0 : 1;
  });
}

}  // namespace tito
