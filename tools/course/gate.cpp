#include "course/gate.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <stdexcept>

#include "course/judge.hpp"
#include "course/observe.hpp"
#include "framework/test_cases.hpp"
#include "framework/variants.hpp"

namespace tito::course {
namespace {

constexpr int patience = 600;  // seconds for a probe

std::map<std::string, bool> failures(Variants& variants, const Choice& choice) {
  Names chapters;
  for (const literate::Chapter& chapter : variants.book().chapters) chapters.push_back(chapter.id);
  std::map<std::string, bool> failed;
  for (const Ran& ran : variants.run(chapters, choice))
    for (const Case& one : ran.cases) failed[one.name] |= one.failed;
  return failed;
}

bool probes_agree(const Variants& variants, const literate::Exercise& exercise, const Choice& unwritten) {
  return std::any_of(seeds.begin(), seeds.end(), [&](const char* seed) {
    return agrees(observe(variants, exercise, unwritten, seed, patience), observe(variants, exercise, {}, seed, patience));
  });
}

Tested ask(Variants& variants) {
  variants.compile();
  Choice unwritten;
  for (const literate::Exercise& exercise : variants.book().exercises) unwritten[exercise.id] = stub;
  const auto reference = failures(variants, {}), stubs = failures(variants, unwritten);
  Tested tested;
  const auto expect = [&](bool right, const std::string& wrong) {
    ++(right ? tested.counts.passed : tested.counts.failed);
    if (!right) tested.failures += "  " + wrong + "\n";
  };
  const auto is = [](const std::map<std::string, bool>& failed, const std::string& name, bool wanted) {
    const auto found = failed.find(name);
    return found != failed.end() && found->second == wanted;
  };
  for (const literate::Exercise& exercise : variants.book().exercises) {
    for (const std::string& name : test_cases_of(variants.book(), exercise)) {
      expect(is(reference, name, false), fmt::format("{}: test {} does not pass with the solution", exercise.id, name));
      expect(is(stubs, name, true), fmt::format("{}: test {} does not fail although nothing is written", exercise.id, name));
    }
    if (variants.book().find(literate::chunk_name(literate::Kind::probe, exercise.id)) != nullptr)
      expect(!probes_agree(variants, exercise, unwritten), fmt::format("{}: its probe takes the stub for the solution", exercise.id));
  }
  return tested;
}

/// Bodies that a build has beside solutions and stubs change nothing of what is asked.
std::string key_of(const literate::Book& book) { return fingerprint({}, {Variants(book, {}).key(), "gate"}); }

}  // namespace

Tested gate(Variants& variants) {
  return unless_passed(key_of(variants.book()), [&] { return ask(variants); });
}

void gate(const Workspace& workspace, const literate::Book& book) {
  if (book.exercises.empty()) return;
  Variants variants(book, workspace.build() / "gate");
  const Tested tested = gate(variants);
  if (tested.counts.failed > 0)
    throw std::runtime_error("the tests of these exercises do not tell the solution from nothing, so this edition was not published:\n" +
                             tested.failures);
}

}  // namespace tito::course
