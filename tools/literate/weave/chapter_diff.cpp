#include "literate/weave/chapter_diff.hpp"

#include <algorithm>

#include "literate/model/language.hpp"
#include "literate/model/text.hpp"
#include "literate/tangle/diff.hpp"

namespace tito::literate {
namespace {

constexpr std::size_t context = 2;  // unchanged lines shown around a change

class Changes {
 public:
  Changes(const Book& book, const Links& links, std::size_t chapter) : book_(book), links_(links), chapter_(chapter) {}

  std::string write(const History& history) {
    json_.open('{');
    json_.key("chapter");
    write_chapter();
    json_.key("files");
    json_.open('[');
    for (const auto& [path, versions] : history.files()) {
      const auto version = std::find_if(versions.begin(), versions.end(), [&](const Version& one) { return one.chapter == chapter_; });
      if (version == versions.end()) continue;
      if (version == versions.begin())
        write_new(path, version->file);
      else if (version[-1].file.text != version->file.text)
        write_changed(path, version[-1].file, version->file);
    }
    json_.close(']');
    json_.close('}');
    return std::move(json_).finish();
  }

 private:
  void write_chapter() {
    const Chapter& chapter = book_.chapters[chapter_];
    json_.open('{');
    json_.member("doc", doc_of(chapter));
    json_.member("number", chapter.number);
    json_.member("title", chapter.title);
    json_.close('}');
  }

  void open_file(std::string_view path, const char* status) {
    json_.break_line();
    json_.open('{');
    json_.member("path", path);
    json_.member("status", status);
    links_.write(json_, "root", &book_.find(path)->parts.front());
  }

  void write_new(std::string_view path, const TangledFile& file) {
    open_file(path, "new");
    json_.member("lines", static_cast<int>(file.lines.size()));
    json_.close('}');
  }

  void write_changed(std::string_view path, const TangledFile& before, const TangledFile& after) {
    old_ = split_lines(before.text);
    new_ = split_lines(after.text);
    owners_ = owners(after);
    const std::vector<Hunk> hunks = hunks_between(old_, new_);
    std::size_t added = 0, removed = 0;
    for (const Hunk& hunk : hunks) added += hunk.added(), removed += hunk.removed();
    open_file(path, "changed");
    json_.member("language", language_of(path).name);
    json_.member("added", static_cast<int>(added));
    json_.member("removed", static_cast<int>(removed));
    json_.key("hunks");
    json_.open('[');
    for (auto first = hunks.begin(); first != hunks.end();) {
      auto last = first + 1;
      while (last != hunks.end() && last->new_begin - last[-1].new_end <= 2 * context) ++last;
      write_group({first, last});
      first = last;
    }
    json_.close(']');
    json_.close('}');
  }

  // Changes so near to each other that what stands between them is shown.
  void write_group(const std::vector<Hunk>& hunks) {
    const std::size_t begin = hunks.front().new_begin - std::min(context, hunks.front().new_begin);
    json_.break_line();
    json_.open('{');
    json_.member("at", static_cast<int>(begin) + 1);
    json_.key("runs");
    json_.open('[');
    std::size_t shown = begin;
    for (const Hunk& hunk : hunks) {
      write_run("same", new_, shown, hunk.new_begin);
      write_run("removed", old_, hunk.begin, hunk.end);
      write_added(hunk.new_begin, hunk.new_end);
      shown = hunk.new_end;
    }
    write_run("same", new_, shown, std::min(shown + context, new_.size()));
    json_.close(']');
    json_.close('}');
  }

  // Added lines fall into runs that each come from one definition.
  void write_added(std::size_t begin, std::size_t end) {
    while (begin < end) {
      const Position from = owners_[begin]->definition;
      std::size_t next = begin;
      while (next < end && owners_[next]->definition == from) ++next;
      if (is_solution(from))
        write_withheld(next - begin, from);
      else
        write_run("added", new_, begin, next, &from);
      begin = next;
    }
  }

  bool is_solution(Position definition) const { return book_.find(book_.definition(definition).name)->kind == Kind::solution; }

  // A solution is folded where it is explained, and not shown elsewhere.
  void write_withheld(std::size_t lines, Position from) {
    json_.open('{');
    json_.member("kind", "solution");
    json_.member("count", static_cast<int>(lines));
    links_.write(json_, "chunk", &from);
    json_.close('}');
  }

  void write_run(const char* kind, const Lines& lines, std::size_t begin, std::size_t end, const Position* from = nullptr) {
    if (begin == end) return;
    json_.open('{');
    json_.member("kind", kind);
    json_.key("lines");
    json_.open('[');
    for (std::size_t line = begin; line < end; ++line) json_.value(lines[line]);
    json_.close(']');
    if (from != nullptr) links_.write(json_, "chunk", from);
    json_.close('}');
  }

  const Book& book_;
  const Links& links_;
  std::size_t chapter_;
  JsonWriter json_;
  Lines old_, new_;
  std::vector<const Span*> owners_;
};

}  // namespace

std::string changes_of(const Book& book, const History& history, const Links& links, std::size_t chapter) {
  return Changes(book, links, chapter).write(history);
}

}  // namespace tito::literate
