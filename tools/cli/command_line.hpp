// The command line, behind an interface of our own: CLI11 takes seconds to compile, so one file alone includes it.
#pragma once

#include <functional>
#include <memory>
#include <stdexcept>
#include <string>
#include <type_traits>
#include <vector>

namespace CLI {
class App;
class Option;
}  // namespace CLI

namespace tito {

/// Words that cannot be carried out: the message says what is wrong with them. Exit status 2.
struct UsageError : std::runtime_error {
  using std::runtime_error::runtime_error;
};

/// What the command line says of itself, for those who make something else of it than `--help`.
struct DescribedOption {
  std::string name, description;  // "--out", or the name of a positional word
  bool positional = false, takes_value = false;
};
struct Description {
  std::string name, description;
  std::vector<DescribedOption> options;
  std::vector<Description> verbs;
};

/// An option, a flag or a positional word.
class Option {
 public:
  explicit Option(CLI::Option* option) : option_(option) {}
  Option& required();
  Option& excludes(Option other);
  Option& between(int least, int greatest);

 private:
  CLI::Option* option_;
};

/// A verb, or the verb of a verb. A handle: copies are the same verb. What options are read into must live until the command line was parsed.
class Verb {
 public:
  /// What the verbs of one command line have in common.
  struct Running {
    std::function<void()> before_work;
    int status = 0;
  };

  explicit Verb(CLI::App* app, Running* running) : app_(app), running_(running) {}

  Verb add_verb(const std::string& name, const std::string& description);
  void require_verb();

  /// What stands below the options in `--help`: the rest of what is to be known, and examples.
  void footer(const std::string& text);

  /// `--name` is an option, `name` a positional word.
  Option add_option(const std::string& name, std::string& value, const std::string& description);
  Option add_option(const std::string& name, int& value, const std::string& description);
  Option add_option(const std::string& name, std::vector<std::string>& values, const std::string& description);
  Option add_flag(const std::string& name, bool& value, const std::string& description);

  /// Words that this verb does not know are not refused, but handed on by `rest`.
  void hand_on_the_rest();
  std::vector<std::string> rest() const;

  /// The verb as it is when asked, with all that was added to it.
  Description describe() const;

  /// The verb's work. It may return an exit status.
  template <typename Work>
  void run(Work work) {
    if constexpr (std::is_void_v<std::invoke_result_t<Work>>)
      on_run([work] { return work(), 0; });
    else
      on_run(work);
  }

 private:
  void on_run(std::function<int()> work);

  CLI::App* app_;
  Running* running_;
};

class CommandLine {
 public:
  CommandLine(const std::string& name, const std::string& version, const std::string& description, const std::string& footer);
  ~CommandLine();

  Verb top() { return Verb(app_.get(), &running_); }

  /// What happens before any verb's work; not before `--help`.
  void before_work(std::function<void()> what) { running_.before_work = std::move(what); }

  /// Runs the verb that the words name. Returns its exit status, or 2 when the words cannot be understood.
  int parse(int count, char** words);

 private:
  std::unique_ptr<CLI::App> app_;
  Verb::Running running_;
};

}  // namespace tito
