#include <fmt/format.h>
#include <re2/re2.h>

#include <algorithm>
#include <array>
#include <cctype>

#include "literate/validate/rules.hpp"

namespace tito::literate::rules {
namespace {

constexpr std::array<std::string_view, 12> part_titles = {"Welcome",     "Concept", "Foundations",  "Context",
                                                          "Connections", "Design",  "Architecture", "Implementation",
                                                          "Integration", "Testing", "Reflection",   "Summary"};

constexpr std::array<std::string_view, 4> introduction_sections = {"Building on what you have", "What you will achieve",
                                                                   "Build → Use → Reflect", "Systems reality check"};

// A part that is missing breaks what is demanded of it, too.
std::optional<Stretch> need_part(const Manuscript& chapter, Verdict& verdict, std::string_view title) {
  const std::optional<Stretch> part = chapter.part(title);
  if (!part) verdict.fail(chapter.at(1), fmt::format("there is no part `## {}`; write it", title));
  return part;
}

std::optional<Stretch> need_section(const Manuscript& chapter, Verdict& verdict, std::string_view title) {
  const std::optional<Stretch> part = need_part(chapter, verdict, "Welcome");
  if (!part) return std::nullopt;
  const std::optional<Stretch> section = chapter.section(3, title, *part);
  if (!section) verdict.fail(chapter.at(part->first), fmt::format("Welcome has no section `### {}`; write it", title));
  return section;
}

bool is_empty(const Manuscript& chapter, Stretch part) {
  const bool code = std::any_of(chapter.definitions.begin(), chapter.definitions.end(),
                                [&](const Definition* definition) { return part.holds(definition->at.line); });
  return !code && chapter.paragraphs_in(part).empty();
}

// `### Prerequisites`, or a paragraph that begins `**Prerequisites`.
bool has_piece(const Manuscript& chapter, Stretch part, std::string_view title) {
  if (chapter.section(3, title, part)) return true;
  const std::string run_in = fmt::format("**{}", title);
  const std::vector<const Paragraph*> paragraphs = chapter.paragraphs_in(part);
  return std::any_of(paragraphs.begin(), paragraphs.end(),
                     [&](const Paragraph* paragraph) { return paragraph->lines.front().starts_with(run_in); });
}

// A text or a drawing with arrows in it: previous → this → next.
bool has_connection_map(const Manuscript& chapter, Stretch part) {
  for (const Paragraph* paragraph : chapter.paragraphs_in(part))
    for (const std::string& line : paragraph->lines)
      for (const std::string_view arrow : {"→", "▶", "➔", "->"})
        if (line.find(arrow) != line.npos) return true;
  return false;
}

std::string text_of(const Manuscript& chapter, Stretch span) {
  std::string text;
  for (const Paragraph* paragraph : chapter.paragraphs_in(span))
    for (const std::string& line : paragraph->lines) text += line + '\n';
  return text;
}

void name_a_framework(const Manuscript& chapter, Verdict& verdict, std::string_view title) {
  const std::optional<Stretch> part = need_part(chapter, verdict, title);
  if (!part) return;
  const std::string text = text_of(chapter, *part);
  if (text.find("PyTorch") == text.npos && text.find("TensorFlow") == text.npos)
    verdict.fail(chapter.at(part->first), fmt::format("{} names neither PyTorch nor TensorFlow; say how they do it, by name", title));
}

// Words of running text: code, formulas, roles, tables and directives are none.
int words(const Manuscript& chapter, Stretch span) {
  static const re2::RE2 no_prose(R"(\{[\w:-]+\}`[^`]*`|`[^`]*`|\$[^$]*\$)");
  int count = 0;
  for (const Paragraph* paragraph : chapter.paragraphs_in(span)) {
    if (paragraph->kind != Paragraph::Kind::text || paragraph->box || paragraph->lines.front().starts_with('|')) continue;
    std::string text;
    for (const std::string& line : paragraph->lines) text += line + ' ';
    re2::RE2::GlobalReplace(&text, no_prose, " ");
    bool word = false;
    for (const char c : text) {
      if (c == ' ') word = false;
      if (!word && std::isalpha(static_cast<unsigned char>(c)) != 0) {
        word = true;
        ++count;
      }
    }
  }
  return count;
}

}  // namespace

void title(const Manuscript& chapter, Verdict& verdict) {
  std::vector<const Heading*> titles;
  for (const Heading& heading : chapter.headings)
    if (heading.level == 1) titles.push_back(&heading);
  const std::string& expected = chapter.chapter.title;
  if (titles.empty()) return verdict.fail(chapter.at(1), fmt::format("there is no title; begin with `# {}`", expected));
  for (std::size_t i = 1; i < titles.size(); ++i) verdict.fail(chapter.at(titles[i]->line), "a second H1; write `##` or a deeper heading");
  const Heading& first = chapter.headings.front();
  if (first.level != 1) verdict.fail(chapter.at(first.line), fmt::format("a heading before the title; begin with `# {}`", expected));
  if (!is_titled(titles.front()->text, expected))
    verdict.fail(chapter.at(titles.front()->line),
                 fmt::format("`# {}` is called `{}` in chapters/order.toml; make them the same", titles.front()->text, expected));
}

void parts(const Manuscript& chapter, Verdict& verdict) {
  std::array<const Heading*, part_titles.size()> found{};
  std::size_t furthest = 0;
  for (const Heading& heading : chapter.headings) {
    if (heading.level != 2) continue;
    const auto known =
        std::find_if(part_titles.begin(), part_titles.end(), [&](std::string_view part) { return is_titled(heading.text, part); });
    const auto at = static_cast<std::size_t>(known - part_titles.begin());
    if (known == part_titles.end())
      verdict.fail(chapter.at(heading.line), fmt::format("`## {}` is none of the twelve parts; make it a section, `###`", heading.text));
    else if (found[at] != nullptr)
      verdict.fail(chapter.at(heading.line), fmt::format("a second `## {}`; join it with line {}", *known, found[at]->line));
    else if (at < furthest)
      verdict.fail(chapter.at(heading.line), fmt::format("`## {}` stands after `## {}`; move it before", *known, part_titles[furthest]));
    if (known == part_titles.end() || found[at] != nullptr) continue;
    found[at] = &heading;
    furthest = std::max(furthest, at);
    if (is_empty(chapter, *chapter.part(*known))) verdict.fail(chapter.at(heading.line), fmt::format("`## {}` is empty; write it", *known));
  }
  int line = 1;  // of the part before
  for (std::size_t i = 0; i < found.size(); ++i) {
    if (found[i] != nullptr)
      line = found[i]->line;
    else
      verdict.fail(chapter.at(line), fmt::format("there is no part `## {}`; write it{}", part_titles[i],
                                                 i > 0 ? fmt::format(" after {}", part_titles[i - 1]) : ""));
  }
}

void welcome(const Manuscript& chapter, Verdict& verdict) {
  const std::optional<Stretch> part = need_part(chapter, verdict, "Welcome");
  if (!part) return;
  const std::vector<const Paragraph*> paragraphs = chapter.paragraphs_in(*part);
  if (paragraphs.empty() || !paragraphs.front()->lines.front().starts_with("Welcome to "))
    verdict.fail(chapter.at(paragraphs.empty() ? part->first : paragraphs.front()->first),
                 "the chapter does not open with `Welcome to`; begin its first sentence so");
}

void introduction(const Manuscript& chapter, Verdict& verdict) {
  const std::optional<Stretch> part = need_part(chapter, verdict, "Welcome");
  if (!part) return;
  const auto miss = [&](std::string message) { verdict.fail(chapter.at(part->first), std::move(message)); };
  for (const std::string_view title : introduction_sections)
    if (!chapter.section(3, title, *part)) miss(fmt::format("Welcome has no section `### {}`; write it", title));
  for (const std::string_view title : {"Prerequisites", "Where the code lives"})
    if (!has_piece(chapter, *part, title)) miss(fmt::format("Welcome does not say `{0}`; write `**{0}.** …` or `### {0}`", title));
  if (!has_connection_map(chapter, *part)) miss("Welcome has no connection map; draw previous → this → next");
}

void goals(const Manuscript& chapter, Verdict& verdict) {
  const std::optional<Stretch> section = need_section(chapter, verdict, "What you will achieve");
  if (!section) return;
  static const re2::RE2 item(R"((\d+)\. .*)");
  std::vector<std::string> numbers;
  std::string match;
  for (const Paragraph* paragraph : chapter.paragraphs_in(*section))
    for (const std::string& line : paragraph->lines)
      if (re2::RE2::FullMatch(line, item, &match)) numbers.push_back(match);
  if (numbers != std::vector<std::string>{"1", "2", "3", "4", "5"})
    verdict.fail(chapter.at(section->first), fmt::format("{} numbered goals, not 1. to 5.; give exactly five", numbers.size()));
}

void build_use_reflect(const Manuscript& chapter, Verdict& verdict) {
  const std::optional<Stretch> section = need_section(chapter, verdict, "Build → Use → Reflect");
  if (!section) return;
  static const re2::RE2 step(R"([^A-Za-z]*(Build|Use|Reflect)\b.*)");
  std::vector<std::string> steps;
  std::string match;
  for (const Paragraph* paragraph : chapter.paragraphs_in(*section))
    for (const std::string& line : paragraph->lines)
      if (re2::RE2::FullMatch(line, step, &match)) steps.push_back(match);
  if (steps != std::vector<std::string>{"Build", "Use", "Reflect"})
    verdict.fail(chapter.at(section->first), "no three lines that begin Build, Use and Reflect; write one of each, in this order");
}

void connections(const Manuscript& chapter, Verdict& verdict) { name_a_framework(chapter, verdict, "Connections"); }

void integration(const Manuscript& chapter, Verdict& verdict) {
  const std::optional<Stretch> part = need_part(chapter, verdict, "Integration");
  if (!part) return;
  for (const Definition* definition : chapter.definitions)
    for (const Line& line : definition->lines)
      if (part->holds(line.number) && line.text.find("test_module") != line.text.npos) return;
  verdict.fail(chapter.at(part->first), "no code under Integration defines a case `test_module`; write one that uses earlier chapters");
}

void testing(const Manuscript& chapter, Verdict& verdict) {
  const std::optional<Stretch> part = need_part(chapter, verdict, "Testing");
  if (!part) return;
  const std::string command = fmt::format("tito test {}", chapter.chapter.number);
  if (text_of(chapter, *part).find(command) == std::string::npos)
    verdict.fail(chapter.at(part->first), fmt::format("Testing does not name `{}`; say how to run the chapter's tests", command));
  const std::string file = fmt::format("tests/test_{}.cpp", chapter.chapter.id);
  if (std::none_of(chapter.definitions.begin(), chapter.definitions.end(),
                   [&](const Definition* definition) { return definition->name == file; }))
    verdict.fail(chapter.at(part->first), fmt::format("the chapter defines no file `{}`; put its tests there", file));
}

void summary_length(const Manuscript& chapter, Verdict& verdict) {
  const std::optional<Stretch> part = need_part(chapter, verdict, "Summary");
  if (!part) return;
  const int count = words(chapter, *part);
  if (count < 200 || count > 400)
    verdict.fail(chapter.at(part->first), fmt::format("{} words of summary; {}", count, count < 200 ? "write 200 at least" : "cut to 400"));
}

void summary_frameworks(const Manuscript& chapter, Verdict& verdict) { name_a_framework(chapter, verdict, "Summary"); }

void summary_commands(const Manuscript& chapter, Verdict& verdict) {
  const std::optional<Stretch> part = need_part(chapter, verdict, "Summary");
  if (!part) return;
  static const re2::RE2 command(R"((^|`|\n)(tools/)?(tito|meson) \w)");
  if (!re2::RE2::PartialMatch(text_of(chapter, *part), command))
    verdict.fail(chapter.at(part->first), "no command to run under Summary; give the next step, such as `tito test NN`");
}

}  // namespace tito::literate::rules
