#include "cli/command_line.hpp"

#include <fmt/format.h>

#include <CLI/CLI.hpp>

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

}  // namespace

Option& Option::required() { return option_->required(), *this; }

Option& Option::excludes(Option other) { return option_->excludes(other.option_), *this; }

Option& Option::between(int least, int greatest) { return option_->check(CLI::Range(least, greatest)), *this; }

Verb Verb::add_verb(const std::string& name, const std::string& description) { return Verb(app_->add_subcommand(name, description), status_); }

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
  app_->callback([status = status_, work = std::move(work)] { *status = work(); });
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
  app_->parse(count, words);
  return status_;
} catch (const CLI::ParseError& error) {
  return app_->exit(error) == 0 ? 0 : 2;
} catch (const UsageError& error) {
  fmt::print(stderr, "{}\nRun with --help for more information.\n", error.what());
  return 2;
}

}  // namespace tito
