#include "literate/edition/secret.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <set>
#include <unordered_map>
#include <unordered_set>

#include "literate/edition/page.hpp"
#include "literate/edition/stub.hpp"
#include "literate/model/text.hpp"
#include "literate/read/fences.hpp"

namespace tito::literate {
namespace {

constexpr std::size_t shortest_secret = 12;  // characters; `return out;` gives nothing away

std::string without_spaces(std::string_view line) {
  std::string text;
  std::copy_if(line.begin(), line.end(), std::back_inserter(text), [](char c) { return c != ' '; });
  return text;
}

// Published text has lost the marks that the source has; fences never reach it.
template <typename Visit>
void visit_prose(const ProseLine& line, Visit visit) {
  if (line.mark == Mark::open || line.mark == Mark::close) return;
  visit(line.text);
  if (const std::string plain = plain_text(line.text); plain != line.text) visit(plain);
}

template <typename Visit>
void each_line(const Book& book, Visit visit) {
  for (const Chapter& chapter : book.chapters)
    for (const Block& block : chapter.blocks) {
      if (const Prose* prose = std::get_if<Prose>(&block))
        for (const ProseLine& line : prose->lines) visit_prose(line, visit);
      else
        for (const Line& line : std::get<Definition>(block).lines)
          if (line.use.empty()) visit(line.text);
    }
}

bool is_trivial(std::string_view packed) {
  const auto letter = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); };
  return width(packed) < shortest_secret || std::none_of(packed.begin(), packed.end(), letter);
}

// The edition of all chapters that takes out what `edition` does.
Edition of_all_chapters(const Edition& edition) {
  Edition all = edition;
  all.chapters.clear();
  return all;
}

constexpr std::size_t fewest_letters = 8;  // and digits, that a copied line must have to say something: `} catch (...) {` does not

bool says_something(std::string_view packed) {
  const auto speaks = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9'); };
  return !is_trivial(packed) && std::count_if(packed.begin(), packed.end(), speaks) >= static_cast<std::ptrdiff_t>(fewest_letters);
}

bool is_comment(const std::string& line) { return trim(line).starts_with("//"); }

// Text in a row without its spaces, so that a line is found wherever it is broken, and the place of every line of it.
struct Passage {
  std::string packed;
  std::map<std::size_t, Place> places;  // by where a line begins in `packed`

  void add(std::string_view line, Place at) {
    places.insert_or_assign(packed.size(), std::move(at));
    packed += without_spaces(line);
  }
  const Place& place(std::size_t at) const { return std::prev(places.upper_bound(at))->second; }
};

// Secret code lines, found by their first characters.
class Copies {
 public:
  Copies(const Book& full, const Edition& edition)
      : edition_(edition), given_(apply(of_all_chapters(edition), full)), unsolved_(apply(without_solutions(), full)) {
    for (const auto& [name, chunk] : given_.chunks)
      if (is_code(chunk))
        for (const Position part : chunk.parts) add_given(given_.definition(part));
    for (const Chapter& chapter : full.chapters)
      for (const Block& block : chapter.blocks)
        if (const Definition* definition = std::get_if<Definition>(&block); definition != nullptr && is_secret(definition->name))
          for (const Line& line : definition->lines) add_secret(line, definition->at.file);
  }

  void look_at(const Chapter& chapter) {
    for (const Block& block : chapter.blocks) {
      if (const Prose* prose = std::get_if<Prose>(&block))
        look_at(*prose, chapter.file);
      else if (const Definition& definition = std::get<Definition>(block); is_given(definition.name))
        look_at(definition);
    }
  }

  void look_at(const Prose& prose, const std::string& file) {
    const std::vector<bool> unwanted = lines_taken_out(prose, edition_);
    Passage marked, plain;
    for (std::size_t at = 0; at < prose.lines.size(); ++at) {
      if (unwanted[at]) continue;
      const Place place{file, prose.line + static_cast<int>(at)};
      marked.add(prose.lines[at].text, place);
      plain.add(plain_text(prose.lines[at].text), place);
    }
    search(marked);
    search(plain);
  }

  std::vector<Problem> take() {
    std::vector<Problem> problems;
    for (auto& [place, message] : found_) problems.push_back({{place.first, place.second}, std::move(message)});
    return problems;
  }

 private:
  static bool is_code(const Chunk& chunk) { return chunk.kind == Kind::code || chunk.kind == Kind::root || chunk.kind == Kind::stub; }

  static Edition without_solutions() {
    Edition edition;
    edition.probes = true;
    return edition;
  }

  bool is_secret(const std::string& name) const {
    const Kind kind = classify(name).kind;
    return kind == Kind::solution || (kind != Kind::stub && unsolved_.find(name) == nullptr);
  }
  bool is_given(const std::string& name) const { return !is_secret(name) && given_.find(name) != nullptr; }

  void add_given(const Definition& definition) {
    for (const Line& line : definition.lines)
      if (line.use.empty() && !is_comment(line.text)) given_code_ += without_spaces(line.text) + '\n';
  }

  void add_secret(const Line& line, const std::string& file) {
    const std::string packed = without_spaces(line.text);
    if (!line.use.empty() || !says_something(packed) || !known_.insert(packed).second) return;
    if (given_code_.find(packed) != std::string::npos) return;
    by_start_[packed.substr(0, shortest_secret)].push_back({packed, std::string(trim(line.text)), {file, line.number}});
  }

  // Of code that is given nobody knows whether it was copied; of what it says beside the code, everybody does.
  void look_at(const Definition& definition) {
    const Kind kind = classify(definition.name).kind;
    const bool code = kind == Kind::code || kind == Kind::root;
    Passage passage;
    for (const Line& line : definition.lines)
      if (line.use.empty() && (!code || is_comment(line.text))) passage.add(line.text, {definition.at.file, line.number});
    search(passage);
  }

  void search(const Passage& passage) {
    const std::string& text = passage.packed;
    for (std::size_t at = 0; at + shortest_secret <= text.size(); ++at) {
      const auto candidates = by_start_.find(text.substr(at, shortest_secret));
      if (candidates == by_start_.end()) continue;
      for (const Secret& secret : candidates->second)
        if (text.compare(at, secret.packed.size(), secret.packed) == 0) report(passage.place(at), secret);
    }
  }

  struct Secret {
    std::string packed, line;
    Place at;
  };

  void report(const Place& copy, const Secret& secret) {
    found_.emplace(std::pair(copy.file, copy.line),
                   fmt::format("`{}` is a line of a solution ({}), which this edition takes out; reword it, or give that line in code",
                               secret.line, to_string(secret.at)));
  }

  const Edition edition_;
  const Book given_, unsolved_;
  std::string given_code_;
  std::unordered_set<std::string> known_;
  std::unordered_map<std::string, std::vector<Secret>> by_start_;
  std::map<std::pair<std::string, int>, std::string> found_;  // by file and line
};

}  // namespace

std::vector<std::string> secret_lines(const Book& full, const Edition& edition) {
  std::string given;                              // all of it in a row: a secret may be a part of a given line
  std::unordered_set<std::string> seen_or_given;  // whole lines, to spare most of them the search
  each_line(apply(of_all_chapters(edition), full), [&](std::string_view line) {
    const std::string packed = without_spaces(line);
    given += packed;
    seen_or_given.insert(packed);
  });

  std::vector<std::string> secrets;
  each_line(full, [&](std::string_view line) {
    const std::string packed = without_spaces(line);
    if (is_trivial(packed) || !seen_or_given.insert(packed).second) return;
    const std::boyer_moore_horspool_searcher searcher(packed.begin(), packed.end());
    if (std::search(given.begin(), given.end(), searcher) == given.end()) secrets.emplace_back(trim(line));
  });
  return secrets;
}

std::vector<Problem> copied_lines(const Book& full, const Edition& edition, const std::map<std::string, std::string>& pages) {
  if (edition.solutions) return {};
  Copies copies(full, edition);
  const auto& kept = edition.chapters;
  for (const Chapter& chapter : full.chapters)
    if (kept.empty() || std::find(kept.begin(), kept.end(), chapter.id) != kept.end()) copies.look_at(chapter);
  for (const auto& [path, text] : pages) {
    Problems none;  // whoever makes pages of an edition reports them
    copies.look_at(read_prose(text, path, none), path);
  }
  return copies.take();
}

}  // namespace tito::literate
