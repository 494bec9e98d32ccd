#include "literate/edition/left_out.hpp"

#include <algorithm>
#include <set>

#include "literate/model/text.hpp"

namespace tito::literate {
namespace {

constexpr std::string_view remark = " (not in this edition)";

bool is_digit(char c) { return c >= '0' && c <= '9'; }

// Marks the text of one chapter, from its first line to its last.
class Marker {
 public:
  explicit Marker(const std::vector<Chapter>& out) : out_(out) {}

  void mark(Prose& prose) {
    for (ProseLine& line : prose.lines)
      if (line.mark == Mark::text) mark_mentions(line.text), drop_links(line.text);
  }

 private:
  // After "chapter" or "chapters": "05", "01 and 02", "01, 02 and 05".
  void mark_mentions(std::string& line) {
    static constexpr std::string_view word = "hapter";
    for (std::size_t at = line.find(word); at != line.npos; at = line.find(word, at)) {
      at += word.size();
      if (line.compare(at, 1, "s") == 0) ++at;
      if (in_code(line, at)) continue;
      while (const std::size_t gap = separator(line, at)) {
        const std::string number = line.substr(at + gap, 2);
        at += gap + 2;
        if (line.compare(at, 2, "'s") == 0) at += 2;
        if (!is_out(number) || !said_.insert(number).second) continue;
        line.insert(at, remark);
        at += remark.size();
      }
    }
  }

  // How many characters stand between `at` and a chapter's number; 0 when no number follows.
  static std::size_t separator(std::string_view line, std::size_t at) {
    for (const std::string_view between : {" ", ", ", " and ", " or ", " to ", ", and "})
      if (line.substr(at).starts_with(between)) {
        const std::string_view number = line.substr(at + between.size());
        if (number.size() >= 2 && is_digit(number[0]) && is_digit(number[1]) && (number.size() == 2 || !is_digit(number[2])))
          return between.size();
      }
    return 0;
  }

  bool is_out(std::string_view number) const {
    return std::any_of(out_.begin(), out_.end(), [&](const Chapter& chapter) { return chapter.number == number; });
  }

  static bool in_code(std::string_view line, std::size_t at) {
    const std::string_view before = line.substr(0, at);
    return std::count(before.begin(), before.end(), '`') % 2 == 1;
  }

  // "[text](05_autograd.md#place)" is "text (not in this edition)".
  void drop_links(std::string& line) const {
    for (std::size_t middle = line.find("]("); middle != line.npos; middle = line.find("](", middle + 1)) {
      const std::size_t begin = line.rfind('[', middle), end = line.find(')', middle);
      if (begin == line.npos || end == line.npos || in_code(line, middle)) continue;
      const std::string_view target = std::string_view(line).substr(middle + 2, end - middle - 2);
      if (std::none_of(out_.begin(), out_.end(), [&](const Chapter& c) { return target.find(c.id) != target.npos; })) continue;
      const std::string text = line.substr(begin + 1, middle - begin - 1);
      line.replace(begin, end + 1 - begin, text + std::string(remark));
      middle = begin;
    }
  }

  const std::vector<Chapter>& out_;
  std::set<std::string> said_;
};

}  // namespace

void mark_left_out(Book& book, const std::vector<Chapter>& out) {
  for (Chapter& chapter : book.chapters) {
    Marker marker(out);
    for (Block& block : chapter.blocks)
      if (Prose* prose = std::get_if<Prose>(&block)) marker.mark(*prose);
  }
}

}  // namespace tito::literate
