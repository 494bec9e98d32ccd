// No number that nobody measured. What a program printed comes into the book through `output`; a time, a rate or a speed-up that
// stands anywhere else is reported, unless the text around it says where it comes from:
//
// - a number with a unit of time or of speed (`12 ms`, `3.1 GFLOP/s`, `40 tokens per second`) or a comparison of speeds
//   (`3x faster`, `12 % slower`, `ten times faster`, `a speed-up of 4`) is a claim: in prose, headings, captions, drawings, code
//   blocks and tables, and in a text that a program of analyses holds. Sizes (`4 MB`) are no claims: they follow from shapes;
// - a code block or a table with a column headed by such a unit and, below it, a line of two or more numbers is a claim;
// - a paragraph that says `computed`, `calculated`, `suppose`, `assume`, `imagine` or `example`, or cites a source, owns up to its
//   claims, and to those of the drawing, code block or table after it; a diagram may do so in its caption or alternative;
// - predictions, reflection questions, the examples of exercises and words in "quotation marks" claim nothing.
#include <fmt/format.h>
#include <re2/re2.h>

#include <algorithm>
#include <array>
#include <initializer_list>
#include <optional>

#include "literate/model/text.hpp"
#include "literate/validate/rules.hpp"

namespace tito::literate::rules {
namespace {

// Between a number and its unit: spaces of several kinds, and the marks of Markdown and TeX.
constexpr std::string_view gap = "(?: |~|\\\\[,;: ]|\\\\(?:mathrm|text)\\{|[$}*]|\u00A0|\u202F)*";
constexpr std::string_view time_unit = "(?:ns|us|µs|μs|ms|(?:milli|micro|nano)?seconds?|secs?| s)";
constexpr std::string_view speed_unit =
    "(?:(?:[kMGT]i?)?(?:B|bits?|bytes|FLOPs?|ops?|operations|images|samples|tokens|steps|batches|calls|frames|rows|elements|numbers)"
    "(?:/s|/sec|/second| per second)|[kMGT]FLOPS)";
constexpr std::string_view faster = "(?:faster|slower|quicker|as fast|as slow)";

std::string joined(std::initializer_list<std::string_view> parts) {
  std::string text = "(?i)";
  for (const std::string_view part : parts) text += part;
  return text;
}

const re2::RE2& claim() {
  static const re2::RE2 expression(
      joined({"[0-9]", gap, "(?:", time_unit, "|", speed_unit, ")\\b",                          //
                "|[0-9]", gap, "(?:x|×|\\\\times|times|-?fold)?", gap, faster,                                 //
                "|[0-9] ?\\\\?% (?:faster|slower|quicker|less time|more time|of the (?:time|run time|peak))",  //
                "|(?:two|three|four|five|six|seven|eight|nine|ten|twenty|fifty|hundred|thousand) times ", faster,
                "|twice as (?:fast|slow)|speed-?up of [0-9]"}));
  return expression;
}

bool says_where_from(const std::string& text) {
  static const re2::RE2 words(R"((?i)\b(?:comput(?:ed|ation)|calculat|suppos|assum|imagin|example)|\{cite)");
  return re2::RE2::PartialMatch(text, words);
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

struct Claim {
  std::size_t at, size;  // in the text
};

// The first claim that does not begin before `from`.
std::optional<Claim> find_claim(const std::string& text, std::size_t from = 0) {
  re2::StringPiece found;
  if (!claim().Match(text, from, text.size(), re2::RE2::UNANCHORED, &found, 1)) return std::nullopt;
  return Claim{static_cast<std::size_t>(found.data() - text.data()), found.size()};
}

// A match begins at a number's last digit; what a reader sees begins at its first.
std::string whole_claim(const std::string& text, const Claim& match) {
  const bool number = text[match.at] >= '0' && text[match.at] <= '9';
  const std::size_t begin = number ? text.find_last_not_of("0123456789.,", match.at) + 1 : match.at;
  return text.substr(begin, match.at + match.size - begin);
}

class Checker {
 public:
  Checker(const Manuscript& chapter, Verdict& verdict) : chapter_(chapter), verdict_(verdict) {}

  void run() {
    for (const Heading& heading : chapter_.headings) check_line(heading.line, heading.text);
    for (const Box& box : chapter_.boxes) {
      if (!claims_nothing(box)) check_caption(box);
      if (box.name == "output") check_line(box.first, box.option("plot-alt"));  // somebody wrote it, and nothing printed it
    }
    for (std::size_t at = 0; at < chapter_.paragraphs.size(); ++at) check_paragraph(at);
    if (const Chunk* program = chapter_.book.find(home_of(Kind::analysis, chapter_.chapter.id))) check_program(*program);
  }

 private:
  void report(int line, std::string_view what) {
    verdict_.fail(
        chapter_.at(line),
        fmt::format("`{}` looks measured; print it in an analysis, or say that it is computed, supposed or an example", trim(what)));
  }

  void check_line(int line, const std::string& text) {
    if (const auto match = find_claim(text)) report(line, whole_claim(text, *match));
  }

  static bool claims_nothing(const Box& box) { return box.name == "output" || box.name == "predict" || box.name == "reflect"; }

  static std::string caption(const Box& box) { return box.argument + ' ' + box.option("alt"); }

  // A diagram may own up in its drawing, too, or before it.
  void check_caption(const Box& box) {
    std::string around = caption(box);
    for (std::size_t at = 0; at < chapter_.paragraphs.size(); ++at) {
      const Paragraph& paragraph = chapter_.paragraphs[at];
      const bool before =
          paragraph.first < box.first && (at + 1 == chapter_.paragraphs.size() || chapter_.paragraphs[at + 1].first > box.first);
      if (before || (box.name == "diagram" && box.first < paragraph.first && paragraph.first < box.last)) around += joined(paragraph.lines);
    }
    if (!says_where_from(around)) check_line(box.first, without_quotations(caption(box)));
  }

  void check_paragraph(std::size_t at) {
    const Paragraph& paragraph = chapter_.paragraphs[at];
    const bool text = paragraph.kind == Paragraph::Kind::text, table = text && paragraph.lines.front().starts_with('|');
    std::string around = joined(paragraph.lines);
    if (at > 0 && (!text || table)) around += joined(chapter_.paragraphs[at - 1].lines);
    if (paragraph.box) {
      const Box& box = chapter_.boxes[*paragraph.box];
      if (claims_nothing(box) || (box.name == "exercise" && paragraph.lines.front().starts_with("**Example**"))) return;
      if (box.name == "diagram") around += caption(box);
    }
    if (says_where_from(around)) return;
    // Code in a language is shown for its own sake; what a program might have printed has none.
    constexpr std::array<std::string_view, 4> printed = {"", "text", "console", "output"};
    const bool rows = table || (!text && std::find(printed.begin(), printed.end(), paragraph.language) != printed.end());
    if (!find_claims(paragraph) && rows) check_rows(paragraph);
  }

  // Reports the first claim of every line; a claim may run on into the next one.
  bool find_claims(const Paragraph& paragraph) {
    const std::string all = joined(paragraph.lines);
    const std::string text = paragraph.kind == Paragraph::Kind::text ? without_quotations(all) : all;
    std::size_t line = 0, end_of_line = paragraph.lines[0].size();
    bool reported = false, any = false;
    for (auto match = find_claim(text); match; match = find_claim(text, match->at + match->size)) {
      while (match->at > end_of_line) {
        end_of_line += 1 + paragraph.lines[++line].size();
        reported = false;
      }
      if (!reported) report(paragraph.first + static_cast<int>(line), whole_claim(text, *match));
      reported = any = true;
    }
    return any;
  }

  // A heading with a unit, and below it numbers in rows.
  void check_rows(const Paragraph& paragraph) {
    static const re2::RE2 unit(joined({"(?:^|[ |(/])(?:ns|us|µs|μs|ms|seconds|", speed_unit, ")(?:$|[ |)/])"}));
    static const re2::RE2 numbers(R"((?:^|[ |])[0-9][0-9.]*(?:[ |]+)[0-9][0-9.]*(?:$|[ |]))");
    bool headed = false;
    for (std::size_t i = 0; i < paragraph.lines.size(); ++i) {
      const std::string& line = paragraph.lines[i];
      if (headed && re2::RE2::PartialMatch(line, numbers)) return report(paragraph.first + static_cast<int>(i), line);
      headed = headed || re2::RE2::PartialMatch(line, unit);
    }
  }

  // A constant that an analysis prints would pass for its result.
  void check_program(const Chunk& program) {
    for (const Chunk* chunk : chunks_of_root(chapter_.book, program))
      for (const Position part : chunk->parts)
        for (const Line& line : chapter_.book.definition(part).lines)
          if (line.text.find('"') != line.text.npos && chapter_.book.definition(part).at.file == chapter_.chapter.file)
            check_line(line.number, line.text);
  }

  const Manuscript& chapter_;
  Verdict& verdict_;
};

}  // namespace

void measured(const Manuscript& chapter, Verdict& verdict) { Checker(chapter, verdict).run(); }

}  // namespace tito::literate::rules
