#include "cli/repository_tests.hpp"

#include <fmt/format.h>
#include <sys/resource.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <fstream>
#include <functional>
#include <future>
#include <memory>
#include <optional>
#include <stdexcept>

#include "cli/install.hpp"
#include "course/gate.hpp"
#include "course/mutation_test.hpp"
#include "framework/meson_tests.hpp"
#include "framework/prefixes.hpp"
#include "framework/stamps.hpp"
#include "framework/student_states.hpp"
#include "framework/variants.hpp"
#include "literate/read/read_book.hpp"
#include "support/files.hpp"
#include "support/json.hpp"
#include "support/process.hpp"
#include "support/progress.hpp"

namespace tito {
namespace {

/// Compiling takes most of the time: with sanitizers, several times as long at -O1 as without optimisation.
const std::vector<std::string> sanitized = {"-Db_sanitize=address,undefined", "-Db_lundef=false", "-Dcpp_args=-D_GLIBCXX_ASSERTIONS",
                                            "-Doptimization=0"};

/// What this process and those that it waited for have used, in seconds.
double processor_seconds() {
  double sum = 0;
  for (const auto who : {RUSAGE_SELF, RUSAGE_CHILDREN}) {
    rusage used{};
    ::getrusage(who, &used);
    for (const timeval& time : {used.ru_utime, used.ru_stime}) sum += static_cast<double>(time.tv_sec) + 1e-6 * static_cast<double>(time.tv_usec);
  }
  return sum;
}

double now() { return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count(); }

/// How long each group took in this run; of parts that did not run, what the last run wrote stays.
class Timesheet {
 public:
  explicit Timesheet(fs::path file) : file_(std::move(file)) {
    if (fs::exists(file_)) rows_ = nlohmann::json::parse(read_file(file_), nullptr, false);
    if (!rows_.is_array()) rows_ = nlohmann::json::array();
  }

  void begin(const std::string& part) {
    for (std::size_t i = rows_.size(); i-- > 0;)
      if (rows_[i]["part"] == part) rows_.erase(i);
    part_ = part;
  }

  void add(const std::string& group, double seconds, double processor, const Tested& tested) {
    rows_.push_back({{"part", part_}, {"group", group}, {"seconds", seconds}, {"processor", processor},
                     {"passed", tested.counts.passed}, {"failed", tested.counts.failed}, {"before", tested.before}});
    fs::create_directories(file_.parent_path());
    std::ofstream(file_) << rows_.dump(1) << '\n';
  }

 private:
  fs::path file_;
  nlohmann::json rows_;
  std::string part_;
};

class RepositoryTests {
 public:
  explicit RepositoryTests(const Workspace& workspace)
      : workspace_(workspace), work_(workspace.build() / "test"), times_(workspace.build() / "test/times.json") {}

  Counts part(const std::string& name, const std::function<void()>& work) {
    const double begin = now();
    const Counts before = total_;
    times_.begin(name);
    work();
    Counts mine = total_;
    mine.passed -= before.passed, mine.failed -= before.failed, mine.skipped -= before.skipped;
    fmt::print("{}: {} in {:.0f} s\n", name, to_string(mine), now() - begin);
    return mine;
  }

  const Counts& total() const { return total_; }

  void tool() {
    group("tool, no warning", [&] {
      compile_strictly({workspace_.root(), workspace_.build() / "tool-strict", {}}, {"tools/tito"});
      return Tested{{1, 0, 0}, "", false};
    });
    group("tool, sanitizers", [&] { return test_build({workspace_.root(), work_ / "tool", sanitized}); });
    group("tool, verbs", [&] { return pytest("tool", {"tests/tool", "tests/student"}); });
  }

  void framework() {
    group("framework", [&] { return test_framework(workspace_); });
    const Build with_double{workspace_.framework(), work_ / "double", {"-Dreal=double"}};
    group("framework, real = double", [&] {
      return unless_passed(fingerprint(tangled(), with_double.options), [&] { return test_build(with_double, {"analyses", "probes"}); });
    });
    const Tested lost = guarded([&] { return variants(), Tested{}; });
    if (lost.counts.failed > 0) fmt::print("{}\n", lost.failures);
    total_ += lost.counts;
    if (!fs::exists(workspace_.root() / "tests/golden")) return;  // a book in a test
    goldens("float", {workspace_.framework(), workspace_.build() / "framework-strict", {}});
    goldens("double", with_double);
  }

  /// Through the last chapter, the framework is tangled/ itself, which `framework` tests.
  void prefixes() {
    std::vector<std::string> chapters = chapters_of(workspace_.framework());
    if (!chapters.empty()) chapters.pop_back();
    for (const std::string& chapter : chapters)
      group("prefix through " + chapter, [&] { return test_prefix(workspace_, chapter); });
  }

  void whole_framework() {
    group("whole framework", [&] { return test_framework(workspace_); });
  }

  void book() {
    finish_publishing();
    group("pages and editions", [&] { return pytest("book", {"tests/pages", "tests/editions"}); });
  }

  /// Makes the book meanwhile: its printed form needs one processor for long.
  void publish_in_background() {
    publishing_ = std::async(std::launch::async, [this] {
      return run({{(workspace_.home() / "tools/tito").string(), "publish", "--yes"}, workspace_.root()});
    });
  }

 private:
  /// Prints one line for a group of tests and what its failures printed. A group that cannot run at all is one failure.
  void group(const std::string& name, const std::function<Tested()>& work) {
    const double begin = now(), used = processor_seconds();
    Step step(name);
    const Tested tested = guarded(work);
    step.done(to_string(tested.counts) + (tested.before ? "  (before: the same tree)" : ""));
    if (tested.counts.failed > 0) fmt::print("{}\n", tested.failures);
    std::fflush(stdout);
    total_ += tested.counts;
    times_.add(name, now() - begin, processor_seconds() - used, tested);
  }

  static Tested guarded(const std::function<Tested()>& work) try {
    return work();
  } catch (const std::exception& error) {
    return {{0, 1, 0}, error.what(), false};
  }

  std::map<std::string, std::string> tangled() const {
    return literate::texts(literate::tangle(literate::read_book(workspace_.root())));
  }

  /// Against the library of a build that the framework's own tests use.
  void goldens(const std::string& real, const Build& library) {
    group("PyTorch's numbers, " + real, [&] {
      compile_strictly(library, {"libtinytorch.a"});
      return test_build({workspace_.root() / "tests/golden", work_ / ("golden-" + real),
                         {"-Dreal=" + real, "-Dpkg_config_path=" + (library.folder / "meson-uninstalled").string()}});
    });
  }

  /// The framework with sanitizers, and what its tests say when exercises are unwritten or written wrongly: one build.
  void variants() {
    const literate::Book book = literate::read_book(workspace_.root());
    Variants variants(book, workspace_.build() / "variants");
    Mutants mutants(variants);
    const std::string key = variants.key();
    bool compiled = false;
    const auto asked = [&](const std::string& what, const std::function<Tested()>& work) {
      return unless_passed(fingerprint({}, {key, what}), [&] {
        if (!compiled) variants.compile();
        compiled = true;
        return work();
      });
    };
    group("framework, sanitizers", [&] {
      return asked("tests", [&] { return run_tests(variants.build(), tests_of(variants.build())); });
    });
    for (std::size_t chapter = 0; chapter < book.chapters.size(); ++chapter)
      group("student at " + book.chapters[chapter].id, [&] {
        return asked("student at " + book.chapters[chapter].id, [&] { return test_student_states(variants, chapter); });
      });
    group("gate of an edition", [&] { return course::gate(variants); });
    mutation(mutants, asked);
  }

  /// Prints its own lines, one for each exercise.
  template <typename Asked>
  void mutation(Mutants& mutants, const Asked& asked) {
    const double begin = now(), used = processor_seconds();
    const Tested tested = guarded([&] { return asked("mutants", [&] { return Tested{mutants.test(), "", false}; }); });
    if (!tested.failures.empty()) fmt::print("{}\n", tested.failures);
    if (tested.before) fmt::print("  {:<28} {:6.1f} s  {}  (before: the same tree)\n", "mutants", now() - begin, to_string(tested.counts));
    total_ += tested.counts;
    times_.add("mutants", now() - begin, processor_seconds() - used, tested);
  }

  /// Tests of the tool as a black box, of the pages, of the editions; on two workers when the plug-in for that is there.
  Tested pytest(const std::string& part, const Names& folders) {
    const fs::path report = work_ / ("pytest-" + part + ".xml");
    fs::remove(report);
    Command command{{workspace_.python().string(), "-m", "pytest", "-q", "--color=no", "-p", "no:cacheprovider", "--durations=5", "--junitxml",
                     report.string()},
                    workspace_.root(),
                    {{"PYTHONDONTWRITEBYTECODE", "1"}}};
    if (run({{workspace_.python().string(), "-c", "import xdist"}}).status == 0)
      command.words.insert(command.words.end(), {"-n", "2", "--dist", "loadgroup"});
    command.words.insert(command.words.end(), folders.begin(), folders.end());
    const Result result = run(command);
    if (!fs::exists(report)) throw std::runtime_error("pytest wrote no report:\n" + last_lines(result.output, 30));
    Tested tested{junit_counts(read_file(report)), result.output, false};
    if (result.status != 0 && tested.counts.failed == 0) tested.counts.failed = 1;
    return tested;
  }

  void finish_publishing() {
    if (!publishing_) return;
    const double begin = now(), used = processor_seconds();
    Step step("the book, until it is made");
    const Result result = publishing_->get();
    step.done(result.status == 0 ? "" : "failed:\n" + last_lines(result.output, 30));  // a test that needs it will fail
    times_.add("the book, until it is made", now() - begin, processor_seconds() - used, {});
    publishing_.reset();
  }

  const Workspace& workspace_;
  fs::path work_;
  Timesheet times_;
  Counts total_;
  std::optional<std::future<Result>> publishing_;
};

}  // namespace

const std::vector<std::string>& parts_of_the_repository() {
  static const std::vector<std::string> parts = {"tool", "framework", "prefixes", "book"};
  return parts;
}

Counts test_repository(const Workspace& workspace, const std::vector<std::string>& parts, bool yes) {
  const auto chosen = [&](const std::string& part) { return parts.empty() || std::find(parts.begin(), parts.end(), part) != parts.end(); };
  ensure_packages(workspace, {"build", "book", "test"}, yes);
  if (chosen("tool") || chosen("book")) ensure_python(workspace);
  RepositoryTests tests(workspace);
  if (chosen("tool")) tests.part("tool", [&] { tests.tool(); });
  if (chosen("framework")) tests.part("framework", [&] { tests.framework(); });
  if (chosen("prefixes") && chosen("book")) tests.publish_in_background();
  if (chosen("prefixes")) tests.part("prefixes", [&] { tests.prefixes(); });
  if (chosen("book")) tests.part("book", [&] { tests.book(); });
  return tests.total();
}

Counts test_prefixes(const Workspace& workspace, bool yes) {
  workspace.need_chapters("test the prefixes of");
  ensure_packages(workspace, {"build"}, yes);
  RepositoryTests tests(workspace);
  tests.prefixes();
  tests.whole_framework();
  return tests.total();
}

}  // namespace tito
