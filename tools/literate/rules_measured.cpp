// No number that nobody measured. What a program printed comes into the book through `output`; a time, a rate or a speed-up that
// stands anywhere else is reported, unless the text around it says where it comes from:
//
// - a number with a unit of time or of speed (`12 ms`, `3.1 GFLOP/s`, `40 tokens per second`) or a comparison of speeds
//   (`3x faster`, `12 % slower`, `ten times faster`, `a speed-up of 4`) is a claim, in prose, drawings, code blocks and tables,
//   and in the text that an analysis prints. Sizes (`4 MB`) are no claims: they follow from shapes;
// - a code block or a table with a column headed by such a unit and a line of two or more numbers is a claim;
// - a paragraph that says `computed`, `calculated`, `suppose`, `assume`, `imagine` or `example`, or cites a source, owns up to its
//   claims, and to those of the drawing, code block or table after it; a diagram does so in its caption or alternative;
// - predictions, reflection questions, the examples of exercises and words in "quotation marks" claim nothing.
#include "literate/rules.hpp"
#include "literate/text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <regex>

namespace literate::rules {
namespace {

// Between a number and its unit: spaces of several kinds, and the marks of Markdown and TeX.
const std::string gap = R"((?: |~|\\[,;: ]|\\(?:mathrm|text)\{|[$}*]|)" "\u00A0|\u202F)*";
const std::string time_unit = "(?:ns|us|µs|μs|ms|(?:milli|micro|nano)?seconds?|secs?)";
const std::string speed_unit =
    "(?:(?:[kKMGT]i?)?(?:B|b|bits?|bytes|FLOPs?|FLOPS|ops?|operations|images|samples|tokens|steps|batches|calls|frames|rows|elements|"
    "numbers)(?:/s|/sec|/second| per second)|[kMGT]FLOPS)";
const std::string no_letter = "(?![A-Za-z0-9_])";
const std::string faster = "(?:faster|slower|quicker|as fast|as slow)";

const std::regex& claim() {
  static const std::regex expression("[0-9]" + gap + "(?:" + time_unit + "|" + speed_unit + "| s)" + no_letter +
                                     "|[0-9]" + gap + R"((?:x|×|\\times|times|-?fold)?)" + gap + faster +
                                     "|[0-9] ?\\\\?% (?:faster|slower|quicker|less time|more time|of the (?:time|run time|peak))" +
                                     "|(?:two|three|four|five|six|seven|eight|nine|ten|twenty|fifty|hundred|thousand) times " + faster +
                                     "|twice as (?:fast|slow)|speed-?up of [0-9]");
  return expression;
}

bool says_where_from(const std::string& text) {
  static const std::regex words(R"(\b(?:comput(?:ed|ation)|calculat|suppos|assum|imagin|example)|\{cite)", std::regex::icase);
  return std::regex_search(text, words);
}

std::string joined(const std::vector<std::string>& lines) {
  std::string text;
  for (const std::string& line : lines) text += line + ' ';
  return text;
}

// Words that are quoted are blanked, so that positions stay.
std::string without_quotations(std::string text) {
  for (std::size_t open = text.find('"'); open != text.npos;) {
    const std::size_t close = text.find('"', open + 1);
    if (close == text.npos) break;
    std::fill(text.begin() + static_cast<std::ptrdiff_t>(open), text.begin() + static_cast<std::ptrdiff_t>(close), '.');
    open = text.find('"', close + 1);
  }
  return text;
}

bool is_grid(const Paragraph& paragraph) { return paragraph.lines.front().starts_with('|'); }

// Code in a language is shown for its own sake; what a program might have printed has none.
bool may_be_printed(const Paragraph& paragraph) {
  if (paragraph.kind == Paragraph::Kind::text) return is_grid(paragraph);
  constexpr std::array<std::string_view, 4> plain = {"", "text", "console", "output"};
  return std::find(plain.begin(), plain.end(), paragraph.language) != plain.end();
}

bool claims_nothing(const Manuscript& chapter, const Paragraph& paragraph) {
  if (!paragraph.box) return false;
  const std::string& name = chapter.boxes[*paragraph.box].name;
  return name == "output" || name == "predict" || name == "reflect" ||
         (name == "exercise" && paragraph.lines.front().starts_with("**Example**"));
}

bool is_owned_up(const Manuscript& chapter, std::size_t at) {
  const Paragraph& paragraph = chapter.paragraphs[at];
  std::string text = joined(paragraph.lines);
  if (paragraph.box) {
    const Box& box = chapter.boxes[*paragraph.box];
    if (box.name == "diagram") text += box.argument + ' ' + box.option("alt");
  }
  if (at > 0 && (paragraph.kind != Paragraph::Kind::text || is_grid(paragraph))) text += joined(chapter.paragraphs[at - 1].lines);
  return says_where_from(text);
}

void report(const Manuscript& chapter, Verdict& verdict, int line, std::string_view what) {
  verdict.fail(chapter.at(line), fmt::format("`{}` looks measured; print it in an analysis, or say that it is computed, supposed or an example", trim(what)));
}

// Every claim of a text that may run over several lines, once a line.
void check_text(const Manuscript& chapter, Verdict& verdict, const Paragraph& paragraph) {
  const std::string all = joined(paragraph.lines);
  const std::string text = paragraph.kind == Paragraph::Kind::text ? without_quotations(all) : all;
  std::size_t line = 0, end_of_line = paragraph.lines[0].size();
  bool reported = false;
  for (std::sregex_iterator match(text.begin(), text.end(), claim()), end; match != end; ++match) {
    const auto at = static_cast<std::size_t>(match->position());
    while (at > end_of_line) {
      end_of_line += 1 + paragraph.lines[++line].size();
      reported = false;
    }
    // The number begins before the digit at which the match begins.
    const std::size_t begin = text.find_last_not_of("0123456789.,", at) + 1;
    if (!reported) report(chapter, verdict, paragraph.first + static_cast<int>(line), text.substr(begin, at + match->str().size() - begin));
    reported = true;
  }
}

// A heading with a unit, and below it numbers in rows.
void check_rows(const Manuscript& chapter, Verdict& verdict, const Paragraph& paragraph) {
  static const std::regex unit("(?:^|[ |(/])(?:ns|us|µs|μs|ms|seconds|" + speed_unit + ")(?:$|[ |)/])");
  static const std::regex numbers(R"((?:^|[ |])[0-9][0-9.]*(?:[ |]+)[0-9][0-9.]*(?:$|[ |]))");
  bool headed = false;
  for (std::size_t i = 0; i < paragraph.lines.size(); ++i) {
    const std::string& line = paragraph.lines[i];
    if (headed && std::regex_search(line, numbers)) return report(chapter, verdict, paragraph.first + static_cast<int>(i), line);
    headed = headed || std::regex_search(line, unit);
  }
}

// A constant that an analysis prints would pass for its result.
void check_analysis(const Manuscript& chapter, Verdict& verdict, const Definition& definition) {
  for (const Line& line : definition.lines)
    if (std::smatch match; line.text.find('"') != line.text.npos && std::regex_search(line.text, match, claim()))
      report(chapter, verdict, line.number, match.str());
}

}  // namespace

void measured(const Manuscript& chapter, Verdict& verdict) {
  for (std::size_t at = 0; at < chapter.paragraphs.size(); ++at) {
    const Paragraph& paragraph = chapter.paragraphs[at];
    if (claims_nothing(chapter, paragraph) || is_owned_up(chapter, at)) continue;
    const std::size_t before = verdict.shortfalls.size();
    check_text(chapter, verdict, paragraph);
    if (verdict.shortfalls.size() == before && may_be_printed(paragraph)) check_rows(chapter, verdict, paragraph);
  }
  for (const Definition* definition : chapter.definitions)
    if (classify(definition->name).kind == Kind::analysis) check_analysis(chapter, verdict, *definition);
}

}  // namespace literate::rules
