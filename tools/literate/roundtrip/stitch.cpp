#include "literate/read/read_book.hpp"
#include "literate/roundtrip/stitch.hpp"

#include "literate/model/text.hpp"
#include "literate/roundtrip/escape.hpp"
#include "literate/roundtrip/outline.hpp"
#include "literate/roundtrip/placement.hpp"
#include "literate/tangle/diff.hpp"
#include "support/files.hpp"
#include "support/temporary_folder.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <fstream>

namespace tito::literate {
namespace {

namespace fs = std::filesystem;

// A chapter's text with, for every line, where it comes from: the chapter as it was, or the edited file.
using Sources = std::map<std::string, std::vector<EditedLine>>;

Sources read_chapters(const fs::path& repository, const Book& book) {
  Sources sources;
  for (const Chapter& chapter : book.chapters) {
    const std::string text = read_file(repository / chapter.file);
    std::vector<EditedLine>& lines = sources[chapter.file];
    for (const std::string_view line : split_lines(text))
      lines.push_back({std::string(line), {chapter.file, static_cast<int>(lines.size()) + 1}});
  }
  return sources;
}

// The lines of a definition in its chapter, after the edits made at one of the places where it stands.
std::vector<EditedLine> edited_definition(const Definition& definition, const std::vector<EditedLine>& chapter, const Edits& edits) {
  std::vector<EditedLine> lines;
  const auto add = [&](const std::map<std::size_t, std::vector<EditedLine>>& from, std::size_t index) {
    const auto found = from.find(index);
    if (found == from.end()) return false;
    for (const EditedLine& line : found->second) lines.push_back({escape(line.text), line.at});
    return true;
  };
  for (std::size_t index = 0; index < definition.lines.size(); ++index) {
    add(edits.inserted, index);
    if (!add(edits.replaced, index)) lines.push_back(chapter[static_cast<std::size_t>(chapter_place(definition, index).line) - 1]);
  }
  add(edits.inserted, definition.lines.size());
  return lines;
}

bool same_text(const std::vector<EditedLine>& a, const std::vector<EditedLine>& b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](const EditedLine& x, const EditedLine& y) { return x.text == y.text; });
}

// Brings together what was done to each definition at all the places where it stands.
class Definitions {
 public:
  Definitions(const Book& book, const Sources& sources, Problems& problems) : book_(book), sources_(sources), problems_(problems) {}

  void add(const Placed& file) {
    static const Edits none;
    for (std::size_t i = 0; i < file.outline.instances.size(); ++i) {
      const Instance& instance = file.outline.instances[i];
      const auto edits = file.edits.find(i);
      const std::size_t line = line_before(inverse(file.hunks), instance.first);
      add(*instance.definition, edits == file.edits.end() ? none : edits->second, {file.name, static_cast<int>(line) + 1});
    }
  }

  // The definitions that changed, with their new lines.
  std::map<const Definition*, std::vector<EditedLine>> changed() {
    std::map<const Definition*, std::vector<EditedLine>> result;
    for (auto& [definition, copy] : copies_) {
      if (!copy.edited) continue;
      check_not_emptied(*definition, copy);
      result[definition] = std::move(copy.lines);
    }
    return result;
  }

 private:
  struct Copy {
    std::vector<EditedLine> lines;
    Place at;
    bool edited = false;
  };

  void add(const Definition& definition, const Edits& edits, const Place& at) {
    const bool edited = !edits.inserted.empty() || !edits.replaced.empty();
    Copy copy{edited_definition(definition, sources_.at(definition.at.file), edits), at, edited};
    const auto [known, first] = copies_.try_emplace(&definition, copy);
    if (first || same_text(known->second.lines, copy.lines)) return;
    const Copy& newer = edited ? copy : known->second;
    const Copy& other = edited ? known->second : copy;
    problems_.add(newer.at, fmt::format("⟨{}⟩ ({}) also stands at {}, where it now reads otherwise; make the same edit there",
                                        definition.name, to_string(definition.at), to_string(other.at)));
  }

  // A chunk that says nothing loses its comment too: whether it should go altogether is for the author to say.
  void check_not_emptied(const Definition& definition, const Copy& copy) {
    const Chunk& chunk = *book_.find(definition.name);
    const bool empty = std::all_of(copy.lines.begin(), copy.lines.end(), [](const EditedLine& line) { return is_blank(line.text); });
    if (chunk.parts.size() > 1 || chunk.kind == Kind::solution || !empty || definition.lines.empty()) return;
    problems_.add(copy.at, fmt::format("nothing is left of ⟨{}⟩; take it and its uses out of the chapter: {}", definition.name,
                                       to_string(definition.at)));
  }

  const Book& book_;
  const Sources& sources_;
  Problems& problems_;
  std::map<const Definition*, Copy> copies_;
};

// Puts the new lines in the place of the old ones; returns the files that changed.
std::map<std::string, std::string> replace(const std::map<const Definition*, std::vector<EditedLine>>& changed, Sources& sources) {
  std::vector<const Definition*> order;
  order.reserve(changed.size());
  for (const auto& [definition, lines] : changed) order.push_back(definition);
  // From the end of each chapter, so that the lines above keep their numbers.
  std::sort(order.begin(), order.end(), [](const Definition* a, const Definition* b) { return a->at.line > b->at.line; });
  std::map<std::string, std::string> texts;
  for (const Definition* definition : order) {
    std::vector<EditedLine>& chapter = sources.at(definition->at.file);
    const auto begin = chapter.begin() + definition->at.line;
    const auto end = begin + static_cast<std::ptrdiff_t>(definition->lines.size());
    const std::vector<EditedLine>& lines = changed.at(definition);
    chapter.insert(chapter.erase(begin, end), lines.begin(), lines.end());
    texts[definition->at.file];
  }
  for (auto& [file, text] : texts) text = text_of(sources.at(file));
  return texts;
}

// Reads the changed chapters as `read_book` will; says what is wrong with them where the editor sees it.
TangledTree tangle_again(const fs::path& repository, const Sources& sources) {
  const TemporaryFolder trial("stitch");
  fs::create_directories(trial.path() / "chapters");
  fs::copy(repository / "chapters/order.toml", trial.path() / "chapters/order.toml");
  for (const auto& [file, lines] : sources) std::ofstream(trial.path() / file, std::ios::binary) << text_of(lines);
  try {
    return tangle(read_book(trial.path()));
  } catch (Failure& failure) {
    for (Problem& problem : failure.problems) {
      const auto source = sources.find(problem.at.file);
      if (source == sources.end() || problem.at.line < 1 || problem.at.line > static_cast<int>(source->second.size())) continue;
      problem.at = source->second[static_cast<std::size_t>(problem.at.line) - 1].at;
    }
    throw Failure(std::move(failure.problems));
  }
}

// The chapters as changed must give exactly the edited tree.
void verify(const TangledTree& again, const TangledTree& now, const EditedTree& edited, const std::string& name) {
  Problems problems;
  for (const auto& [path, file] : now) {
    const auto found = edited.find(path);
    const std::vector<EditedLine> untouched;
    const std::vector<EditedLine>& wanted = found == edited.end() ? untouched : found->second;
    const auto given = again.find(path);
    if (given != again.end() && given->second.text == (found == edited.end() ? file.text : text_of(wanted))) continue;
    Place at{fmt::format("{}/{}", name, path)};
    if (given != again.end()) {
      const Lines lines = split_lines(given->second.text);
      const auto differs = std::mismatch(wanted.begin(), wanted.end(), lines.begin(), lines.end(),
                                         [](const EditedLine& line, std::string_view text) { return line.text == text; });
      if (differs.first != wanted.end()) at = differs.first->at;
    }
    problems.add(at, "no change of the chapters gives this text; make this edit in the chapter itself");
  }
  problems.throw_if_any();
}

void check_known(const Book& book, const std::string& chunk) {
  if (chunk.empty() || book.find(chunk) != nullptr) return;
  std::vector<std::string_view> names;
  for (const auto& [name, known] : book.chunks) names.push_back(name);
  throw Failure({"--into"}, fmt::format("there is no chunk `{}`{}", chunk, did_you_mean(chunk, names, "name one as the chapters write it")));
}

}  // namespace

std::map<std::string, std::string> stitch(const fs::path& repository, const Book& book, const TangledTree& now, const EditedTree& edited,
                                          const std::string& name, const std::string& into) {
  Problems problems;
  check_known(book, into);
  Sources sources = read_chapters(repository, book);
  Definitions definitions(book, sources, problems);
  for (const auto& [path, file] : now) {
    const auto found = edited.find(path);
    const std::string here = fmt::format("{}/{}", name, path);
    Outline outline = outline_of(book, *book.find(path), file);
    definitions.add(found == edited.end() ? Placed{here, std::move(outline), {}, {}}
                                          : place(here, std::move(outline), split_lines(file.text), found->second, into, problems));
  }
  const auto changed = definitions.changed();
  problems.throw_if_any();
  std::map<std::string, std::string> chapters = replace(changed, sources);
  verify(tangle_again(repository, sources), now, edited, name);
  return chapters;
}

}  // namespace tito::literate
