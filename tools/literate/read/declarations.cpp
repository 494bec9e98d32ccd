#include "literate/read/declarations.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "literate/model/directives.hpp"
#include "literate/model/text.hpp"
#include "literate/read/output_directive.hpp"

namespace tito::literate {
namespace {

std::string suggest_directive(std::string_view name) { return did_you_mean(name, directive_names()); }

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
      book_.analyses.push_back({chunk.id, home_of(Kind::analysis, book_.chapters[where].id), where, at});
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
    for (const Directive& directive : prose.directives) {
      if (const DirectiveFacts* facts = find_directive(directive.name))
        collect(directive, *facts);
      else if (!directive.name.empty() && !is_foreign_directive(directive.name))
        problems_.add(directive.at, fmt::format("unknown directive `{}`{}", directive.name, suggest_directive(directive.name)));
    }
  }

  void collect(const Directive& directive, const DirectiveFacts& facts) {
    check_options(directive, facts);
    check_argument(directive, facts);
    check_body(directive, facts);
    switch (facts.declares) {
      case Declares::exercise:
        return collect_exercise(directive, facts);
      case Declares::reflection:
        return collect_reflection(directive);
      case Declares::output:
        return collect_output_once(directive);
      case Declares::nothing:
        return;
    }
  }

  void check_options(const Directive& directive, const DirectiveFacts& facts) {
    const std::vector<OptionFacts> options = facts.all_options();
    std::vector<std::string_view> known, seen;
    for (const OptionFacts& option : options) known.push_back(option.name);
    const auto is_in = [](const std::vector<std::string_view>& keys, std::string_view key) {
      return std::find(keys.begin(), keys.end(), key) != keys.end();
    };
    for (const Option& option : directive.options) {
      if (!is_in(known, option.key))
        problems_.add(option.at, fmt::format("`{}` has no option `{}`{}", facts.name, option.key, did_you_mean(option.key, known)));
      else if (is_in(seen, option.key))
        problems_.add(option.at, fmt::format("`{}` is given twice; remove one", option.key));
      else if (option.value.empty())
        problems_.add(option.at, fmt::format("`{}` is empty; write `:{}: …`", option.key, option.key));
      seen.push_back(option.key);
    }
    for (const OptionFacts& option : options)
      if (option.required && !is_in(seen, option.name))
        problems_.add(directive.at, fmt::format("`{}` needs `:{}:`; add it below this line", facts.name, option.name));
  }

  void check_argument(const Directive& directive, const DirectiveFacts& facts) {
    if (facts.argument == Argument::free) return;
    if (directive.argument.empty()) {
      const bool text = facts.argument == Argument::text;
      problems_.add(directive.at,
                    fmt::format("`{0}` without {1}; write `:::{{{0}}} {2}`", facts.name, text ? "its text" : "an id", text ? "TEXT" : "ID"));
    } else if (facts.argument != Argument::text) {
      references_.push_back({facts.argument, directive.argument, directive.at});
    }
  }

  void check_body(const Directive& directive, const DirectiveFacts& facts) {
    const std::size_t end = std::min(directive.last, prose_->lines.size());
    const bool blank = std::all_of(line(directive.body), line(end), [](const ProseLine& one) { return is_blank(one.text); });
    if (facts.body == Body::text && blank && (facts.argument != Argument::free || directive.argument.empty()))
      problems_.add(directive.at, fmt::format("`{}` is empty; write its text", facts.name));
    if (facts.body == Body::empty && !blank)
      problems_.add(directive.at, fmt::format("`{}` has a body; leave it empty, it is filled from what the program prints", facts.name));
  }

  std::vector<ProseLine>::const_iterator line(std::size_t at) const { return prose_->lines.begin() + static_cast<std::ptrdiff_t>(at); }

  void collect_exercise(const Directive& directive, const DirectiveFacts& facts) {
    Exercise exercise;
    exercise.title = directive.argument;
    exercise.chapter = chapter_;
    exercise.at = directive.at;
    for (const Option& option : directive.options) {
      if (option.key == "id") exercise.id = option.value;
      if (option.key == "points") exercise.points = number(option, facts);
      if (option.key == "minutes") exercise.minutes = number(option, facts);
      if (option.key == "difficulty") exercise.difficulty = number(option, facts);
    }
    const std::vector<bool> answers = lines_of(*prose_, [](const Directive& inner) {
      const DirectiveFacts* found = find_directive(inner.name);
      return found != nullptr && found->kept == Kept::with_solutions;
    });
    for (std::size_t at = directive.body; at < std::min(directive.last, prose_->lines.size()); ++at)
      if (!answers[at]) exercise.body.push_back(prose_->lines[at]);
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

  int number(const Option& option, const DirectiveFacts& facts) {
    const auto limits = std::find_if(facts.options.begin(), facts.options.end(), [&](const OptionFacts& one) { return one.name == option.key; });
    int value = 0;
    const char* end = option.value.data() + option.value.size();
    const auto [stop, error] = std::from_chars(option.value.data(), end, value);
    if (error == std::errc() && stop == end && value >= limits->least && value <= limits->most) return value;
    if (!option.value.empty())
      problems_.add(option.at, fmt::format("`{}` is `{}`; write a whole number from {} to {}", option.key, option.value, limits->least,
                                           limits->most));
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
      const bool exercise = reference.to == Argument::exercise;
      const std::vector<std::string_view>& ids = exercise ? exercises : shown;
      if (std::find(ids.begin(), ids.end(), reference.id) == ids.end())
        problems_.add(reference.at, fmt::format("no {} has the id `{}`{}", exercise ? "exercise" : "analysis or listing", reference.id,
                                                did_you_mean(reference.id, ids, "name one that exists")));
    }
  }

  // Our directives are recognised in colon fences only; the same name in a code fence would be shown, or leak. MyST reads what stands inside
  // such a fence, so fences inside are looked at, too.
  void check_code_fences(const Prose& prose) {
    for (std::size_t at = 0; at < prose.lines.size(); ++at) {
      const ProseLine& line = prose.lines[at];
      std::string_view fence;
      if ((line.mark != Mark::code_open && line.mark != Mark::code) || !opens_code_fence(line.text, fence)) continue;
      const std::string_view info = trim(trim(line.text).substr(fence.size()));
      const std::size_t end = info.find('}');
      if (!info.starts_with('{') || end == info.npos || end == 1) continue;
      const std::string_view name = trim(info.substr(1, end - 1));
      if (is_foreign_directive(name) || hides_text(name)) continue;
      const bool ours = find_directive(name) != nullptr;
      problems_.add({chapter().file, prose.line + static_cast<int>(at), 1},
                    name == "chunk" ? "`chunk` in a code fence; the weaver writes these"
                    : ours          ? fmt::format("`{}` in a code fence; write it as a colon fence, `:::`", name)
                                    : fmt::format("unknown directive `{}` in a code fence{}", name, suggest_directive(name)));
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
