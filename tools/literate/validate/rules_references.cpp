// What Sphinx would refuse only after minutes, and at a woven page: a work that no bibliography has, two things of one address.
#include <fmt/format.h>

#include <algorithm>

#include "literate/model/text.hpp"
#include "literate/validate/rules.hpp"

namespace tito::literate::rules {
namespace {

std::string joined(const std::vector<std::string>& lines) {
  std::string text;
  for (const std::string& line : lines) text += line + '\n';
  return text;
}

void check_key(const Manuscript& chapter, Verdict& verdict, int line, const std::string& key) {
  if (chapter.works.contains(key)) return;
  const std::vector<std::string_view> known(chapter.works.begin(), chapter.works.end());
  const std::string otherwise = fmt::format("add it to book/references-{}.bib", chapter.chapter.number);
  verdict.fail(chapter.at(line), fmt::format("no book/*.bib has a work `{}`{}", key, did_you_mean(key, known, otherwise)));
}

// The keys of `knuth1984, ramsey1994`.
std::vector<std::string> keys_in(std::string_view list) {
  std::vector<std::string> keys;
  while (!list.empty()) {
    const std::size_t begin = std::min(list.find_first_not_of(" ,\n"), list.size());
    const std::size_t end = std::min(list.find_first_of(" ,\n", begin), list.size());
    if (begin < end) keys.emplace_back(list.substr(begin, end - begin));
    list.remove_prefix(end);
  }
  return keys;
}

// {cite:p}`knuth1984, ramsey1994`, also over the end of a line.
void check_citations(const Manuscript& chapter, Verdict& verdict, int first, std::string_view text) {
  for (std::size_t role = text.find("{cite"); role != text.npos; role = text.find("{cite", role + 1)) {
    const std::size_t open = text.find('}', role), close = text.find('`', open + 2);
    if (open == text.npos || close == text.npos || text[open + 1] != '`') continue;
    const int line = first + static_cast<int>(std::count(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(role), '\n'));
    for (const std::string& key : keys_in(text.substr(open + 2, close - open - 2))) check_key(chapter, verdict, line, key);
  }
}

// The address that Sphinx makes of a heading: words of small letters and digits, joined by `-`, beginning with a letter.
std::string address_of(std::string_view heading) {
  std::string address;
  for (const char c : heading) {
    const char small = c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
    const bool letter = small >= 'a' && small <= 'z', digit = small >= '0' && small <= '9';
    if (letter || (digit && !address.empty()))
      address += small;
    else if (!address.empty() && !address.ends_with('-') && static_cast<unsigned char>(c) < 0x80)
      address += '-';
  }
  return address.substr(0, address.find_last_not_of('-') + 1);
}

}  // namespace

void citations(const Manuscript& chapter, Verdict& verdict) {
  for (const Paragraph& paragraph : chapter.paragraphs)
    if (paragraph.kind == Paragraph::Kind::text) check_citations(chapter, verdict, paragraph.first, joined(paragraph.lines));
  for (const Heading& heading : chapter.headings) check_citations(chapter, verdict, heading.line, heading.text);
}

void addresses(const Manuscript& chapter, Verdict& verdict) {
  std::map<std::string, const Box*> taken;
  for (const Box& box : chapter.boxes) {
    if (box.name == "exercise" || box.name == "reflect") taken[box.name + "-" + box.option("id")] = &box;
    if (box.name == "answer" || box.name == "output") taken[box.name + "-" + box.argument] = &box;
  }
  for (const Heading& heading : chapter.headings)
    if (const auto found = taken.find(address_of(heading.text)); found != taken.end())
      verdict.fail(chapter.at(heading.line), fmt::format("`{}` has the same address as the {} of line {}, `#{}`; call it otherwise",
                                                         heading.text, found->second->name, found->second->first, found->first));
}

}  // namespace tito::literate::rules
