#include "publish/gate.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <stdexcept>

#include "course/leak.hpp"
#include "literate/edition/secret.hpp"
#include "literate/model/text.hpp"

namespace tito {
namespace {

constexpr std::size_t enough_controls = 100;

// Lines that the edition shows, of a kind that typesetting leaves alone: short enough for a page, and no sign that fonts change.
bool is_control(std::string_view line) {
  return line.size() >= 16 && line.size() <= 60 && line.find_first_of("\"'`<>&-\\~^") == line.npos &&
         std::all_of(line.begin(), line.end(), [](char c) { return c >= ' ' && c <= '~'; });
}

std::set<std::string> control_lines(const literate::Book& shown) {
  std::set<std::string> lines;
  for (const literate::Chapter& chapter : shown.chapters)
    for (const literate::Block& block : chapter.blocks)
      if (const auto* definition = std::get_if<literate::Definition>(&block))
        for (const literate::Line& line : definition->lines)
          if (const auto text = literate::trim(line.text); line.use.empty() && is_control(text) && lines.size() < enough_controls)
            lines.emplace(text);
  return lines;
}

void refuse_blindness(const std::vector<course::Leak>& found, const std::set<std::string>& controls, const fs::path& folder,
                      const Published& made) {
  for (const fs::path& place : {made.html, made.pdf, made.epub}) {
    if (place.empty()) continue;
    const std::string name = place.lexically_relative(folder).string();
    const bool seen = std::any_of(found.begin(), found.end(), [&](const course::Leak& leak) {
      return leak.file.starts_with(name) && controls.contains(leak.secret);
    });
    if (!seen)
      throw std::runtime_error(
          fmt::format("the search for solutions finds in {} not even the code that it shows, so it proves nothing; the edition was not "
                      "published", name));
  }
}

}  // namespace

void refuse_secrets(const CheckedEdition& checked, const fs::path& folder, const Published& made) {
  const std::set<std::string> controls = control_lines(checked.shown.book);
  std::vector<std::string> lines = literate::secret_lines(checked.full.book, checked.edition);
  lines.insert(lines.end(), controls.begin(), controls.end());
  const std::vector<course::Leak> found = course::find_leaks(folder, lines);
  refuse_blindness(found, controls, folder, made);
  std::string leaks;
  for (const course::Leak& leak : found)
    if (!controls.contains(leak.secret)) leaks += fmt::format("  {}: {}\n", leak.file, leak.secret);
  if (!leaks.empty())
    throw std::runtime_error(fmt::format("this edition would give solutions away, so it was not published:\n{}take these lines out of the "
                                         "prose and the given code of the chapters", leaks));
}

}  // namespace tito
