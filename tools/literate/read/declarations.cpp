#include "literate/read/declarations.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>

#include "literate/model/text.hpp"
#include "literate/read/output_directive.hpp"

namespace tito::literate {
namespace {

enum class Argument { free, text, exercise_id, shown_id };
enum class Body { free, text, empty };

struct Rule {
  std::string_view name;
  Argument argument = Argument::free;
  Body body = Body::text;
  std::array<std::string_view, 4> options{};  // all required
  std::array<std::string_view, 5> optional{};
};

constexpr std::array rules = {
    Rule{"exercise", Argument::text, Body::text, {"id", "points", "minutes", "difficulty"}},
    Rule{"answer", Argument::exercise_id, Body::text, {}},
    Rule{"checkpoint", Argument::text, Body::free, {}},
    Rule{"predict", Argument::free, Body::free, {}},
    Rule{"output", Argument::shown_id, Body::empty, {}, {"plot", "plot-alt", "compile", "as", "says"}},
    Rule{"insight", Argument::free, Body::text, {}},
    Rule{"why", Argument::free, Body::text, {}},
    Rule{"reflect", Argument::text, Body::text, {"id"}},
    Rule{"diagram", Argument::text, Body::text, {"alt"}},
    Rule{"milestone", Argument::text, Body::text, {}},
};

// What MyST, docutils, Sphinx and sphinx-design bring. `only` and `raw` are left out: what they hide still leaks.
constexpr std::array<std::string_view, 55> others = {
    "admonition", "attention",  "bibliography",   "card",           "caution",        "centered",   "class",
    "code",       "code-block", "compound",       "container",      "contents",       "csv-table",  "danger",
    "deprecated", "div",        "dropdown",       "epigraph",       "error",          "eval-rst",   "figure",
    "figure-md",  "glossary",   "grid",           "grid-item",      "grid-item-card", "highlights", "hint",
    "hlist",      "image",      "important",      "index",          "line-block",     "list-table", "literalinclude",
    "math",       "note",       "parsed-literal", "productionlist", "pull-quote",     "rubric",     "seealso",
    "sidebar",    "subfigure",  "tab-item",       "tab-set",        "tab-set-code",   "table",      "tabularcolumns",
    "tip",        "toctree",    "topic",          "versionadded",   "versionchanged", "warning"};

const Rule* find_rule(std::string_view name) {
  const auto found = std::find_if(rules.begin(), rules.end(), [&](const Rule& rule) { return rule.name == name; });
  return found == rules.end() ? nullptr : &*found;
}

std::string suggest_directive(std::string_view name) {
  std::vector<std::string_view> names(others.begin(), others.end());
  for (const Rule& rule : rules) names.push_back(rule.name);
  return did_you_mean(name, names);
}

class Collector {
 public:
  Collector(Book& book, Problems& problems) : book_(book), problems_(problems) {}

  void run() {
    collect_analyses();
    claim_listings();
    for (chapter_ = 0; chapter_ < book_.chapters.size(); ++chapter_)
      for (const Block& block : book_.chapters[chapter_].blocks)
        if (const Prose* prose = std::get_if<Prose>(&block)) collect(*prose);
    check_references();
  }

 private:
  struct Reference {
    Argument to;
    std::string id;
    Place at;
  };

  const Chapter& chapter() const { return book_.chapters[chapter_]; }

  void collect_analyses() {
    for (const auto& [name, chunk] : book_.chunks) {
      if (chunk.kind != Kind::analysis) continue;
      const std::size_t where = chunk.parts.front().chapter;
      for (const Position part : chunk.parts)
        if (part.chapter != where) problems_.add(book_.definition(part).at, taken(chunk.id, book_.definition(chunk.parts.front()).at));
      const Place at = book_.definition(chunk.parts.front()).at;
      claim(chunk.id, at);
      book_.analyses.push_back({chunk.id, fmt::format("analyses/{}.cpp", book_.chapters[where].id), where, at});
    }
    std::sort(book_.analyses.begin(), book_.analyses.end(),
              [](const Analysis& a, const Analysis& b) { return std::pair(a.chapter, a.at.line) < std::pair(b.chapter, b.at.line); });
  }

  // A listing's diagnostics are kept under its id, beside what analyses print.
  void claim_listings() {
    for (const auto& [name, chunk] : book_.chunks)
      if (chunk.kind == Kind::listing) claim(chunk.id, book_.definition(chunk.parts.front()).at);
  }

  void collect(const Prose& prose) {
    prose_ = &prose;
    check_code_fences(prose);
    for (const Directive& directive : parse_directives(prose, chapter().file, problems_)) collect(directive);
  }

  void collect(const Directive& directive) {
    if (const Rule* rule = find_rule(directive.name))
      collect(directive, *rule);
    else if (!directive.name.empty() && std::find(others.begin(), others.end(), directive.name) == others.end())
      problems_.add(directive.at, fmt::format("unknown directive `{}`{}", directive.name, suggest_directive(directive.name)));
    for (const Directive& child : directive.children) collect(child);
  }

  void collect(const Directive& directive, const Rule& rule) {
    check_options(directive, rule);
    check_argument(directive, rule);
    check_body(directive, rule);
    if (rule.name == "exercise") collect_exercise(directive);
    if (rule.name == "reflect") collect_reflection(directive);
    if (rule.name == "output") collect_output_once(directive);
  }

  void check_options(const Directive& directive, const Rule& rule) {
    std::vector<std::string_view> known(rule.options.begin(), rule.options.end());
    known.insert(known.end(), rule.optional.begin(), rule.optional.end());
    const auto takes = [&](std::string_view key) { return std::find(known.begin(), known.end(), key) != known.end(); };
    std::vector<std::string_view> seen;
    for (const Option& option : directive.options) {
      if (!takes(option.key))
        problems_.add(option.at, fmt::format("`{}` has no option `{}`{}", rule.name, option.key,
                                             did_you_mean(option.key, known)));
      else if (std::find(seen.begin(), seen.end(), option.key) != seen.end())
        problems_.add(option.at, fmt::format("`{}` is given twice; remove one", option.key));
      else if (option.value.empty())
        problems_.add(option.at, fmt::format("`{}` is empty; write `:{}: …`", option.key, option.key));
      seen.push_back(option.key);
    }
    for (const std::string_view key : rule.options)
      if (!key.empty() && std::find(seen.begin(), seen.end(), key) == seen.end())
        problems_.add(directive.at, fmt::format("`{}` needs `:{}:`; add it below this line", rule.name, key));
  }

  void check_argument(const Directive& directive, const Rule& rule) {
    if (rule.argument == Argument::free) return;
    if (directive.argument.empty()) {
      const bool text = rule.argument == Argument::text;
      problems_.add(directive.at,
                    fmt::format("`{0}` without {1}; write `:::{{{0}}} {2}`", rule.name, text ? "its text" : "an id", text ? "TEXT" : "ID"));
    } else if (rule.argument != Argument::text) {
      references_.push_back({rule.argument, directive.argument, directive.at});
    }
  }

  void check_body(const Directive& directive, const Rule& rule) {
    const std::size_t end = std::min(directive.last, prose_->lines.size());
    const bool blank = std::all_of(line(directive.body), line(end), is_blank);
    if (rule.body == Body::text && blank && (rule.argument != Argument::free || directive.argument.empty()))
      problems_.add(directive.at, fmt::format("`{}` is empty; write its text", rule.name));
    if (rule.body == Body::empty && !blank)
      problems_.add(directive.at, fmt::format("`{}` has a body; leave it empty, it is filled from what the program prints", rule.name));
  }

  std::vector<std::string>::const_iterator line(std::size_t at) const { return prose_->lines.begin() + static_cast<std::ptrdiff_t>(at); }

  void collect_exercise(const Directive& directive) {
    Exercise exercise;
    exercise.title = directive.argument;
    exercise.chapter = chapter_;
    exercise.at = directive.at;
    for (const Option& option : directive.options) {
      if (option.key == "id") exercise.id = option.value;
      if (option.key == "points") exercise.points = number(option, 1, 1000);
      if (option.key == "minutes") exercise.minutes = number(option, 1, 1000);
      if (option.key == "difficulty") exercise.difficulty = number(option, 1, 3);
    }
    const std::set<std::size_t> answers = lines_of_answers(directive.children);
    for (std::size_t at = directive.body; at < std::min(directive.last, prose_->lines.size()); ++at)
      if (!answers.contains(at)) exercise.body.push_back(prose_->lines[at]);
    if (exercise.id.empty() || !claim(exercise.id, directive.at)) return;
    book_.exercises.push_back(std::move(exercise));
  }

  void collect_reflection(const Directive& directive) {
    for (const Option& option : directive.options) {
      if (option.key != "id" || option.value.empty()) continue;
      const std::string prefix = chapter().number + "-reflect-";
      if (!option.value.starts_with(prefix) || !is_id(option.value))
        problems_.add(option.at, fmt::format("reflection id `{}`; in this chapter they are `{}1`, `{}2`, …", option.value, prefix, prefix));
      else if (claim(option.value, directive.at))
        book_.reflections.push_back({option.value, directive.argument, chapter_, directive.at});
    }
  }

  // Two places cannot be told apart by those who refer to the output.
  void collect_output_once(const Directive& directive) {
    const auto [entry, added] = outputs_.emplace(directive.argument, directive.at);
    if (!added)
      problems_.add(directive.at, fmt::format("the output of `{}` stands already at {}; show it once", directive.argument, to_string(entry->second)));
    else
      collect_output(directive, book_, problems_);
  }

  int number(const Option& option, int least, int most) {
    int value = 0;
    const char* end = option.value.data() + option.value.size();
    const auto [stop, error] = std::from_chars(option.value.data(), end, value);
    if (error == std::errc() && stop == end && value >= least && value <= most) return value;
    if (!option.value.empty())
      problems_.add(option.at, fmt::format("`{}` is `{}`; write a whole number from {} to {}", option.key, option.value, least, most));
    return 0;
  }

  static std::string taken(std::string_view id, const Place& by) {
    return fmt::format("id `{}` is already taken at {}; choose another", id, to_string(by));
  }

  // Ids are unique in the whole book, whatever they name.
  bool claim(const std::string& id, const Place& at) {
    if (!is_id(id)) {
      problems_.add(at, fmt::format("id `{}`; write lower-case words joined by `-`", id));
      return false;
    }
    const auto [entry, added] = ids_.emplace(id, at);
    if (!added) problems_.add(at, taken(id, entry->second));
    return added;
  }

  void check_references() {
    std::vector<std::string_view> exercises, shown;
    for (const Exercise& exercise : book_.exercises) exercises.push_back(exercise.id);
    for (const Analysis& analysis : book_.analyses) shown.push_back(analysis.id);
    for (const auto& [name, chunk] : book_.chunks)
      if (chunk.kind == Kind::listing) shown.push_back(chunk.id);
    for (const Reference& reference : references_) {
      const bool exercise = reference.to == Argument::exercise_id;
      const std::vector<std::string_view>& ids = exercise ? exercises : shown;
      if (std::find(ids.begin(), ids.end(), reference.id) == ids.end())
        problems_.add(reference.at, fmt::format("no {} has the id `{}`{}", exercise ? "exercise" : "analysis or listing", reference.id,
                                                did_you_mean(reference.id, ids, "name one that exists")));
    }
  }

  // Our directives are recognised in colon fences only; the same name in a code fence would be shown, or leak.
  void check_code_fences(const Prose& prose) {
    std::string_view fence;
    for (std::size_t at = 0; at < prose.lines.size(); ++at) {
      const std::string_view text = trim(prose.lines[at]);
      if (!opens_code_fence(text, fence)) continue;
      const std::string_view info = trim(text.substr(fence.size()));
      if (!info.starts_with('{')) continue;
      const std::string_view name = info.substr(1, info.find('}') - 1);
      if (name == "chunk" || find_rule(name) != nullptr)
        problems_.add({chapter().file, prose.line + static_cast<int>(at), 1},
                      fmt::format("`{}` in a code fence; {}", name,
                                  name == "chunk" ? "the weaver writes these" : "write it as a colon fence, `:::`"));
    }
  }

  Book& book_;
  Problems& problems_;
  std::size_t chapter_ = 0;
  const Prose* prose_ = nullptr;
  std::map<std::string, Place> ids_, outputs_;
  std::vector<Reference> references_;
};

}  // namespace

void collect_exercises(Book& book, Problems& problems) { Collector(book, problems).run(); }

}  // namespace tito::literate
