#include "measure/listings.hpp"

#include <fmt/format.h>
#include <re2/re2.h>

#include <algorithm>
#include <optional>
#include <sstream>

#include "literate/roundtrip/messages.hpp"
#include "support/files.hpp"
#include "support/process.hpp"
#include "support/progress.hpp"

namespace tito {
namespace {

/// What a listing may use without saying so.
constexpr std::string_view prelude =
    "#include <algorithm>\n#include <cmath>\n#include <cstddef>\n#include <cstdint>\n#include <iostream>\n"
    "#include <memory>\n#include <numeric>\n#include <span>\n#include <stdexcept>\n#include <string>\n#include <vector>\n"
    "#if __has_include(<tinytorch/tinytorch.hpp>)\n#include <tinytorch/tinytorch.hpp>\n#endif\n"
    "namespace tt {}\nusing namespace tt;\n";

/// The framework's warnings, but for those that a few lines out of their context cannot help.
const std::vector<std::string> flags = {"-std=c++20",
                                        "-fsyntax-only",
                                        "-Wall",
                                        "-Wextra",
                                        "-Wpedantic",
                                        "-Wshadow",
                                        "-Wconversion",
                                        "-Wsign-conversion",
                                        "-Wno-unused",
                                        "-fno-diagnostics-show-line-numbers",
                                        "-fdiagnostics-color=never",
                                        "-fmessage-length=0"};

constexpr const char* silence = "no error, no warning\n";

constexpr const char* file_name = "listing.cpp";

/// A listing as a translation unit, and where its lines stand in the chapter.
struct Unit {
  std::string text;
  std::map<int, Place> places;
};

Unit unit_of(const literate::Book& book, const literate::Listing& listing) {
  Unit unit{std::string(prelude) + (listing.statements ? "void listing() {\n" : ""), {}};
  int number = static_cast<int>(std::count(unit.text.begin(), unit.text.end(), '\n'));
  for (const literate::Position part : book.find(literate::chunk_name(literate::Kind::listing, listing.id))->parts)
    for (const literate::Line& line : book.definition(part).lines) {
      unit.text += line.text + '\n';
      unit.places[++number] = {book.definition(part).at.file, line.number};
    }
  if (listing.statements) unit.text += "}\n";
  return unit;
}

/// What every machine would have been told: no path of this one, and nothing of how the listing was wrapped.
std::string without_machine(const std::string& message, const std::string& root) {
  static const re2::RE2 around("(?:In file included +| +)from .*|[^ ]+: In function 'void listing\\(\\)':"),
      library("/[^ :'\"]*/include/(?:c\\+\\+/[0-9.]+/)?"), elsewhere("^/(?:[^/ :]+/)+");
  std::string result;
  std::istringstream lines(message);
  for (std::string line; std::getline(lines, line);) {
    for (std::size_t at = line.find(root); at != line.npos; at = line.find(root)) line.erase(at, root.size());
    if (re2::RE2::FullMatch(line, around)) continue;
    re2::RE2::GlobalReplace(&line, library, "");
    re2::RE2::GlobalReplace(&line, elsewhere, "");
    result += line + '\n';
  }
  return result;
}

/// Turns places of listings and of tangled files into places of chapters.
class Places {
 public:
  Places(const Workspace& workspace, const Snapshot& full)
      : where_(workspace.root(), workspace.framework(), tangled_name, full.book, full.tree) {}

  std::string in_chapters(const std::string& message, const Unit& unit) const {
    const auto tangled = [this](std::string_view path) -> std::optional<std::string> {
      const std::string prefix = std::string(tangled_name) + "/";
      if (!path.starts_with(prefix) || !where_.gives(std::string(path.substr(prefix.size())))) return std::nullopt;
      return std::string(path.substr(prefix.size()));
    };
    std::string result;
    std::istringstream lines(message);
    for (std::string line; std::getline(lines, line);)
      result += literate::rewrite_message(in_listing(line, unit), where_, tangled, "/") + '\n';
    return result;
  }

 private:
  static std::string in_listing(const std::string& line, const Unit& unit) {
    static const re2::RE2 place("[^ :]*listing\\.cpp:([0-9]+)");
    re2::StringPiece rest = line;
    int number = 0;
    if (!re2::RE2::Consume(&rest, place, &number)) return line;
    const auto at = unit.places.find(number);
    return at == unit.places.end() ? line : to_string(at->second) + rest.as_string();
  }

  literate::Where where_;
};

class Compiler {
 public:
  Compiler(const Workspace& workspace, const Snapshot& full, Measure which)
      : workspace_(workspace), book_(full.book), kept_(workspace), places_(workspace, full), which_(which) {
    for (const auto& [path, file] : full.tree)
      if (path.starts_with("include/")) headers_ += path + '\n' + file.text;
  }

  void compile(const literate::Listing& listing) {
    nlohmann::json facts = kept_.facts(listing.id);
    const Unit unit = unit_of(book_, listing);
    if (!is_current(facts, unit)) {
      Step step("Compile listing " + listing.id);
      facts = compiled(listing, unit);
      step.done(facts["compiles"] ? "compiles" : "does not compile");
    }
    const std::string said = facts.at("said");
    facts["stdout"] = said.empty() ? silence : places_.in_chapters(said, unit);
    judge(listing, facts);
    kept_.keep(listing.id, facts);
  }

 private:
  std::string key_of(const Unit& unit) const {
    return sha256(fmt::format("{}\n{}\n{}{}", compiler(), fmt::join(flags, " "), headers_, unit.text));
  }

  /// While somebody writes (`missing`), an edited listing is compiled, but not every listing for an edited header.
  bool is_current(const nlohmann::json& facts, const Unit& unit) const {
    if (which_ == Measure::all) return false;
    return which_ == Measure::missing ? facts.value("listing", "") == sha256(unit.text) : facts.value("key", "") == key_of(unit);
  }

  nlohmann::json compiled(const literate::Listing& listing, const Unit& unit) const {
    kept_.keep({{file_name, unit.text}});
    Command command{{"c++"}, workspace_.root(), {{"LC_ALL", "C"}}};
    command.words.insert(command.words.end(), flags.begin(), flags.end());
    const std::string include = (workspace_.framework() / "include").lexically_relative(workspace_.root()).string();
    for (const std::string& word : {"-I" + include, (kept_.folder() / file_name).string()}) command.words.push_back(word);
    const Result result = run(command);
    fs::remove(kept_.folder() / file_name);
    if (result.status != 0 &&
        (result.output.find(" error: ") == std::string::npos || result.output.find(" fatal error: ") != std::string::npos))
      throw Failure(listing.at,
                              fmt::format("the compiler could not judge listing `{}`:\n{}", listing.id, last_lines(result.output, 30)));
    nlohmann::json facts = facts_of_today(listing.id, "listing", key_of(unit));
    facts["listing"] = sha256(unit.text);
    facts["compiles"] = result.status == 0;
    facts["said"] = without_machine(result.output, workspace_.root().string() + "/");
    return facts;
  }

  static void judge(const literate::Listing& listing, const nlohmann::json& facts) {
    const bool compiles = facts.at("compiles");
    const std::string said = facts.at("stdout");
    if (compiles && listing.fails)
      throw Failure(listing.at,
                              fmt::format("listing `{}` compiles, but must not; mend it, or write `:compile: passes`", listing.id));
    if (!compiles && !listing.fails)
      throw Failure(listing.at,
                              fmt::format("listing `{}` does not compile; mend it, or write `:compile: fails`:\n{}", listing.id, said));
    if (said.find(listing.says) == std::string::npos)
      throw Failure(listing.at,
                              fmt::format("to listing `{}` the compiler does not say `{}`, but:\n{}", listing.id, listing.says, said));
  }

  const Workspace& workspace_;
  const literate::Book& book_;
  Captured kept_;
  Places places_;
  Measure which_;
  std::string headers_;
};

}  // namespace

void compile_listings(const Workspace& workspace, const Snapshot& full, const literate::Book& shown, Measure which) {
  if (shown.listings.empty()) return;
  Compiler compiler(workspace, full, which);
  for (const literate::Listing& listing : shown.listings) compiler.compile(listing);
}

}  // namespace tito
