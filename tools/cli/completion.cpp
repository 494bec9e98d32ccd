// A script for a shell, made from the command line as it is: verbs and options, and for what they name, what there is to be named.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <memory>
#include <optional>

#include "cli/verbs.hpp"
#include "framework/build.hpp"
#include "literate/model/chapters.hpp"
#include "literate/read/order.hpp"
#include "literate/read/read_book.hpp"
#include "support/files.hpp"

namespace tito {
namespace {

using Words = std::vector<std::string>;

/// What stands before a chapter's name may be left out, and so may its name.
void add_chapter(const std::string& id, Words& words) {
  const std::size_t end = id.find('_');
  words.push_back(id.substr(0, end));
  if (end != std::string::npos) words.push_back(id.substr(end + 1));
}

Words chapters(const Workspace& workspace) {
  Words words;
  if (workspace.has_chapters())
    for (const literate::Chapter& chapter : literate::read_order(workspace.root()).chapters) add_chapter(chapter.id, words);
  else
    for (const std::string& id : chapters_of(workspace.framework())) add_chapter(id, words);
  return words;
}

Words exercises(const Workspace& workspace) {
  Words words;
  if (workspace.has_chapters())
    for (const literate::Exercise& exercise : literate::read_book(workspace.root()).exercises) words.push_back(exercise.id);
  return words;
}

Words editions(const Workspace& workspace) {
  Words words = {"full"};
  for (const auto& entry : fs::directory_iterator(workspace.editions()))
    if (entry.path().extension() == ".toml") words.push_back(entry.path().stem().string());
  std::sort(words.begin(), words.end());
  return words;
}

/// As the tree's own list has them: `milestones = [ 'NAME', … ]`.
Words milestones(const Workspace& workspace) {
  const std::string text = read_if_exists(workspace.framework() / "milestones/meson.build").value_or("");
  const std::size_t begin = text.find("milestones = ["), end = text.find(']', begin);
  Words words;
  if (begin == std::string::npos || end == std::string::npos) return words;
  for (std::size_t open = text.find('\'', begin), close = 0; open < end; open = text.find('\'', close + 1)) {
    close = text.find('\'', open + 1);
    words.push_back(text.substr(open + 1, close - open - 1));
    if (close == std::string::npos) break;
  }
  return words;
}

Words shells(const Workspace&) { return {"bash", "zsh", "fish"}; }

/// What is new has no name yet.
Words nothing(const Workspace&) { return {}; }

struct Named {
  std::string_view verb, option;  // empty: any
  Words (*words)(const Workspace&);
};

/// The first that fits counts.
constexpr std::array named = {
    Named{"", "chapter", chapters},       Named{"", "--through", chapters},           Named{"new", "number", chapters},
    Named{"new", "", nothing},            Named{"test", "filter", exercises},         Named{"", "--edition", editions},
    Named{"edition build", "name", editions}, Named{"milestone run", "name", milestones}, Named{"completion", "shell", shells}};

/// What may stand there, or nothing when it is a file or something new. A book with a mistake in it has fewer words, and no other harm.
std::optional<std::string> words_for(const Workspace& workspace, const std::string& verb, const std::string& option) {
  const auto found = std::find_if(named.begin(), named.end(), [&](const Named& one) {
    return (one.option.empty() || one.option == option) && (one.verb.empty() || one.verb == verb);
  });
  if (found == named.end()) return std::nullopt;
  try {
    return fmt::format("{}", fmt::join(found->words(workspace), " "));
  } catch (const std::exception&) {
    return "";
  }
}

/// A verb, or the verb of a verb, with all that may follow it.
struct Spot {
  std::string verb;  // "edition build"
  std::string description;
  Words verbs;
  std::vector<DescribedOption> options, positionals;
};

void collect(const Description& verb, const std::string& path, std::vector<Spot>& spots) {
  Spot spot{path, verb.description, {}, {}, {}};
  for (const DescribedOption& option : verb.options) (option.positional ? spot.positionals : spot.options).push_back(option);
  for (const Description& inner : verb.verbs) spot.verbs.push_back(inner.name);
  spots.push_back(spot);
  for (const Description& inner : verb.verbs) collect(inner, path.empty() ? inner.name : path + " " + inner.name, spots);
}

/// "'a'|'b'", for `case`; what matches nothing when there is none.
std::string pattern(const Words& alternatives) {
  return alternatives.empty() ? "'/'" : fmt::format("'{}'", fmt::join(alternatives, "'|'"));
}

struct Cases {
  Words verbs, with_value;
  std::string values, choices;
};

std::string value_case(const std::string& where, const std::optional<std::string>& words) {
  return fmt::format("    '{}') {} ;;\n", where, words ? fmt::format("choices='{}'", *words) : "files=yes");
}

std::string choices_of(const Workspace& workspace, const Spot& spot) {
  Words choices = spot.verbs;
  for (const DescribedOption& option : spot.options) choices.push_back(option.name);
  std::string text = fmt::format("      '{}') choices='{}'\n", spot.verb, fmt::join(choices, " "));
  for (std::size_t i = 0; i < spot.positionals.size(); ++i) {
    const auto words = words_for(workspace, spot.verb, spot.positionals[i].name);
    text += fmt::format("        if [[ $place == {} ]]; then {}; fi\n", i, words ? fmt::format("choices+=' {}'", *words) : "files=yes");
  }
  return text + "        ;;\n";
}

Cases cases_of(const Workspace& workspace, const std::vector<Spot>& spots) {
  Cases cases;
  for (const Spot& spot : spots) {
    const std::size_t space = spot.verb.rfind(' ');
    const std::string around = space == std::string::npos ? "" : spot.verb.substr(0, space);
    if (!spot.verb.empty()) cases.verbs.push_back(around + " " + spot.verb.substr(space + 1));
    for (const DescribedOption& option : spot.options)
      if (option.takes_value) {
        cases.with_value.push_back(spot.verb + " " + option.name);
        cases.values += value_case(cases.with_value.back(), words_for(workspace, spot.verb, option.name));
      }
    cases.choices += choices_of(workspace, spot);
  }
  return cases;
}

/// What bash and zsh have in common: after it, `choices` holds words, and `files` says whether files are meant, too.
std::string common(const Cases& cases) {
  return fmt::format(
      "    case \"$verb $word\" in\n"
      "      {}) verb=\"${{verb:+$verb }}$word\" place=0 ;;\n"
      "      {}) i=$((i + 1)) ;;\n"
      "      *' -'*) ;;\n"
      "      *) place=$((place + 1)) ;;\n"
      "    esac\n"
      "  done\n"
      "  case \"$verb $before\" in\n{}"
      "    *)\n      case \"$verb\" in\n{}      esac ;;\n"
      "  esac\n",
      pattern(cases.verbs), pattern(cases.with_value), cases.values, cases.choices);
}

std::string bash(const Cases& cases) {
  return "# Completion of tito for bash. To have it always: tito completion bash >> ~/.bashrc\n"
         "_tito() {\n"
         "  local current=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD-1]} verb='' choices='' files='' place=0 word i\n"
         "  for ((i = 1; i < COMP_CWORD; i++)); do\n"
         "    word=${COMP_WORDS[i]}\n" +
         common(cases) +
         "  COMPREPLY=($(compgen -W \"$choices\" -- \"$current\"))\n"
         "  if [[ $files ]]; then COMPREPLY+=($(compgen -f -- \"$current\")); fi\n"
         "}\n"
         "complete -o filenames -F _tito tito\n";
}

std::string zsh(const Cases& cases) {
  return "#compdef tito\n"
         "# Completion of tito for zsh. To have it always: tito completion zsh > FOLDER/_tito, for a FOLDER of $fpath\n"
         "_tito() {\n"
         "  local before=${words[CURRENT-1]} verb='' choices='' files='' word\n"
         "  local -i place=0 i\n"
         "  for ((i = 2; i < CURRENT; i++)); do\n"
         "    word=${words[i]}\n" +
         common(cases) +
         "  compadd -- ${=choices}\n"
         "  if [[ -n $files ]]; then _files; fi\n"
         "}\n"
         "if [[ $zsh_eval_context[-1] == loadautofunc ]]; then _tito \"$@\"; else compdef _tito tito; fi\n";
}

/// Within single quotes of fish.
std::string quoted(std::string text) {
  for (const std::string_view mark : {"\\", "'"})
    for (std::size_t at = text.find(mark); at != std::string::npos; at = text.find(mark, at + 2)) text.insert(at, "\\");
  return fmt::format("'{}'", text);
}

std::string fish_line(const std::string& verb, const std::string& rest, const std::string& description) {
  return fmt::format("complete -c tito -n 'test (__tito_verb) = \"{}\"' {} -d {}\n", verb, rest, quoted(description));
}

std::string fish_option(const Workspace& workspace, const Spot& spot, const DescribedOption& option) {
  std::string rest = option.name.starts_with("--") ? "-l " + option.name.substr(2) : "-s " + option.name.substr(1);
  if (option.takes_value) {
    const auto words = words_for(workspace, spot.verb, option.name);
    rest += words ? fmt::format(" -x -a '{}'", *words) : " -r";
  }
  return fish_line(spot.verb, rest, option.description);
}

std::string fish(const Workspace& workspace, const std::vector<Spot>& spots, const Cases& cases) {
  std::string text = fmt::format(
      "# Completion of tito for fish. To have it always: tito completion fish > ~/.config/fish/completions/tito.fish\n"
      "function __tito_verb\n"
      "    set -l verb ''\n"
      "    set -l skip no\n"
      "    for word in (commandline -opc)[2..-1]\n"
      "        if test $skip = yes\n            set skip no\n            continue\n        end\n"
      "        switch \"$verb $word\"\n"
      "            case '{}'\n                set verb (string trim -- \"$verb $word\")\n"
      "            case '{}'\n                set skip yes\n"
      "        end\n"
      "    end\n"
      "    echo $verb\n"
      "end\n"
      "complete -c tito -f\n",
      fmt::join(cases.verbs, "' '"), fmt::join(cases.with_value, "' '"));
  for (const Spot& spot : spots) {
    for (const DescribedOption& option : spot.options) text += fish_option(workspace, spot, option);
    for (const DescribedOption& positional : spot.positionals) {
      const auto words = words_for(workspace, spot.verb, positional.name);
      text += fish_line(spot.verb, words ? fmt::format("-a '{}'", *words) : "-F", positional.description);
    }
    const std::size_t space = spot.verb.rfind(' ');
    if (!spot.verb.empty())
      text += fish_line(space == std::string::npos ? "" : spot.verb.substr(0, space), "-a " + spot.verb.substr(space + 1), spot.description);
  }
  return text;
}

std::string script(const Workspace& workspace, const Verb& app, const std::string& shell) {
  std::vector<Spot> spots;
  collect(app.describe(), "", spots);
  const Cases cases = cases_of(workspace, spots);
  if (shell == "bash") return bash(cases);
  if (shell == "zsh") return zsh(cases);
  if (shell == "fish") return fish(workspace, spots, cases);
  throw UsageError(fmt::format("shell: `{}` is none of bash, zsh, fish", shell));
}

}  // namespace

void add_completion(Verb app, const Workspace& workspace) {
  Verb verb = app.add_verb("completion", "Print a script with which a shell completes the words of tito.");
  verb.footer(
      "The script knows verbs, options, chapters by number and by name, exercises, editions and milestones as they are now: print it again\n"
      "when there are others.\n\n"
      "Examples:\n"
      "  source <(tito completion bash)                                      for this shell\n"
      "  tito completion zsh > ~/.zfunc/_tito                                a folder of $fpath\n"
      "  tito completion fish > ~/.config/fish/completions/tito.fish");
  auto shell = std::make_shared<std::string>();
  verb.add_option("shell", *shell, "bash, zsh or fish").required();
  verb.run([&workspace, app, shell] { fmt::print("{}", script(workspace, app, *shell)); });
}

}  // namespace tito
