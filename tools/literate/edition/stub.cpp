#include "literate/edition/stub.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "literate/model/text.hpp"

namespace tito::literate {
namespace {

constexpr std::size_t line_width = 76;
constexpr std::size_t narrowest = 30;  // deep indentation must not break the text to pieces

bool is_letter_or_digit(char c) {
  return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || static_cast<unsigned char>(c) >= 0x80;
}

struct Symbol {
  std::string_view latex, text;
};

// The LaTeX commands that read better as a character; others stay as they are.
constexpr std::array symbols = {
    Symbol{"times", "×"}, Symbol{"cdot", "·"},   Symbol{"le", "≤"},    Symbol{"leq", "≤"},     Symbol{"ge", "≥"},
    Symbol{"geq", "≥"},   Symbol{"ne", "≠"},     Symbol{"neq", "≠"},   Symbol{"to", "→"},      Symbol{"ldots", "…"},
    Symbol{"dots", "…"},  Symbol{"cdots", "⋯"},  Symbol{"in", "∈"},    Symbol{"sum", "Σ"},     Symbol{"prod", "Π"},
    Symbol{"sqrt", "√"},  Symbol{"approx", "≈"}, Symbol{"infty", "∞"}, Symbol{"partial", "∂"}, Symbol{"nabla", "∇"},
    Symbol{"alpha", "α"}, Symbol{"beta", "β"},   Symbol{"gamma", "γ"}, Symbol{"epsilon", "ε"}, Symbol{"eta", "η"},
    Symbol{"theta", "θ"}, Symbol{"lambda", "λ"}, Symbol{"mu", "μ"},    Symbol{"sigma", "σ"},   Symbol{"pm", "±"},
    Symbol{"log", "log"}, Symbol{"exp", "exp"},  Symbol{"max", "max"}, Symbol{"min", "min"},   Symbol{"quad", " "},
    Symbol{"left", ""},   Symbol{"right", ""}};

std::string plain_command(std::string_view name) {
  const auto symbol = std::find_if(symbols.begin(), symbols.end(), [&](const Symbol& s) { return s.latex == name; });
  return symbol == symbols.end() ? fmt::format("\\{}", name) : std::string(symbol->text);
}

std::string plain_math(std::string_view latex) {
  std::string text;
  while (!latex.empty()) {
    std::size_t end = 1;
    if (latex[0] != '\\' || latex.size() == 1) {
      text += latex[0];
    } else if (!is_letter_or_digit(latex[1])) {
      // Thin spaces and the like go, escaped characters stay.
      end = 2;
      if (std::string_view(",;:! ").find(latex[1]) == std::string_view::npos) text += latex[1];
    } else {
      while (end < latex.size() && is_letter_or_digit(latex[end])) ++end;
      text += plain_command(latex.substr(1, end - 1));
    }
    latex.remove_prefix(end);
  }
  return text;
}

// Reads inline Markdown from left to right, copying all but the marks.
class Unmarker {
 public:
  explicit Unmarker(std::string_view markdown) : rest_(markdown) {}

  std::string run() {
    while (!rest_.empty())
      if (!take_code() && !take_math() && !take_role() && !take_link() && !take_emphasis()) take(1);
    return std::move(text_);
  }

 private:
  // Copies `count` bytes as they are.
  bool take(std::size_t count) {
    text_ += rest_.substr(0, count);
    return skip(count);
  }

  bool skip(std::size_t count) {
    before_ = rest_[count - 1];
    rest_.remove_prefix(count);
    return true;
  }

  bool take_code() {
    const std::size_t ticks = leading(rest_, '`');
    if (ticks == 0) return false;
    const std::size_t end = rest_.find(rest_.substr(0, ticks), ticks);
    if (end == rest_.npos) return take(ticks);
    return take(end + ticks);
  }

  bool take_math() {
    const std::size_t dollars = leading(rest_, '$');
    if (dollars == 0 || dollars > 2) return false;
    const std::size_t end = rest_.find(rest_.substr(0, dollars), dollars);
    if (end == rest_.npos) return false;
    text_ += plain_math(rest_.substr(dollars, end - dollars));
    return skip(end + dollars);
  }

  // {name}`text`: a citation says nothing here; other roles say their text.
  bool take_role() {
    if (rest_[0] != '{') return false;
    const std::size_t end = rest_.find("}`");
    if (end == rest_.npos || rest_.substr(1, end - 1).find_first_of(" {`") != rest_.npos) return false;
    const std::size_t close = rest_.find('`', end + 2);
    if (close == rest_.npos) return false;
    const std::string_view role = rest_.substr(1, end - 1), content = rest_.substr(end + 2, close - end - 2);
    if (role == "math")
      text_ += plain_math(content);
    else if (!role.starts_with("cite"))
      text_ += content.substr(0, content.find(" <"));
    else if (text_.ends_with(' '))
      text_.pop_back();
    return skip(close + 1);
  }

  // [text](target)
  bool take_link() {
    if (rest_[0] != '[') return false;
    const std::size_t middle = rest_.find("](");
    if (middle == rest_.npos || rest_.substr(1, middle - 1).find_first_of("[]") != rest_.npos) return false;
    const std::size_t end = rest_.find(')', middle);
    if (end == rest_.npos) return false;
    text_ += Unmarker(rest_.substr(1, middle - 1)).run();
    return skip(end + 1);
  }

  // Stars at the edge of a word; between spaces or letters they are products and pointers.
  bool take_emphasis() {
    const std::size_t stars = leading(rest_, '*');
    if (stars == 0 || stars > 3) return false;
    const char after = stars < rest_.size() ? rest_[stars] : ' ';
    const bool opens = !is_letter_or_digit(before_) && after != ' ' && rest_.find(rest_.substr(0, stars), stars) != rest_.npos;
    const bool closes = before_ != ' ' && !is_letter_or_digit(after) && open_ > 0;
    if (!opens && !closes) return take(stars);
    open_ += opens && !closes ? 1 : -1;
    return skip(stars);
  }

  std::string_view rest_;
  std::string text_;
  char before_ = ' ';
  int open_ = 0;
};

// Writes comment lines and wraps paragraphs.
class CommentWriter {
 public:
  explicit CommentWriter(std::size_t indent) : width_(std::max(line_width - std::min(line_width, indent), narrowest)) {}

  void verbatim(std::string_view text) {
    std::string line = text.empty() ? "//" : fmt::format("// {}", text);
    // A backslash at its end would draw the next line into the comment.
    while (line.ends_with('\\') || line.ends_with(' ')) line.pop_back();
    lines_.push_back(std::move(line));
  }

  void blank() {
    if (!lines_.empty() && lines_.back() != "//") lines_.emplace_back("//");
  }

  void paragraph(std::string_view text, std::size_t hanging) {
    std::string line;
    for (std::string_view rest = trim(text); !rest.empty(); rest = trim(rest)) {
      const std::size_t end = std::min(rest.find(' '), rest.size());
      const std::string_view word = rest.substr(0, end);
      if (!is_blank(line) && width(line) + width(word) + 4 > width_) {
        verbatim(line);
        line.assign(hanging, ' ');
      }
      if (!is_blank(line)) line += ' ';
      line += word;
      rest.remove_prefix(end);
    }
    if (!line.empty()) verbatim(line);
  }

  std::vector<std::string> finish() && {
    while (!lines_.empty() && lines_.back() == "//") lines_.pop_back();
    return std::move(lines_);
  }

 private:
  std::size_t width_;
  std::vector<std::string> lines_;
};

// The mark of a list item with its space ("1. ", "- "), 0 when the line is none.
std::size_t item_mark(std::string_view line) {
  const std::size_t digits = std::min(line.find_first_not_of("0123456789"), line.size());
  if (digits > 0 && (line.substr(digits).starts_with(". ") || line.substr(digits).starts_with(") "))) return digits + 2;
  return line.starts_with("- ") || line.starts_with("* ") || line.starts_with("+ ") ? 2 : 0;
}

// Joins the lines of paragraphs and list items; code, drawings and tables keep their lines.
class BodyWriter {
 public:
  BodyWriter(CommentWriter& comments) : comments_(comments) {}

  void read(const ProseLine& line) {
    switch (line.mark) {
      case Mark::code:
      case Mark::drawing:
        return comments_.verbatim(line.text.empty() ? line.text : fmt::format("  {}", line.text));
      case Mark::code_open:
      case Mark::open:
      case Mark::close:
        return flush();
      case Mark::code_close:
      case Mark::option:
        return;
      case Mark::blank:
        return end_paragraph();
      case Mark::heading:
      case Mark::text:
        return read_text(line.text);
    }
  }

  void flush() {
    set_off_heading();
    const std::string text = plain_text(paragraph_);
    if (!text.empty()) comments_.paragraph(text, hanging_);
    paragraph_.clear();
  }

 private:
  // A bold word that runs into its paragraph is told apart by a colon once it is no longer bold.
  void set_off_heading() {
    const std::size_t end = paragraph_.starts_with("**") ? paragraph_.find("** ", 2) : paragraph_.npos;
    if (end != paragraph_.npos && is_letter_or_digit(paragraph_[end - 1])) paragraph_.insert(end + 2, 1, ':');
  }

  void read_text(const std::string& line) {
    const std::string_view text = trim(line);
    if (text.starts_with('|')) return read_row(text);
    if (item_mark(text) > 0) begin_item(line);
    paragraph_ += paragraph_.empty() ? "" : " ";
    paragraph_ += text;
  }

  void end_paragraph() {
    flush();
    hanging_ = 0;
    comments_.blank();
  }

  void read_row(std::string_view text) {
    flush();
    comments_.verbatim(plain_text(text));
  }

  void begin_item(const std::string& line) {
    flush();
    hanging_ = item_mark(trim(line));
  }

  CommentWriter& comments_;
  std::string paragraph_;
  std::size_t hanging_ = 0;
};

bool begins_hints(const std::string& line) { return line.starts_with("**Hints**"); }

}  // namespace

std::string plain_text(std::string_view markdown) { return Unmarker(markdown).run(); }

std::vector<std::string> generated_stub(const Exercise& exercise, std::size_t indent) {
  CommentWriter comments(indent);
  comments.paragraph(plain_text(exercise.title), 0);
  comments.blank();
  BodyWriter body(comments);
  bool hints = false;  // whoever wants them asks for them
  for (const ProseLine& line : exercise.body) {
    if (line.text.starts_with("**")) hints = begins_hints(line.text);
    if (begins_hints(line.text)) body.read({fmt::format("Hints, one at a time: `./tito hint {}`", exercise.id)});
    if (!hints || is_blank(line.text)) body.read(line);
  }
  body.flush();
  std::vector<std::string> lines = std::move(comments).finish();
  lines.push_back(fmt::format("throw tt::NotImplemented(\"{}\");", exercise.id));
  return lines;
}

}  // namespace tito::literate
