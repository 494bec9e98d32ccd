#include "literate/read/output_directive.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <optional>

#include "literate/model/text.hpp"

namespace tito::literate {
namespace {

constexpr std::size_t most_curves = 4;  // that can be told apart without colour
constexpr std::array<std::string_view, 2> of_plots = {"plot", "plot-alt"};
constexpr std::array<std::string_view, 3> of_listings = {"compile", "as", "says"};

const Option* find(const Directive& directive, std::string_view key) {
  const auto found =
      std::find_if(directive.options.begin(), directive.options.end(), [&](const Option& option) { return option.key == key; });
  return found == directive.options.end() ? nullptr : &*found;
}

std::string value(const Directive& directive, std::string_view key) {
  const Option* option = find(directive, key);
  return option == nullptr ? "" : option->value;
}

using Words = std::map<std::string, std::string, std::less<>>;

/// `x=n y="a column,another"` taken apart; nothing when it is not of that form.
std::optional<Words> words_of(std::string_view text) {
  Words words;
  for (text = trim(text); !text.empty(); text = trim(text)) {
    const std::size_t equals = text.find('=');
    if (equals == text.npos || equals + 1 == text.size()) return std::nullopt;
    const std::string key(text.substr(0, equals));
    text.remove_prefix(equals + 1);
    const bool quoted = text.front() == '"';
    if (quoted) text.remove_prefix(1);
    const std::size_t end = text.find(quoted ? '"' : ' ');
    if (quoted && end == text.npos) return std::nullopt;
    if (!words.emplace(key, trim(text.substr(0, end))).second) return std::nullopt;
    text.remove_prefix(std::min(end == text.npos ? text.size() : end + 1, text.size()));
  }
  return words;
}

std::vector<std::string> split_at_commas(std::string_view text) {
  std::vector<std::string> parts;
  for (;;) {
    const std::size_t comma = text.find(',');
    parts.emplace_back(trim(text.substr(0, comma)));
    if (comma == text.npos) return parts;
    text.remove_prefix(comma + 1);
  }
}

class Reader {
 public:
  Reader(const Directive& output, Book& book, Problems& problems) : output_(output), book_(book), problems_(problems) {}

  void run() {
    if (book_.find(chunk_name(Kind::listing, output_.argument)) != nullptr)
      read_listing();
    else
      read_plot();
  }

 private:
  void refuse(const auto& keys, std::string_view why) {
    for (const std::string_view key : keys)
      if (const Option* option = find(output_, key)) problems_.add(option->at, fmt::format("`{}` {}; remove it", key, why));
  }

  void read_plot() {
    refuse(of_listings, "is for the output of a listing");
    const Option *plot = find(output_, "plot"), *alt = find(output_, "plot-alt");
    if (plot == nullptr && alt == nullptr) return;
    if (plot == nullptr) return problems_.add(alt->at, "`plot-alt` without `plot`; say what to draw, `:plot: x=COLUMN y=COLUMN`");
    if (alt == nullptr) problems_.add(plot->at, "`plot` without `plot-alt`; say in one line what the plot shows");
    if (plot->value.empty()) return;  // reported as an empty option
    const std::optional<Words> words = words_of(plot->value);
    if (!words)
      return problems_.add(plot->at, "this is no description of a plot; write `x=COLUMN y=\"COLUMN,COLUMN\" log=xy`, each word once");
    describe(*words, plot->at);
  }

  void describe(const Words& words, const Place& at) {
    Plot plot;
    plot.analysis = output_.argument;
    plot.at = at;
    for (const auto& [key, text] : words) {
      if (key == "x")
        plot.x = text;
      else if (key == "y")
        plot.y = split_at_commas(text);
      else if (key == "log" && (text == "x" || text == "y" || text == "xy"))
        plot.log = text;
      else if (key == "log")
        problems_.add(at, fmt::format("`log={}`; write `log=x`, `log=y` or `log=xy`", text));
      else
        problems_.add(at, fmt::format("a plot has no `{}`{}", key, did_you_mean(key, {"x", "y", "log"}, "it has `x`, `y` and `log`")));
    }
    const bool named = std::none_of(plot.y.begin(), plot.y.end(), [](const std::string& column) { return column.empty(); });
    if (plot.x.empty() || plot.y.empty() || !named)
      problems_.add(at, "a plot needs the names of its columns; write `x=COLUMN y=\"COLUMN,COLUMN\"`");
    else if (plot.y.size() > most_curves)
      problems_.add(at, fmt::format("{} curves in one plot; more than {} cannot be told apart", plot.y.size(), most_curves));
    else
      book_.plots.push_back(std::move(plot));
  }

  void read_listing() {
    refuse(of_plots, "is for the output of an analysis");
    const std::string compile = value(output_, "compile"), as = value(output_, "as");
    if (compile != "fails" && compile != "passes")
      problems_.add(place("compile"),
                    "the output of a listing says what compiling it comes to; write `:compile: fails` or `:compile: passes`");
    if (!as.empty() && as != "declarations" && as != "statements")
      problems_.add(place("as"), fmt::format("`as` is `{}`; write `declarations` or `statements`", as));
    const std::string says = value(output_, "says");
    if (compile == "fails" && says.empty())
      problems_.add(output_.at, "a listing may fail for a reason that nobody meant; write `:says:` and words of the compiler's message");
    book_.listings.push_back({output_.argument, compile == "fails", as == "statements", says, output_.at});
  }

  Place place(std::string_view key) const {
    const Option* option = find(output_, key);
    return option == nullptr ? output_.at : option->at;
  }

  const Directive& output_;
  Book& book_;
  Problems& problems_;
};

}  // namespace

void collect_output(const Directive& output, Book& book, Problems& problems) { Reader(output, book, problems).run(); }

}  // namespace tito::literate
