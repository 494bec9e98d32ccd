#include "cli/command_line.hpp"

#include <fmt/format.h>

#include <CLI/CLI.hpp>

#include "literate/model/text.hpp"

namespace tito {
namespace {

DescribedOption describe(const CLI::Option& option) {
  const bool positional = option.get_positional();
  const std::string name = option.get_name(positional);
  return {name.substr(0, name.find(',')), option.get_description(), positional, option.get_items_expected_max() > 0};
}

Description describe(const CLI::App& app) {
  Description description{app.get_name(), app.get_description(), {}, {}};
  for (const CLI::Option* option : app.get_options()) description.options.push_back(describe(*option));
  for (const CLI::App* verb : app.get_subcommands([](const CLI::App*) { return true; })) description.verbs.push_back(describe(*verb));
  return description;
}

/// A word that is no verb, where one must stand, gets the verb that it was to be.
void check_verbs(const CLI::App& app, const std::vector<std::string>& words) {
  const CLI::App* verb = &app;
  for (const std::string& word : words) {
    const auto verbs = verb->get_subcommands([](const CLI::App*) { return true; });
    if (verbs.empty() || verb->get_require_subcommand_min() == 0) return;
    if (word.starts_with('-')) continue;
    std::vector<std::string> names;
    for (const CLI::App* one : verbs) names.push_back(one->get_name());
    if (std::find(names.begin(), names.end(), word) == names.end())
      throw UsageError(fmt::format("{}: there is no verb `{}`{}", verb->get_name(), word,
                                   literate::did_you_mean(word, {names.begin(), names.end()},
                                                          fmt::format("choose one of: {}", fmt::join(names, ", ")))));
    verb = *std::find_if(verbs.begin(), verbs.end(), [&](const CLI::App* one) { return one->get_name() == word; });
  }
}

}  // namespace

Option& Option::required() { return option_->required(), *this; }

Option& Option::excludes(Option other) { return option_->excludes(other.option_), *this; }

Option& Option::between(int least, int greatest) { return option_->check(CLI::Range(least, greatest)), *this; }

Verb Verb::add_verb(const std::string& name, const std::string& description) { return Verb(app_->add_subcommand(name, description), running_); }

void Verb::require_verb() { app_->require_subcommand(1); }

void Verb::footer(const std::string& text) { app_->footer(text); }

Option Verb::add_option(const std::string& name, std::string& value, const std::string& description) {
  return Option(app_->add_option(name, value, description));
}

Option Verb::add_option(const std::string& name, int& value, const std::string& description) {
  return Option(app_->add_option(name, value, description));
}

Option Verb::add_option(const std::string& name, std::vector<std::string>& values, const std::string& description) {
  CLI::Option* option = app_->add_option(name, values, description);
  if (name.starts_with('-')) option->allow_extra_args(false);  // one word each time: what follows is the verb's
  return Option(option);
}

Option Verb::add_flag(const std::string& name, bool& value, const std::string& description) {
  return Option(app_->add_flag(name, value, description));
}

void Verb::hand_on_the_rest() { app_->prefix_command(); }

std::vector<std::string> Verb::rest() const { return app_->remaining(); }

Description Verb::describe() const { return tito::describe(*app_); }

void Verb::on_run(std::function<int()> work) {
  app_->callback([running = running_, work = std::move(work)] {
    if (running->before_work) running->before_work();
    running->status = work();
  });
}

CommandLine::CommandLine(const std::string& name, const std::string& version, const std::string& description, const std::string& footer)
    : app_(std::make_unique<CLI::App>(description)) {
  app_->name(name);
  app_->set_version_flag("--version", version);
  app_->require_subcommand(1);
  app_->footer(footer);
}

CommandLine::~CommandLine() = default;

int CommandLine::parse(int count, char** words) try {
  check_verbs(*app_, {words + 1, words + count});
  app_->parse(count, words);
  return running_.status;
} catch (const CLI::ParseError& error) {
  return app_->exit(error) == 0 ? 0 : 2;
} catch (const UsageError& error) {
  fmt::print(stderr, "{}\nRun with --help for more information.\n", error.what());
  return 2;
}

}  // namespace tito
