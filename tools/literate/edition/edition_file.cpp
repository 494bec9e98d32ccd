#include "literate/edition/edition_file.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <set>

#include "literate/model/text.hpp"
#include "literate/read/settings.hpp"

namespace tito::literate {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t longest_text = 200;  // characters: a title fits a title page
constexpr std::array<std::string_view, 6> pictures = {".svg", ".png", ".jpg", ".jpeg", ".gif", ".webp"};

// What a page, a PDF and an e-book can all print on one line.
bool is_printable(std::string_view text) {
  return width(text) <= longest_text &&
         std::none_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; });
}

bool is_colour(std::string_view text) {
  const auto hexadecimal = [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F'); };
  return text.size() == 7 && text[0] == '#' && std::all_of(text.begin() + 1, text.end(), hexadecimal);
}

// "2026-11-21", and there is such a day.
bool is_day(std::string_view text) {
  constexpr std::string_view form = "dddd-dd-dd";
  const auto fits = [](char c, char f) { return f == 'd' ? c >= '0' && c <= '9' : c == f; };
  if (!std::equal(text.begin(), text.end(), form.begin(), form.end(), fits)) return false;
  const auto number = [&](std::size_t at, std::size_t size) { return std::stoi(std::string(text.substr(at, size))); };
  return std::chrono::year_month_day(std::chrono::year(number(0, 4)), std::chrono::month(static_cast<unsigned>(number(5, 2))),
                                     std::chrono::day(static_cast<unsigned>(number(8, 2))))
      .ok();
}

class EditionReader {
 public:
  explicit EditionReader(const fs::path& path) : path_(path), file_(path.string()), table_(parse()), settings_(table_, file_, problems_) {}

  Edition run() {
    edition_.name = path_.stem().string();
    edition_.file = file_;
    settings_.allow({"title", "solutions", "probes", "chapters", "institution", "colour", "logo", "date", "version"});
    settings_.read("solutions", edition_.solutions);
    settings_.read("probes", edition_.probes);
    read_text("title", edition_.title);
    read_text("institution", edition_.institution);
    read_text("version", edition_.version);
    read_chapters();
    read_colour();
    read_date();
    read_logo();
    problems_.throw_if_any();
    return std::move(edition_);
  }

 private:
  // A folder would be read as if it held nothing, and a pipe for ever.
  toml::table parse() const {
    if (fs::exists(path_) && !fs::is_regular_file(path_)) throw Failure({file_}, "is no file; name the .toml file of an edition");
    return parse_toml(path_, file_);
  }

  void report(std::string_view key, std::string message) { problems_.add(settings_.place_of(*table_.get(key)), std::move(message)); }

  void read_text(std::string_view key, std::string& value) {
    settings_.read(key, value);
    if (!is_printable(value))
      report(key, fmt::format("`{}` is longer than {} characters or holds a line break or another control character; write one line", key,
                              longest_text));
  }

  void read_chapters() {
    settings_.read("chapters", edition_.chapters);
    const toml::array* list = table_["chapters"].as_array();
    if (list == nullptr) return;
    if (list->empty()) report("chapters", "`chapters` is empty; name chapters, or take it out to keep all");
    for (const toml::node& item : *list) edition_.chapter_places.push_back(settings_.place_of(item));
  }

  void read_colour() {
    settings_.read("colour", edition_.colour);
    if (!edition_.colour.empty() && !is_colour(edition_.colour))
      report("colour", fmt::format("`{}` is no colour; write it as `#rrggbb`, such as `#a33a12`", edition_.colour));
  }

  // TOML has days of its own; as a string they are welcome, too.
  void read_date() {
    if (const auto day = table_["date"].value_exact<toml::date>())
      edition_.date = fmt::format("{:04}-{:02}-{:02}", day->year, day->month, day->day);
    else
      settings_.read("date", edition_.date);
    if (!edition_.date.empty() && !is_day(edition_.date))
      report("date", fmt::format("`{}` is no day; write it as `2026-11-21` (a term, such as `Autumn 2026`, goes into `version`)",
                                 edition_.date));
  }

  void read_logo() {
    std::string given;
    settings_.read("logo", given);
    if (given.empty()) return;
    edition_.logo_file = (path_.parent_path() / given).lexically_normal();
    const std::string kind = edition_.logo_file.extension().string();
    edition_.logo = "assets/logo" + kind;
    if (!fs::is_regular_file(edition_.logo_file))
      report("logo", fmt::format("there is no file {}; write the logo's path as seen from this file", edition_.logo_file.string()));
    else if (std::find(pictures.begin(), pictures.end(), kind) == pictures.end())
      report("logo", fmt::format("`{}` is no picture that browsers show; take one of {}", given, fmt::join(pictures, ", ")));
  }

  const fs::path path_;
  const std::string file_;
  Problems problems_;
  toml::table table_;
  Settings settings_;
  Edition edition_;
};

}  // namespace

Edition read_edition(const fs::path& toml) { return EditionReader(toml).run(); }

Edition find_edition(const fs::path& folder, const std::string& name) {
  if (name == "full") return full_edition();
  if (name.ends_with(".toml")) return read_edition(name);
  const fs::path file = folder / (name + ".toml");
  if (fs::exists(file)) return read_edition(file);
  std::set<std::string> known = {"full"};
  std::error_code no_folder;
  for (const auto& entry : fs::directory_iterator(folder, no_folder))
    if (entry.path().extension() == ".toml") known.insert(entry.path().stem());
  throw std::runtime_error(
      fmt::format("there is no edition '{}'; choose one of {}, or give the path of a .toml file", name, fmt::join(known, ", ")));
}

std::string edition_template(const Book& book) {
  std::string text =
      "# An edition of the book. Check it with `tito edition check FILE`, build it with `tito edition build FILE --out FOLDER`.\n"
      "# A line that begins with # does nothing; take the # away to use it.\n\n"
      "# On the title page and in every page's title.\n"
      "title = \"Our course\"\n"
      "# institution = \"Department of Computer Science\"\n"
      "# version = \"Autumn 2026\"\n"
      "# date = 2026-09-01\n\n"
      "# The colour of links and lines; it is made darker or lighter where it could not be read.\n"
      "# colour = \"#a33a12\"\n"
      "# A picture, as seen from this file.\n"
      "# logo = \"logo.svg\"\n\n"
      "# Whether the solutions, with the answers that explain them, and what the grader observes are in it. Both are out unless they are\n"
      "# asked for here with `true`.\n"
      "solutions = false\n"
      "probes = false\n\n"
      "# The chapters that it keeps, with those that they need. All of them when this is left out:\n"
      "# chapters = [\n";
  for (const Chapter& chapter : book.chapters) text += fmt::format("#   \"{}\",\n", chapter.id);
  return text + "# ]\n";
}

}  // namespace tito::literate
