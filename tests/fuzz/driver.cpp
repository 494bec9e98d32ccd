// Replays a corpus and then mutates it for a bounded time: `driver --seconds N FILE...`. Each input is put down in
// fuzz-TARGET.input before it is tried, where it stays when the target crashes. (g++ has no fuzzer of its own.)
#include <algorithm>
#include <array>
#include <chrono>
#include <cstdio>
#include <iterator>
#include <random>
#include <vector>

#include "target.hpp"

namespace {

namespace fs = std::filesystem;

constexpr unsigned seed = 20;
constexpr std::size_t largest = 64 * 1024;
constexpr std::array<std::string_view, 36> words = {"<<",
                                                    ">>=\n",
                                                    "\n@\n",
                                                    ":::",
                                                    "::::",
                                                    "\n:::{exercise} A\n:id: a\n",
                                                    ":::{answer}\n",
                                                    "```",
                                                    "[[",
                                                    "]]",
                                                    "\r\n",
                                                    "\xEF\xBB\xBF",
                                                    "\xFF",
                                                    "solution: ",
                                                    "stub: ",
                                                    "test: ",
                                                    "[[part.chapter]]\n",
                                                    "id = \"00_a\"\n",
                                                    " = ",
                                                    "9223372036854775808",
                                                    "\n@text ",
                                                    "\n@nl\n",
                                                    "\n@file a\n",
                                                    "\n@begin code 1\n",
                                                    "\n@begin docs 2\n",
                                                    "\n@end code 1\n",
                                                    "\n@defn a\n",
                                                    "\n@use a\n",
                                                    "\n@quote\n",
                                                    "tangled/main.cpp",
                                                    "/root/",
                                                    ":2",
                                                    ":99999999999",
                                                    "(3)",
                                                    ":0",
                                                    "\x1b[01m"};

std::string read(const fs::path& file) {
  std::ifstream input(file, std::ios::binary);
  if (!input) {
    std::fprintf(stderr, "%s cannot be read; name the files of the corpus\n", file.c_str());
    std::exit(2);
  }
  return {std::istreambuf_iterator<char>(input), {}};
}

void try_input(const std::string& input, const fs::path& record) {
  write_over(record, input);
  LLVMFuzzerTestOneInput(reinterpret_cast<const std::uint8_t*>(input.data()), input.size());
}

class Mutator {
 public:
  explicit Mutator(const std::vector<std::string>& corpus) : corpus_(corpus) {}

  std::string next() {
    std::string text = corpus_[below(corpus_.size())];
    for (std::size_t steps = 1 + below(4); steps > 0; --steps) change(text);
    text.resize(std::min(text.size(), largest));
    return text;
  }

 private:
  std::size_t below(std::size_t end) { return std::uniform_int_distribution<std::size_t>(0, end - 1)(random_); }

  std::string piece(const std::string& text) {
    const std::size_t at = below(text.size() + 1);
    return text.substr(at, below(200));
  }

  void change(std::string& text) {
    const std::size_t at = below(text.size() + 1);
    switch (below(5)) {
      case 0:
        if (at < text.size()) text[at] = static_cast<char>(below(256));
        break;
      case 1:
        text.erase(at, below(100));
        break;
      case 2:
        text.insert(at, words[below(words.size())]);
        break;
      case 3:
        text.insert(at, piece(text));
        break;
      default:
        text.insert(at, piece(corpus_[below(corpus_.size())]));
    }
  }

  const std::vector<std::string>& corpus_;
  std::mt19937 random_{seed};
};

}  // namespace

int main(int argc, char** argv) {
  std::vector<std::string> corpus;
  double seconds = 2;
  for (int i = 1; i < argc; ++i) {
    if (std::string_view(argv[i]) == "--seconds" && i + 1 < argc)
      seconds = std::atof(argv[++i]);
    else
      corpus.push_back(read(argv[i]));
  }
  if (corpus.empty()) {
    std::fprintf(stderr, "usage: %s [--seconds N] FILE...\n", argv[0]);
    return 2;
  }
  const fs::path record = fs::path(argv[0]).filename().string() + ".input";
  for (const std::string& input : corpus) try_input(input, record);

  Mutator mutator(corpus);
  const auto end = std::chrono::steady_clock::now() + std::chrono::duration<double>(seconds);
  int mutations = 0;
  for (; std::chrono::steady_clock::now() < end; ++mutations) try_input(mutator.next(), record);
  fs::remove(record);
  std::printf("%d mutations of %zu files\n", mutations, corpus.size());
}
