#include "literate/read/noweb.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <utility>

#include "literate/model/text.hpp"
#include "support/process.hpp"

namespace tito::literate {
namespace {

namespace fs = std::filesystem;

// Distributions keep markup out of $PATH, among noweb's own tools.
fs::path find_markup() {
  std::vector<fs::path> folders = {"/usr/lib/noweb", "/usr/local/lib/noweb", "/usr/local/noweb/lib", "/opt/homebrew/lib/noweb"};
  const char* variable = std::getenv("PATH");
  for (std::string_view path = variable ? variable : ""; !path.empty();) {
    const std::size_t end = std::min(path.find(':'), path.size());
    folders.emplace_back(path.substr(0, end));
    path.remove_prefix(std::min(end + 1, path.size()));
  }
  for (const fs::path& folder : folders)
    if (const fs::path tool = folder / "markup"; access(tool.c_str(), X_OK) == 0) return tool;
  throw Failure({"noweb"}, "its lexer `markup` is not installed; run `tito setup`");
}

// What markup itself says is between its tokens, on lines that do not begin like one.
std::string complaints(std::string_view output) {
  std::string text;
  for (const std::string_view line : split_lines(output))
    if (!line.starts_with('@')) text += fmt::format("{}{}", text.empty() ? "" : "; ", line);
  return text;
}

// Turns the token stream into blocks. A token is one line, `@keyword rest`; a source line may take several.
class TokenReader {
 public:
  explicit TokenReader(std::vector<Chapter>& chapters) : chapters_(chapters) {}

  void read(std::string_view token) {
    // Another program of that name may be first in $PATH.
    if (file_ == 0 && !token.starts_with("@file ") && !token.starts_with("@fatal"))
      throw Failure({"noweb"}, fmt::format("`markup` began with `{}`, which no noweb does; run `tito setup`", token));
    const std::size_t space = std::min(token.find(' '), token.size());
    const std::string_view keyword = token.substr(0, space);
    const std::string_view rest = token.substr(std::min(space + 1, token.size()));
    if (keyword == "@text")
      text_ += rest;
    else if (keyword == "@nl")
      end_line();
    else if (keyword == "@use")
      use_ = rest;
    else if (keyword == "@quote")
      text_ += "[[";
    else if (keyword == "@endquote")
      text_ += "]]";
    else if (keyword == "@defn")
      define(rest);
    else if (keyword == "@file")
      next_file();
    else if (keyword == "@fatal")
      throw Failure({"noweb"}, fmt::format("`markup` failed: {}; correct that", rest));
    else if (keyword == "@begin")
      in_heading_ = false;
    else if (keyword != "@end")
      throw Failure(here(), fmt::format("noweb wrote an unexpected token `{}`; take this line out", token));
    if (keyword == "@begin" && rest.starts_with("docs")) definition_ = nullptr;
  }

 private:
  Place here() const { return {chapters_[file_ - 1].file, line_}; }
  std::vector<Block>& blocks() { return chapters_[file_ - 1].blocks; }

  void next_file() {
    if (file_ == chapters_.size()) throw Failure({"noweb"}, "`markup` read more files than there are chapters; run `tito setup`");
    ++file_;
    line_ = 1;
    definition_ = nullptr;
  }

  void define(std::string_view name) {
    blocks().emplace_back(Definition{std::string(name), {here().file, line_, 1}, {}});
    definition_ = &std::get<Definition>(blocks().back());
    in_heading_ = true;
  }

  void end_line() {
    if (definition_ == nullptr)
      prose().lines.push_back({std::move(text_)});
    else if (!in_heading_)
      definition_->lines.push_back({line_, std::move(text_), std::move(use_)});
    in_heading_ = false;
    text_.clear();
    use_.clear();
    ++line_;
  }

  // An `@` between two paragraphs opens another documentation chunk; to a reader the prose just goes on.
  Prose& prose() {
    if (blocks().empty() || !std::holds_alternative<Prose>(blocks().back())) blocks().emplace_back(Prose{line_, {}, {}});
    return std::get<Prose>(blocks().back());
  }

  std::vector<Chapter>& chapters_;
  std::size_t file_ = 0;
  int line_ = 1;
  Definition* definition_ = nullptr;
  bool in_heading_ = false;  // on the line `<<name>>=` itself
  std::string text_, use_;
};

}  // namespace

void lex(const fs::path& repository, std::vector<Chapter>& chapters) {
  Command markup{{find_markup().string()}};
  for (const Chapter& chapter : chapters) markup.words.push_back((repository / chapter.file).string());
  const Result result = run(markup);
  if (result.status != 0) throw Failure({"noweb"}, fmt::format("`markup` failed: {}; correct that", complaints(result.output)));
  read_tokens(result.output, chapters);
}

void read_tokens(std::string_view tokens, std::vector<Chapter>& chapters) {
  TokenReader reader(chapters);
  for (const std::string_view token : split_lines(tokens)) reader.read(token);
}

}  // namespace tito::literate
