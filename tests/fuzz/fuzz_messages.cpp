// The filter of `tito where --filter`, on the lines of a build's messages about a book of one program.
#include "literate/model/text.hpp"
#include "literate/roundtrip/messages.hpp"
#include "target.hpp"

namespace {

// The chapter has escapes, so that columns in it are not those in the program.
const Repository& repository() {
  static const Repository made;
  made.write("chapters/order.toml",
             "[[part]]\nnumber = \"I\"\ntitle = \"Part\"\n[[part.chapter]]\nid = \"00_a\"\ntitle = \"Title\"\nminutes = 1\n");
  made.write("chapters/00_a.nw",
             "Text.\n\n<<main.cpp>>=\nint shifted = 1 @<< 2 @<< 3;\nint main() {\n    <<print a shift>>\n}\n@\n<<print a shift>>=\n"
             "std::cout @<< (1 @<< 3) @<< '>';\n@@ é\n\n@\n");
  return made;
}

const tito::literate::Where& where() {
  static const tito::literate::Where made(repository().path(), repository().path() / "tangled", "tangled");
  return made;
}

std::optional<std::string> recognise(std::string_view path) {
  for (const std::string_view below : {"/book/tangled/", "tangled/", "../../tangled/"})
    if (path.starts_with(below)) path.remove_prefix(below.size());
  return where().gives(std::string(path)) ? std::optional<std::string>(path) : std::nullopt;
}

std::optional<std::string> recognise_nothing(std::string_view) { return std::nullopt; }

// What stands between the paths and numbers of a message.
std::string skeleton(std::string_view line) {
  std::string text;
  for (const char c : line)
    if (std::string_view(" :()[]'\"`,;<>=*&^|!?%\x1b").find(c) != std::string_view::npos) text += c;
  return text;
}

void need(bool sound) {
  if (!sound) std::abort();
}

void check(std::string_view line) {
  const std::string root = "/book/";
  need(tito::literate::rewrite_message(line, where(), recognise_nothing, root) == line);
  const std::string rewritten = tito::literate::rewrite_message(line, where(), recognise, root);
  need(skeleton(rewritten) == skeleton(line));
  need(line.find("main.cpp") != line.npos || rewritten == line);
  need(tito::literate::rewrite_message(rewritten, where(), recognise, root) == rewritten);
  need(line.find(":-") != line.npos || rewritten.find(":-") == rewritten.npos);
  // Lines are counted from 1.
  for (std::size_t at = 0; (at = rewritten.find("chapters/00_a.nw:", at)) != rewritten.npos; ++at)
    need(line.find("chapters/") != line.npos || (rewritten[at + 17] >= '1' && rewritten[at + 17] <= '9'));
}

}  // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  for (const std::string_view line : tito::literate::split_lines(text_of(data, size))) check(line);
  return 0;
}
