#include "literate/roundtrip/merge.hpp"

#include <algorithm>
#include <utility>

namespace tito::literate {
namespace {

// One of the two changed texts, read hunk by hunk along the base.
class Side {
 public:
  Side(const Lines& base, const Lines& lines) : lines_(lines), hunks_(hunks_between(base, lines)) {}

  bool more() const { return next_ < hunks_.size(); }
  std::size_t begin() const { return hunks_[next_].begin; }

  // Takes every hunk that touches [.., end) of the base; returns how far into the base they reach.
  std::size_t take(std::size_t end) {
    for (; more() && begin() <= end; ++next_) {
      end = std::max(end, hunks_[next_].end);
      taken_ = true;
    }
    return end;
  }

  // The text that stands for the base up to `end`, since the last call.
  Lines text(std::size_t base_end) {
    const std::size_t begin = line_;
    const Hunk last = next_ == 0 ? Hunk{} : hunks_[next_ - 1];
    line_ = last.new_end + (base_end - last.end);
    return {lines_.begin() + static_cast<std::ptrdiff_t>(begin), lines_.begin() + static_cast<std::ptrdiff_t>(line_)};
  }

  std::size_t line() const { return line_; }
  bool taken() { return std::exchange(taken_, false); }

 private:
  const Lines& lines_;
  std::vector<Hunk> hunks_;
  std::size_t next_ = 0, line_ = 0;
  bool taken_ = false;
};

}  // namespace

Merge merge(const Lines& base, const Lines& ours, const Lines& theirs) {
  Side our(base, ours), their(base, theirs);
  Merge result;
  const auto copy = [&](const Lines& text, std::size_t first, bool is_theirs) {
    for (std::size_t i = 0; i < text.size(); ++i) result.lines.push_back({text[i], is_theirs ? first + i : first});
  };
  while (our.more() || their.more()) {
    std::size_t end = std::min(our.more() ? our.begin() : base.size(), their.more() ? their.begin() : base.size());
    our.text(end);
    const std::size_t same = their.line();
    copy(their.text(end), same, true);
    // Hunks that touch belong together, whichever side they are on.
    for (std::size_t before = base.size() + 1; end != before;) {
      before = end;
      end = their.take(our.take(end));
    }
    const std::size_t first = their.line();
    const bool our_change = our.taken(), their_change = their.taken();
    const Lines our_text = our.text(end), their_text = their.text(end);
    if (our_change && their_change && our_text != their_text && !result.conflict) result.conflict = first;
    copy(their_change ? their_text : our_text, first, their_change);
  }
  const std::size_t first = their.line();
  copy(their.text(base.size()), first, true);
  return result;
}

}  // namespace tito::literate
