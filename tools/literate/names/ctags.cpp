#include "literate/names/ctags.hpp"

#include <fmt/format.h>

#include <array>
#include <charconv>
#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "literate/model/text.hpp"
#include "support/files.hpp"
#include "support/problem.hpp"
#include "support/process.hpp"
#include "support/temporary_folder.hpp"

namespace tito::literate {
namespace {

namespace fs = std::filesystem;

/// A folder with copies of the files, because ctags reads only files, and those of a book need not be on any disk.
class Copies {
 public:
  explicit Copies(const std::map<std::string_view, std::string_view>& files) {
    std::ofstream list(folder() / "list");
    for (const auto& [path, text] : files) {
      const std::string copy = fmt::format("{}.cpp", paths_.size());
      std::ofstream(folder() / copy, std::ios::binary) << text;
      list << copy << '\n';
      paths_.push_back(path);
    }
  }

  const fs::path& folder() const { return folder_.path(); }
  std::string_view path(std::size_t copy) const { return paths_.at(copy); }

 private:
  TemporaryFolder folder_{"ctags"};
  std::vector<std::string_view> paths_;
};

std::size_t number(std::string_view text, std::size_t otherwise) {
  std::size_t value = otherwise;
  std::from_chars(text.data(), text.data() + text.size(), value);
  return value;
}

constexpr std::size_t fields = 9;

std::array<std::string_view, fields> split(std::string_view line) {
  std::array<std::string_view, fields> parts;
  for (std::size_t k = 0; k < fields; ++k) {
    const std::size_t tab = std::min(line.find('\t'), line.size());
    parts[k] = line.substr(0, tab);
    line.remove_prefix(std::min(tab + 1, line.size()));
  }
  return parts;
}

std::string without_dash(std::string_view field) { return field == "-" ? std::string() : std::string(field); }

Tag tag_of(std::string_view line, const Copies& copies) {
  const auto [name, kind, file, first, last, scope, type, bases, signature] = split(line);
  const std::size_t begin = number(first, 0), copy = number(file, std::string_view::npos);
  if (begin == 0 || copy == std::string_view::npos)
    throw Failure({"ctags"}, fmt::format("it printed `{}`, which is no tag; run `tito setup`, which installs Universal Ctags", line));
  Tag tag{std::string(name),  std::string(kind),   copies.path(copy),      begin - 1, number(last, begin) - 1, std::string(scope),
          without_dash(type), without_dash(bases), without_dash(signature)};
  tag.type.erase(0, tag.type.find(':') == std::string::npos ? 0 : tag.type.find(':') + 1);  // `typename:` stands before it
  return tag;
}

}  // namespace

std::vector<Tag> tags_of(const std::map<std::string_view, std::string_view>& files) {
  std::vector<Tag> tags;
  if (files.empty()) return tags;
  const Copies copies(files);
  // A test case is a function to those who read it, and its suites are nothing.
  const Command command{
      {"ctags", "--options=NONE", "--quiet=yes", "--language-force=C++", "--sort=no", "--kinds-C++=+lpxzZ-h",
       "-DBOOST_AUTO_TEST_CASE(name)=test_case name()", "-DBOOST_AUTO_TEST_SUITE(name)=", "-DBOOST_AUTO_TEST_SUITE_END()=", "-x",
       "--_xformat=%N\t%K\t%F\t%n\t%e\t%s\t%{typeref}\t%i\t%S", "-L", "list", "-o", "tags"},
      copies.folder()};
  Result result;
  try {
    result = run(command);
  } catch (const std::runtime_error& error) {
    throw Failure({"ctags"}, fmt::format("{}; run `tito setup`, which installs Universal Ctags", error.what()));
  }
  if (result.status != 0)
    throw Failure({"ctags"}, fmt::format("it failed with status {}: {}; run `tito setup`, which installs Universal Ctags", result.status,
                                         trim(result.output)));
  const std::string found = read_if_exists(copies.folder() / "tags").value_or("");
  for (const std::string_view line : split_lines(found)) tags.push_back(tag_of(line, copies));
  return tags;
}

}  // namespace tito::literate
