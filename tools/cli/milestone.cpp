#include <fmt/format.h>

#include <algorithm>
#include <memory>
#include <stdexcept>

#include "cli/verbs.hpp"
#include "framework/build.hpp"
#include "framework/counts.hpp"
#include "framework/milestones.hpp"

namespace tito {
namespace {

// What a milestone is to be called by: its whole name, its year, or what follows the year.
bool is_called(const std::string& milestone, const std::string& name) {
  return milestone == name || milestone.starts_with(name + "_") || milestone.ends_with("_" + name);
}

int run_one(const Workspace& workspace, const std::string& name) {
  const std::vector<std::string> all = build_milestones(workspace);
  const auto found = std::find_if(all.begin(), all.end(), [&](const std::string& one) { return is_called(one, name); });
  if (found == all.end()) throw std::runtime_error(fmt::format("there is no milestone {}; there is: {}", name, fmt::join(all, ", ")));
  return run_milestone(workspace, *found);
}

int train(const Workspace& workspace) {
  build_milestones(workspace);
  const int status = run_milestone(workspace, "train_pretrained");
  if (status == 0) fmt::print("{}\n", (workspace.root() / "book/assets/pretrained").string());
  return status;
}

int run_all(const Workspace& workspace) {
  Counts counts;
  for (const std::string& name : build_milestones(workspace)) {
    fmt::print("{0:─<{1}}\n{2}\n\n", "", 76, name);
    std::fflush(stdout);
    ++(run_milestone(workspace, name) == 0 ? counts.passed : counts.failed);
    fmt::print("\n");
  }
  fmt::print("{}\n", to_string(counts));
  return counts.failed == 0 ? 0 : 1;
}

}  // namespace

void add_milestone(Verb app, const Workspace& workspace) {
  Verb verb = app.add_verb("milestone", "Run what the chapters so far make possible, and see whether it holds.");
  verb.require_verb();
  Verb list = verb.add_verb("list", "List the milestones.");
  list.run([&workspace] { fmt::print("{}\n", fmt::join(build_milestones(workspace), "\n")); });
  Verb runner = verb.add_verb("run", "Run one milestone, or all.");
  runner.footer(
      "A milestone prints what it does and a verdict; the exit status is 0 when all that it asks for is met. With TINYTORCH_DATA=FOLDER it uses\n"
      "the real data sets that it finds there (FOLDER/mnist, FOLDER/cifar10), otherwise drawn ones, and says which.\n\n"
      "Examples:\n"
      "  tito milestone run pretrained\n"
      "  tito milestone run 1986         (also: mlp)\n"
      "  tito milestone run --all");
  struct Options {
    std::string name;
    bool all = false;
  };
  auto options = std::make_shared<Options>();
  Option name = runner.add_option("name", options->name, "name or year of a milestone");
  runner.add_flag("--all", options->all, "run every milestone; the last line is `N passed, N failed`").excludes(name);
  Verb trainer = verb.add_verb("train", "Train the networks of book/assets/pretrained/ anew.");
  trainer.footer("Needs MNIST and CIFAR-10 below TINYTORCH_DATA, and some minutes.\n\nExample: TINYTORCH_DATA=~/data tito milestone train");
  trainer.run([&workspace] { return train(workspace); });
  runner.run([&workspace, options] {
    if (!options->all && options->name.empty()) throw std::runtime_error("say which milestone, or --all; `tito milestone list` lists them");
    return options->all ? run_all(workspace) : run_one(workspace, options->name);
  });
}

}  // namespace tito
