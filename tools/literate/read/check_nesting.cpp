// How chunks stand inside each other: in no circle, not too deep, and with an end to the text that they give. Whatever follows the uses
// from chunk to chunk afterwards may rely on that.
#include <fmt/format.h>

#include <algorithm>
#include <cstdint>

#include "literate/model/text.hpp"
#include "literate/read/check.hpp"

namespace tito::literate {
namespace {

constexpr int deepest = 64;
constexpr std::int64_t most_lines = 1'000'000, most_bytes = std::int64_t{64} << 20U;  // of all files together

// What comes out of a chunk, at most. Numbers stop growing above every limit.
struct Extent {
  int depth = 0;
  std::int64_t lines = 0, bytes = 0;

  void add(std::int64_t more_lines, std::int64_t more_bytes) {
    lines = std::min(lines + more_lines, 2 * most_lines);
    bytes = std::min(bytes + more_bytes, 2 * most_bytes);
  }
};

class NestingChecker {
 public:
  NestingChecker(const Book& book, Problems& problems) : book_(book), problems_(problems) {}

  bool run() {
    for (const auto& [name, chunk] : book_.chunks)
      if (!states_.contains(&chunk)) visit(chunk);
    if (sound_) check_sizes();
    return sound_;
  }

 private:
  // A chunk whose uses are being followed, and how far that has come.
  struct Frame {
    const Chunk* chunk;
    std::size_t part = 0, line = 0;
    Extent extent;
  };

  void report(const Place& at, std::string message) {
    problems_.add(at, std::move(message));
    sound_ = false;
  }

  // Depth first, with a stack of its own: a book may nest deeper than a program may call.
  void visit(const Chunk& start) {
    enter(start);
    while (!path_.empty()) {
      Frame& frame = path_.back();
      if (frame.part == frame.chunk->parts.size()) {
        leave();
        continue;
      }
      const Definition& definition = book_.definition(frame.chunk->parts[frame.part]);
      if (frame.line == definition.lines.size())
        ++frame.part, frame.line = 0;
      else
        follow(frame, definition, definition.lines[frame.line]);
    }
  }

  void enter(const Chunk& chunk) {
    states_.emplace(&chunk, State{});
    path_.push_back({&chunk, 0, 0, {}});
  }

  // Steps over a line, or into the chunk that it uses; the line is looked at again when that is known.
  void follow(Frame& frame, const Definition& definition, const Line& line) {
    const Chunk* used = line.use.empty() ? nullptr : book_.find(line.use);
    const auto known = used == nullptr ? states_.end() : states_.find(used);
    if (used != nullptr && known == states_.end()) return enter(*used);
    frame.extent.add(1, static_cast<std::int64_t>(line.text.size() + line.use.size()) + 1);
    if (used != nullptr && !known->second.done)
      report_circle(*used, definition, line);
    else if (used != nullptr)
      add(frame.extent, known->second.extent, static_cast<std::int64_t>(line.text.size()));
    ++frame.line;
  }

  static void add(Extent& user, const Extent& used, std::int64_t indentation) {
    user.depth = std::max(user.depth, used.depth + 1);
    user.add(used.lines, used.bytes + used.lines * indentation);
  }

  void leave() {
    const Frame frame = path_.back();
    path_.pop_back();
    states_[frame.chunk] = {true, frame.extent};
    if (frame.extent.depth != deepest + 1) return;
    report(first(*frame.chunk).at, fmt::format("in {} chunks stand {} deep in each other; {} are allowed: join some of them",
                                               bracketed(frame.chunk->name), frame.extent.depth, deepest));
  }

  void report_circle(const Chunk& used, const Definition& definition, const Line& line) {
    auto begin = std::find_if(path_.begin(), path_.end(), [&](const Frame& frame) { return frame.chunk == &used; });
    std::string path;
    for (auto at = begin; at != path_.end(); ++at) {
      path += bracketed(at->chunk->name) + " → ";
      if (path.size() > 2000) return report_circle(definition, line, path + "… → " + bracketed(used.name));
    }
    report_circle(definition, line, path + bracketed(used.name));
  }

  void report_circle(const Definition& definition, const Line& line, const std::string& path) {
    report({definition.at.file, line.number, static_cast<int>(line.text.size() + 1)},
           fmt::format("a chunk that contains itself: {}; break the circle", path));
  }

  void check_sizes() {
    Extent all;
    for (const auto& [name, chunk] : book_.chunks) {
      if (chunk.kind != Kind::root) continue;
      const Extent& extent = states_[&chunk].extent;
      all.add(extent.lines, extent.bytes);
      if (all.lines <= most_lines && all.bytes <= most_bytes) continue;
      return report(first(chunk).at, fmt::format("with `{}` the tangled files would have more than {} lines or {} MiB; use chunks less often",
                                                 name, most_lines, most_bytes >> 20U));
    }
  }

  const Definition& first(const Chunk& chunk) const { return book_.definition(chunk.parts.front()); }

  struct State {
    bool done = false;
    Extent extent;
  };

  const Book& book_;
  Problems& problems_;
  std::map<const Chunk*, State> states_;
  std::vector<Frame> path_;
  bool sound_ = true;
};

}  // namespace

bool check_nesting(const Book& book, Problems& problems) { return NestingChecker(book, problems).run(); }

}  // namespace tito::literate
