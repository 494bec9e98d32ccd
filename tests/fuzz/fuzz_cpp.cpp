// C++, or anything else, as tokens: every byte that is no white space is in one of them, in order.
#include "course/mutate.hpp"
#include "literate/names/tokens.hpp"
#include "literate/read/construct.hpp"
#include "support/cpp_tokens.hpp"
#include "target.hpp"

namespace {

void need(bool sound) {
  if (!sound) std::abort();
}

// Between tokens stand only white space and line splices.
bool is_gap(std::string_view text) { return text.find_first_not_of(" \t\r\n\f\v\\") == text.npos; }

void check(std::string_view code, const std::vector<tito::cpp::Token>& tokens) {
  std::size_t end = 0, line = 0;
  for (const tito::cpp::Token& token : tokens) {
    need(!token.text.empty() && token.begin >= end && token.end() <= code.size());
    need(is_gap(code.substr(end, token.begin - end)));
    for (; end < token.begin; ++end) line += code[end] == '\n' ? 1 : 0;
    need(token.line == line && token.last >= token.line);
    need(plain(token).size() <= token.text.size());
    for (; end < token.end(); ++end) line += code[end] == '\n' ? 1 : 0;
  }
  need(is_gap(code.substr(end)));
}

}  // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view code = text_of(data, size);
  const auto tokens = tito::cpp::tokens_of(code);
  check(code, tokens);
  if (const auto flaw = find_flaw(tokens)) need(flaw->token < tokens.size() && !flaw->message.empty());
  need(tito::literate::tokens_of(code).size() <= code.size());
  tito::literate::open_constructs(code);
  if (size < 2000)
    for (const tito::course::Mutant& mutant : tito::course::mutants(std::string(code))) need(mutant.body != code || mutant.from == mutant.to);
  return 0;
}
