#include "literate/roundtrip/edited.hpp"

#include "literate/model/language.hpp"
#include "literate/model/text.hpp"
#include "literate/roundtrip/merge.hpp"
#include "support/files.hpp"
#include "support/tree.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <optional>

namespace tito::literate {
namespace {

namespace fs = std::filesystem;

// The lines of an edited file as tangling could have written them; reports what no chapter could hold.
Lines read_lines(const std::string& text, const std::string& name, Problems& problems) {
  if (const std::size_t at = text.find('\r'); at != text.npos) {
    const auto line = 1 + std::count(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(at), '\n');
    problems.add({name, static_cast<int>(line)}, "carriage return; save the file with LF line ends");
  }
  Lines lines = split_lines(text);
  if (!text.empty() && text.back() != '\n')
    problems.add({name, static_cast<int>(lines.size())}, "no newline at the end of the file; add one");
  for (std::string_view& line : lines)
    if (is_blank(line)) line = {};
  return lines;
}

// A file that holds nothing new is left out.
void add_merged(EditedTree& tree, const std::string& path, const std::string& name, const Merge& merged, const Lines& now) {
  if (std::equal(merged.lines.begin(), merged.lines.end(), now.begin(), now.end(),
                 [](const MergedLine& line, std::string_view text) { return line.text == text; }))
    return;
  std::vector<EditedLine>& lines = tree[path];
  for (const MergedLine& line : merged.lines) lines.push_back({std::string(line.text), {name, static_cast<int>(line.theirs) + 1}});
}

void check_folder(const fs::path& dir, const std::string& name, std::string_view advice) {
  if (!fs::is_directory(dir)) throw Failure({name}, fmt::format("{}; {}", fs::exists(dir) ? "is no folder" : "there is no such folder", advice));
}

// Files that no chapter gives, unless they are what a chapter once gave.
void report_others(const fs::path& dir, const std::string& name, const std::map<std::string, std::string>& base, const TangledTree& now,
                   Problems& problems) {
  for (const std::string& path : files_below(dir)) {
    if (now.contains(path)) continue;
    const auto before = base.find(path);
    if (before != base.end() && before->second == read_below(dir, path)) continue;
    problems.add({fmt::format("{}/{}", name, path)},
                 fmt::format("no chapter produces this file; write it as <<{}>>= in one, or move it away", path));
  }
}

// What stands between the marks of one exercise.
struct Body {
  std::vector<EditedLine> lines;  // without the indentation of the marks
  bool written = true;
};

// Follows the marks of exercises from line to line.
class MarkReader {
 public:
  explicit MarkReader(std::string_view path) : comment_(language_of(path).line_comment) {}

  bool inside() const { return !id_.empty(); }
  const std::string& id() const { return id_; }
  std::size_t indent() const { return indent_; }

  std::string begin_mark(std::string_view id) const { return fmt::format("{}@begin exercise {}", comment_, id); }
  std::string end_mark(std::string_view id) const { return fmt::format("{}@end exercise {}", comment_, id); }

  // Whether the line is a mark.
  bool read(std::string_view line) {
    const std::string_view text = trim(line);
    if (!inside() && text.starts_with(begin_mark(""))) {
      id_ = text.substr(begin_mark("").size());
      indent_ = leading(line, ' ');
      return true;
    }
    if (!inside() || text != end_mark(id_)) return false;
    id_.clear();
    return true;
  }

  // Whether a line that is no mark was one, or is one at a wrong place.
  bool is_damaged_mark(std::string_view line) const {
    const std::string_view text = trim(line);
    std::string letters;
    std::copy_if(text.begin(), text.end(), std::back_inserter(letters), [](char c) { return c != ' '; });
    return text.starts_with(comment_) && (letters.find("@beginexercise") != letters.npos || letters.find("@endexercise") != letters.npos);
  }

 private:
  std::string comment_, id_;
  std::size_t indent_ = 0;
};

std::string advice_on(const MarkReader& marks) {
  return marks.inside() ? fmt::format("put `{}` back behind the body, and one pair of marks around each", marks.end_mark(marks.id()))
                        : fmt::format("write `{}` before the body and `{}` behind it", marks.begin_mark("ID"), marks.end_mark("ID"));
}

void read_bodies(const std::string& path, const std::string& name, const Lines& lines, std::map<std::string, Body>& bodies,
                 Problems& problems) {
  MarkReader marks(path);
  for (std::size_t i = 0; i < lines.size(); ++i) {
    const Place at{name, static_cast<int>(i + 1)};
    if (marks.read(lines[i])) {
      if (marks.inside() && !bodies.emplace(marks.id(), Body{}).second)
        problems.add(at, fmt::format("exercise `{}` is marked twice; leave one", marks.id()));
    } else if (marks.is_damaged_mark(lines[i])) {
      problems.add(at, fmt::format("the mark of an exercise is damaged or has lost its other half; {}", advice_on(marks)));
    } else if (marks.inside()) {
      Body& body = bodies[marks.id()];
      if (lines[i].find(fmt::format("NotImplemented(\"{}\")", marks.id())) != std::string_view::npos) body.written = false;
      body.lines.push_back({std::string(lines[i].substr(std::min(marks.indent(), leading(lines[i], ' ')))), at});
    }
  }
  if (marks.inside())
    problems.add({name}, fmt::format("`{}` is missing; put the mark back behind the body", marks.end_mark(marks.id())));
}

// The file as the chapters give it, with these bodies instead of its own. Takes those it uses.
std::vector<EditedLine> with_bodies(const std::string& path, const TangledFile& file, std::map<std::string, Body>& bodies,
                                    Unwritten unwritten) {
  MarkReader marks(path);
  std::vector<EditedLine> lines;
  bool replaced = false;
  for (const std::string_view line : split_lines(file.text)) {
    const bool mark = marks.read(line);
    if (!replaced || mark) lines.push_back({std::string(line), {path, static_cast<int>(lines.size()) + 1}});
    if (!mark) continue;
    const auto body = marks.inside() ? bodies.find(marks.id()) : bodies.end();
    replaced = body != bodies.end() && (body->second.written || unwritten == Unwritten::drop);
    if (replaced)
      for (EditedLine& edited : body->second.lines) {
        if (!edited.text.empty()) edited.text.insert(0, marks.indent(), ' ');
        lines.push_back(std::move(edited));
      }
    if (body != bodies.end()) bodies.erase(body);
  }
  return lines;
}

bool holds(const std::vector<std::string>& ids, const std::string& id) { return std::find(ids.begin(), ids.end(), id) != ids.end(); }

}  // namespace

std::string text_of(const std::vector<EditedLine>& lines) {
  std::string text;
  for (const EditedLine& line : lines) text.append(line.text) += '\n';
  return text;
}

EditedTree edited_tree(const fs::path& dir, const std::string& name, const std::map<std::string, std::string>& base,
                       const TangledTree& now) {
  check_folder(dir, name, "`tito tangle` writes the framework that the chapters contain");
  Problems problems;
  EditedTree tree;
  for (const auto& [path, file] : now) {
    const std::string here = fmt::format("{}/{}", name, path);
    const auto before = base.find(path);
    if (!fs::exists(fs::symlink_status(dir / path))) {
      if (before != base.end() || base.empty())
        problems.add({here}, "is missing; `tito tangle` brings it back; to remove it, take its chunk out of the chapters");
      continue;
    }
    const std::string text = read_below(dir, path);
    if (text == file.text) continue;
    const Lines ours = split_lines(file.text), theirs = read_lines(text, here, problems);
    const Merge merged = merge(before == base.end() ? ours : split_lines(before->second), ours, theirs);
    if (merged.conflict)
      problems.add({here, static_cast<int>(*merged.conflict) + 1},
                   "this place was changed here and in the chapters since the last `tito tangle`; make the two agree, or undo one");
    else
      add_merged(tree, path, here, merged, ours);
  }
  report_others(dir, name, base, now, problems);
  problems.throw_if_any();
  return tree;
}

EditedBodies edited_bodies(const fs::path& dir, const TangledTree& now, const std::map<std::string, std::string>& expected,
                           Unwritten unwritten) {
  check_folder(dir, dir.string(), "give the folder of a student's tree");
  Problems problems;
  EditedBodies result;
  for (const auto& [path, file] : now) {
    if (!fs::exists(fs::symlink_status(dir / path))) continue;
    const std::string name = (dir / path).string(), text = read_below(dir, path);
    std::map<std::string, Body> bodies;
    if (text.find("exercise ") == text.npos) continue;
    read_bodies(path, name, read_lines(text, name, problems), bodies, problems);
    for (const auto& [id, body] : bodies) (body.written ? result.written : result.unwritten).push_back(id);
    std::vector<EditedLine> lines = with_bodies(path, file, bodies, unwritten);
    for (const auto& [id, body] : bodies)
      problems.add({name}, fmt::format("no chapter has an exercise `{}` in this file; put the marks back as they were", id));
    if (text_of(lines) != file.text) result.tree[path] = std::move(lines);
  }
  for (const auto& [id, path] : expected)
    if (!holds(result.written, id) && !holds(result.unwritten, id))
      problems.add({(dir / path).string()}, fmt::format("exercise `{}` has lost its marks; write `//@begin exercise {}` and `//@end exercise {}` "
                                                        "around its body", id, id, id));
  problems.throw_if_any();
  if (result.written.empty() && result.unwritten.empty()) throw Failure({dir.string()}, "holds no exercise; give the folder of a student's tree");
  return result;
}

}  // namespace tito::literate
