#include "literate/roundtrip/outline.hpp"

#include "literate/model/text.hpp"

#include <algorithm>
#include <utility>

namespace tito::literate {
namespace {

// Expands a root in step with the origins of the lines that tangling wrote: they say which comments it added.
class OutlineReader {
 public:
  OutlineReader(const Book& book, const TangledFile& file) : book_(book), origins_(file.lines) { outline_.gaps.emplace_back(); }

  Outline read(const Chunk& root) && {
    expand(root, 0);
    return std::move(outline_);
  }

 private:
  void expand(const Chunk& chunk, std::size_t shift) {
    for (const Position part : chunk.parts) {
      const Definition& definition = book_.definition(part);
      const std::size_t instance = outline_.instances.size();
      outline_.instances.push_back({&definition, shift, outline_.lines.size()});
      read_header(instance);
      for (std::size_t index = 0; index < definition.lines.size(); ++index) {
        add_slot(instance, index);
        read_line(instance, index);
        read_header(instance);
      }
      add_slot(instance, definition.lines.size());
    }
  }

  void read_line(std::size_t instance, std::size_t index) {
    const Line& line = outline_.instances[instance].definition->lines[index];
    if (line.use.empty()) return add_line(instance, index, false);
    const Chunk& used = *book_.find(line.use);
    const bool announced = comes_from(instance, line.number);
    if (announced) add_line(instance, index, true);
    if (!announced && blank(used)) return;
    expand(used, outline_.instances[instance].shift + line.text.size());
    if (announced && used.kind == Kind::solution) add_line(instance, index, true);
  }

  // Only the comment that heads a file comes from the line of a definition itself.
  void read_header(std::size_t instance) {
    if (comes_from(instance, outline_.instances[instance].definition->at.line)) add_line(instance, heading, true);
  }

  bool comes_from(std::size_t instance, int chapter_line) const {
    const std::size_t next = outline_.lines.size();
    return next < origins_.size() && origins_[next].at.line == chapter_line &&
           origins_[next].at.file == outline_.instances[instance].definition->at.file;
  }

  void add_slot(std::size_t instance, std::size_t index) { outline_.gaps.back().push_back({instance, index}); }

  void add_line(std::size_t instance, std::size_t index, bool generated) {
    outline_.lines.push_back({instance, index, generated});
    outline_.gaps.emplace_back();
  }

  bool blank(const Chunk& chunk) const {
    return std::all_of(chunk.parts.begin(), chunk.parts.end(), [&](Position part) {
      const std::vector<Line>& lines = book_.definition(part).lines;
      return std::all_of(lines.begin(), lines.end(),
                         [&](const Line& line) { return line.use.empty() ? is_blank(line.text) : blank(*book_.find(line.use)); });
    });
  }

  const Book& book_;
  const std::vector<Origin>& origins_;
  Outline outline_;
};

}  // namespace

Outline outline_of(const Book& book, const Chunk& root, const TangledFile& file) { return OutlineReader(book, file).read(root); }

}  // namespace tito::literate
