#include "framework/variants.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <fstream>
#include <sstream>
#include <stdexcept>
#include <string_view>

#include "framework/meson_tests.hpp"
#include "literate/edition/edition.hpp"
#include "support/parallel.hpp"
#include "support/process.hpp"
#include "support/tree.hpp"

namespace tito {
namespace {

constexpr int patience = 1200;  // seconds for a chapter's tests
constexpr std::string_view mark = "variant-";

using Tree = std::map<std::string, literate::TangledFile>;

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  std::istringstream in(text);
  for (std::string line; std::getline(in, line);) lines.push_back(line);
  return lines;
}

std::string join(const std::vector<std::string>& lines, std::size_t begin, std::size_t end) {
  std::string text;
  for (std::size_t i = begin; i < end; ++i) text += lines[i] + '\n';
  return text;
}

Body find_body(const literate::Book& book, const Tree& tree, const std::string& exercise) {
  for (const auto& [path, file] : tree) {
    Body body{path, file.lines.size(), 0, {}};
    for (const literate::Span& span : file.spans)
      if (book.definition(span.definition).name == literate::chunk_name(literate::Kind::solution, exercise))
        body.begin = std::min(body.begin, span.begin), body.end = std::max(body.end, span.end);
    if (body.begin >= body.end) continue;
    body.text = join(lines_of(file.text), body.begin, body.end);
    return body;
  }
  throw std::runtime_error("no file holds <<solution: " + exercise + ">>");
}

literate::Book without_solutions(const literate::Book& book) {
  literate::Edition edition = literate::full_edition();
  edition.solutions = false;
  return literate::apply(edition, book);
}

/// Stands at the beginning of each file with exercises. Where TINYTORCH_REACHED names a file, it gets the exercises whose bodies are entered.
constexpr const char* chooser = R"cpp(#ifndef TINYTORCH_VARIANTS
#define TINYTORCH_VARIANTS
#include <cstdio>
#include <cstdlib>
#include <cstring>
namespace tinytorch_variants {
inline int chosen(const char* exercise) {
  if (const char* name = std::getenv("TINYTORCH_REACHED"))
    if (std::FILE* file = std::fopen(name, "a")) {
      std::fprintf(file, "%s\n", exercise);
      std::fclose(file);
    }
  const std::size_t length = std::strlen(exercise);
  for (const char* at = std::getenv("TINYTORCH_VARIANTS"); at != nullptr; at = std::strchr(at, ',')) {
    if (*at == ',') ++at;
    if (std::strncmp(at, exercise, length) == 0 && at[length] == '=') return std::atoi(at + length + 1);
  }
  return 0;
}
}  // namespace tinytorch_variants
#endif
)cpp";

std::string line_directive(const std::string& file, std::size_t line) { return fmt::format("#line {} \"{}\"\n", line + 1, file); }

/// The variants that the compiler refuses. After an error of syntax it may not know where a variant ends: what it says of later ones
/// waits for its next run.
std::set<int> refused_in(const std::string& compilers_said) {
  std::set<int> numbers;
  std::istringstream lines(compilers_said);
  for (std::string line; std::getline(lines, line);) {
    const std::size_t error = line.find("error: ");
    if (!line.starts_with(mark) || error == line.npos) continue;
    int number = 0;
    std::from_chars(line.data() + mark.size(), line.data() + line.size(), number);
    numbers.insert(number);
    if (std::string_view(line).substr(error).starts_with("error: expected")) break;
  }
  return numbers;
}

}  // namespace

Variants::Variants(const literate::Book& book, const fs::path& folder)
    : book_(book),
      build_{folder / "tangled", folder / "build/sanitizers",
             {"-Doptimization=1", "-Ddebug=false", "-Db_sanitize=address,undefined", "-Db_lundef=false", "-Dcpp_args=-g1"}},
      tree_(literate::tangle(book)) {
  const literate::Book student = without_solutions(book);
  const Tree students_tree = literate::tangle(student);
  for (const literate::Exercise& exercise : book.exercises) {
    solutions_[exercise.id] = find_body(book, tree_, exercise.id);
    add({exercise.id, stub, find_body(student, students_tree, exercise.id).text});
  }
}

Place Variants::place(const std::string& exercise, std::size_t line) const {
  const Body& body = solution(exercise);
  return tree_.at(body.file).lines[body.begin + line].at;
}

void Variants::add(const Variant& variant) {
  entries_[variant.exercise].push_back({++count_, variant.name, variant.body, false});
}

const Variants::Entry& Variants::entry(const std::string& exercise, const std::string& name) const {
  for (const Entry& one : entries_.at(exercise))
    if (one.name == name) return one;
  throw std::runtime_error(fmt::format("exercise {} has no variant {}", exercise, name));
}

bool Variants::refused(const std::string& exercise, const std::string& name) const { return entry(exercise, name).refused; }

/// The lines of a variant have a name of their own, by which the compiler says which one it refuses.
std::string Variants::with_bodies(const std::string& exercise) const {
  const Body& body = solution(exercise);
  std::string text = fmt::format("{{ static const int tinytorch_variant = tinytorch_variants::chosen(\"{}\");\n", exercise);
  for (const Entry& one : entries_.at(exercise))
    if (!one.refused)
      text += fmt::format("if (tinytorch_variant == {}) {{\n#line 1 \"{}{}\"\n{}}} else\n", one.number, mark, one.number, one.body);
  return text + "{\n" + line_directive(body.file, body.begin) + body.text + "}\n}\n" + line_directive(body.file, body.end);
}

std::map<std::string, std::string> Variants::files() const {
  std::map<std::string, std::string> texts = literate::texts(tree_);
  std::map<std::string, std::map<std::size_t, std::string>> in_file;  // where an exercise begins → its id
  for (const auto& [id, body] : solutions_) in_file[body.file][body.begin] = id;
  for (const auto& [path, exercises] : in_file) {
    const auto lines = lines_of(texts[path]);
    std::string text = chooser + line_directive(path, 0);
    std::size_t next = 0;
    for (const auto& [begin, id] : exercises) {
      text += join(lines, next, begin) + with_bodies(id);
      next = solution(id).end;
    }
    texts[path] = text + join(lines, next, lines.size());
  }
  return texts;
}

bool Variants::drop(const std::set<int>& numbers) {
  bool dropped = false;
  for (auto& [exercise, entries] : entries_)
    for (Entry& one : entries)
      if (numbers.contains(one.number) && !one.refused && one.name != stub) dropped = one.refused = true;
  return dropped;
}

/// Which variants the compiler refused of this tree: the next run need not ask it again.
void Variants::remember(const fs::path& file, const std::string& key) const {
  std::ofstream out(file);
  out << key << '\n';
  for (const auto& [exercise, entries] : entries_)
    for (const Entry& one : entries)
      if (one.refused) out << one.number << '\n';
}

void Variants::recall(const fs::path& file, const std::string& key) {
  std::ifstream in(file);
  std::string known;
  if (!std::getline(in, known) || known != key) return;
  std::set<int> numbers;
  for (int number = 0; in >> number;) numbers.insert(number);
  drop(numbers);
}

void Variants::compile(const Names& targets) {
  const fs::path kept = build_.folder.parent_path() / "refused.txt";
  const std::string key = this->key();
  recall(kept, key);
  const Unchecked unchecked(build_);
  std::string said;
  for (;;) {
    write_tree(build_.source, files(), true);
    configure(build_);
    Command ninja{{"ninja", "-k", "0", "-C", build_.folder.string()}};
    for (const std::string& target : targets.empty() ? targets_of(tests_of(build_)) : targets) ninja.words.push_back(target);
    const Result result = ::tito::run(ninja);
    said += result.output;
    if (result.status == 0) break;
    if (!drop(refused_in(result.output)))
      throw std::runtime_error(fmt::format("the tree with variants does not compile:\n{}", last_lines(result.output, 30)));
  }
  refuse_warnings(said, "the tree with variants", std::string(mark));
  unchecked.done();
  remember(kept, key);
}

Command Variants::with(const Choice& choice, Command command) const {
  std::string chosen;
  for (const auto& [exercise, name] : choice)
    chosen += fmt::format("{}{}={}", chosen.empty() ? "" : ",", exercise, entry(exercise, name).number);
  command.environment["TINYTORCH_VARIANTS"] = chosen;
  return command;
}

const Variants::Known* Variants::known(const std::string& chapter, const Choice& choice) const {
  const auto earlier = known_.find(chapter);
  if (earlier == known_.end()) return nullptr;
  const auto body = [](const Choice& of, const std::string& exercise) {
    const auto found = of.find(exercise);
    return found == of.end() ? std::string() : found->second;
  };
  for (const Known& one : earlier->second)
    if (std::all_of(one.reached.begin(), one.reached.end(), [&](const std::string& id) { return body(one.choice, id) == body(choice, id); }))
      return &one;
  return nullptr;
}

Variants::Known Variants::observe(const std::string& chapter, const Choice& choice) const {
  const fs::path folder = build_.folder / "tito-tests", reached = folder / (chapter + ".reached");
  fs::remove(reached);
  Command program = with(choice, {{(build_.folder / "tests" / ("test_" + chapter)).string()}, build_.folder});
  program.environment["TINYTORCH_REACHED"] = reached.string();
  Known known{choice, {}, run_cases(chapter, std::move(program), folder, patience)};
  std::ifstream exercises(reached);
  for (std::string exercise; std::getline(exercises, exercise);) known.reached.insert(exercise);
  return known;
}

std::vector<Ran> Variants::run(const Names& chapters, const Choice& choice) {
  Names unknown;
  for (const std::string& chapter : chapters)
    if (known(chapter, choice) == nullptr) unknown.push_back(chapter);
  std::vector<Known> observed(unknown.size());
  in_parallel(unknown.size(), [&](std::size_t i) { observed[i] = observe(unknown[i], choice); });
  for (std::size_t i = 0; i < unknown.size(); ++i) known_[unknown[i]].push_back(std::move(observed[i]));
  std::vector<Ran> ran;
  for (const std::string& chapter : chapters) ran.push_back(known(chapter, choice)->ran);
  return ran;
}

}  // namespace tito
