#include "literate/roundtrip/placement.hpp"

#include "literate/model/text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

namespace tito::literate {
namespace {

// Reads the hunks of one file.
class Placer {
 public:
  Placer(Placed& placed, const Lines& before, const std::vector<EditedLine>& after, const std::string& into, Problems& problems)
      : placed_(placed), outline_(placed.outline), before_(before), after_(after), into_(into), problems_(problems) {}

  void read(const Hunk& hunk) {
    const auto generated = std::find_if(outline_.lines.begin() + offset(hunk.begin), outline_.lines.begin() + offset(hunk.end),
                                        [](const OutlineLine& line) { return line.generated; });
    if (generated != outline_.lines.begin() + offset(hunk.end))
      refuse(hunk, fmt::format("`{}` is written by tangling, from {}; put it back, or change that line of the chapter",
                               trim(before_[static_cast<std::size_t>(generated - outline_.lines.begin())]), place_of(*generated)));
    else if (hunk.removed() == 0)
      insert(hunk);
    else if (hunk.added() == 0)
      remove(hunk);
    else
      replace(hunk);
  }

 private:
  static std::ptrdiff_t offset(std::size_t index) { return static_cast<std::ptrdiff_t>(index); }

  // Lines that are there twice may stand in more than one gap and read the same: all of them must be in the same chunk.
  void insert(const Hunk& hunk) {
    std::size_t first = hunk.begin, last = hunk.begin;
    while (first > 0 && before_[first - 1] == inserted(hunk, hunk.begin - first + 1)) --first;
    while (last < before_.size() && before_[last] == after_[hunk.new_begin + (last - hunk.begin) % hunk.added()].text) ++last;
    std::vector<Slot> slots;
    bool one_each = true;
    for (std::size_t gap = first; gap <= last; ++gap) {
      const std::vector<Slot> fitting = fitting_slots(gap, hunk);
      one_each = one_each && fitting.size() <= 1;
      for (const Slot& slot : fitting)
        if (slots.empty() || slot.instance != slots.back().instance || fitting.size() > 1) slots.push_back(slot);
    }
    const std::vector<Slot> here = fitting_slots(hunk.begin, hunk);
    if (here.empty()) return refuse(hunk, nowhere(hunk.begin));
    if (slots.size() == 1 && one_each) return insert(here[0], hunk, 0);
    if (!insert_as_told(first, last, hunk)) refuse(hunk, choice(slots));
  }

  void insert(const Slot& slot, const Hunk& hunk, std::ptrdiff_t further) {
    const auto moved = [further](std::size_t line) { return static_cast<std::size_t>(offset(line) + further); };
    edits(slot.instance).inserted[slot.index] = lines_for(slot.instance, moved(hunk.new_begin), moved(hunk.new_end));
  }

  // In the one chunk that was named, in the gap of [first, last] nearest to where the lines seem to stand: they read the same in each.
  bool insert_as_told(std::size_t first, std::size_t last, const Hunk& hunk) {
    const auto distance = [&](std::size_t gap) { return gap < hunk.begin ? hunk.begin - gap : gap - hunk.begin; };
    std::optional<Slot> best;
    std::size_t at = 0;
    for (std::size_t gap = first; gap <= last; ++gap)
      for (const Slot& slot : fitting_slots(gap, hunk))
        if (name_of(slot) == into_ && (!best || distance(gap) < distance(at))) best = slot, at = gap;
    if (best) insert(*best, hunk, offset(at) - offset(hunk.begin));
    return best.has_value();
  }

  const std::string& name_of(const Slot& slot) const { return outline_.instances[slot.instance].definition->name; }

  // The line that is the count-th from the end of the inserted ones, which repeat above the gap.
  const std::string& inserted(const Hunk& hunk, std::size_t count) const {
    return after_[hunk.new_end - 1 - (count - 1) % hunk.added()].text;
  }

  // Of equal lines, any may be the one that went: all of them must be in the same chunk.
  void remove(const Hunk& hunk) {
    std::size_t first = hunk.begin, last = hunk.end;
    while (first > 0 && before_[first - 1] == before_[first - 1 + hunk.removed()]) --first;
    while (last < before_.size() && before_[last] == before_[last - hunk.removed()]) ++last;
    const bool slides = last - first > hunk.removed();
    if (slides && !one_run(first, last))
      return refuse(hunk, fmt::format("the lines that went could be those of {}", chunks_of(first, last)));
    for (std::size_t line = hunk.begin; line < hunk.end; ++line) set(line, {});
  }

  // As many lines as before: each stands for its own. Otherwise all of them must be in one run, and nothing else fit.
  void replace(const Hunk& hunk) {
    if (hunk.removed() == hunk.added()) {
      for (std::size_t i = 0; i < hunk.removed(); ++i)
        set(hunk.begin + i, lines_for(outline_.lines[hunk.begin + i].instance, hunk.new_begin + i, hunk.new_begin + i + 1));
      return;
    }
    if (!one_run(hunk.begin, hunk.end))
      return refuse(hunk, fmt::format("it is open how these lines divide between {}", chunks_of(hunk.begin, hunk.end)));
    if (hunk.added() > hunk.removed())
      for (const std::size_t edge : {hunk.begin, hunk.end})
        if (const std::vector<Slot> slots = fitting_slots(edge, hunk); slots.size() > 1 && !is_told(hunk))
          return refuse(hunk, choice(slots));
    set(hunk.begin, lines_for(outline_.lines[hunk.begin].instance, hunk.new_begin, hunk.new_end));
    for (std::size_t line = hunk.begin + 1; line < hunk.end; ++line) set(line, {});
  }

  // Whether the lines that gave way stand in the chunk that was named.
  bool is_told(const Hunk& hunk) const { return outline_.instances[outline_.lines[hunk.begin].instance].definition->name == into_; }

  Edits& edits(std::size_t instance) { return placed_.edits[instance]; }

  void set(std::size_t line, std::vector<EditedLine> lines) {
    edits(outline_.lines[line].instance).replaced[outline_.lines[line].index] = std::move(lines);
  }

  // Whether the lines follow each other in one definition, with no empty slot between them.
  bool one_run(std::size_t begin, std::size_t end) const {
    for (std::size_t line = begin; line < end; ++line) {
      const OutlineLine& here = outline_.lines[line];
      if (here.generated || here.instance != outline_.lines[begin].instance || here.index != outline_.lines[begin].index + (line - begin))
        return false;
    }
    return true;
  }

  // A chunk whose text stands further to the right than the new lines cannot be where they belong.
  std::vector<Slot> fitting_slots(std::size_t gap, const Hunk& hunk) const {
    std::size_t indent = std::string::npos;
    for (std::size_t line = hunk.new_begin; line < hunk.new_end; ++line)
      if (!is_blank(after_[line].text)) indent = std::min(indent, leading(after_[line].text, ' '));
    std::vector<Slot> slots;
    for (const Slot& slot : outline_.gaps[gap])
      if (outline_.instances[slot.instance].shift <= indent) slots.push_back(slot);
    return slots;
  }

  // The edited lines without the indentation that tangling gives back.
  std::vector<EditedLine> lines_for(std::size_t instance, std::size_t begin, std::size_t end) {
    const std::size_t shift = outline_.instances[instance].shift;
    std::vector<EditedLine> lines;
    for (std::size_t line = begin; line < end; ++line) {
      const EditedLine& edited = after_[line];
      if (!is_blank(edited.text) && leading(edited.text, ' ') < shift)
        problems_.add(edited.at, fmt::format("the text of ⟨{}⟩ ({}) stands {} columns in, this line less; indent it",
                                             outline_.instances[instance].definition->name,
                                             to_string(outline_.instances[instance].definition->at), shift));
      else
        lines.push_back({is_blank(edited.text) ? "" : edited.text.substr(shift), edited.at});
    }
    return lines;
  }

  std::string place_of(const OutlineLine& line) const {
    return to_string(chapter_place(*outline_.instances[line.instance].definition, line.index));
  }

  std::string to_text(const Slot& slot) const {
    const Definition& definition = *outline_.instances[slot.instance].definition;
    return fmt::format("⟨{}⟩ at {}", definition.name, to_string(chapter_place(definition, slot.index)));
  }

  std::string choice(const std::vector<Slot>& slots) const {
    std::string text;
    for (std::size_t i = 0; i < slots.size(); ++i) text += fmt::format("{}{}", i == 0 ? "" : " or ", to_text(slots[i]));
    return fmt::format("new lines here could belong to {}; say which with --into \"{}\", or write them into the chapter there, too, and "
                       "stitch again", text, name_of(slots.front()));
  }

  std::string nowhere(std::size_t gap) const {
    if (outline_.gaps[gap].empty()) return "nothing of a chunk can stand above the line that names the chapter; move it below";
    return fmt::format("the text of {} stands further to the right than these lines; indent them", to_text(outline_.gaps[gap].front()));
  }

  // "⟨a⟩ and ⟨b⟩", for messages.
  std::string chunks_of(std::size_t begin, std::size_t end) const {
    std::vector<std::string> names;
    for (std::size_t line = begin; line < end; ++line) {
      const OutlineLine& here = outline_.lines[line];
      if (line == begin || !one_run(line - 1, line + 1)) names.push_back(to_text({here.instance, here.index}));
    }
    return fmt::format("{}; make this change in the chapter, too, and stitch again", fmt::join(names, " and "));
  }

  void refuse(const Hunk& hunk, std::string message) { problems_.add(place_of(hunk), std::move(message)); }

  // Where the editor sees a change: its first new line, or the line before what went.
  Place place_of(const Hunk& hunk) const {
    if (after_.empty()) return {placed_.name};
    return after_[std::min(hunk.new_begin - (hunk.added() == 0 && hunk.new_begin > 0 ? 1 : 0), after_.size() - 1)].at;
  }

  Placed& placed_;
  const Outline& outline_;
  const Lines& before_;
  const std::vector<EditedLine>& after_;
  const std::string& into_;
  Problems& problems_;
};

}  // namespace

Placed place(const std::string& name, Outline outline, const Lines& before, const std::vector<EditedLine>& after, const std::string& into,
             Problems& problems) {
  Placed placed{name, std::move(outline), {}, {}};
  Lines texts;
  for (const EditedLine& line : after) texts.push_back(line.text);
  placed.hunks = hunks_between(before, texts);
  Placer placer(placed, before, after, into, problems);
  for (const Hunk& hunk : placed.hunks) placer.read(hunk);
  return placed;
}

}  // namespace tito::literate
