"""`tito test --part framework` of a tiny book: one run finds each kind of defect, names it, and counts what is sound beside it."""

import re

import pytest
from conftest import tito

MINI = """\
#pragma once
#include <algorithm>
#include <cstdio>
#include <cstring>
#include <exception>
#include <string>
#include <vector>

// Writes the two files that Boost.Test writes, and compiles in no time.
struct Case {
  const char* name;
  void (*body)();
};
inline std::vector<Case> cases;
inline std::FILE* log_file = nullptr;
inline bool wrong = false;
struct Registered {
  Registered(const char* name, void (*body)()) { cases.push_back({name, body}); }
};
#define BOOST_AUTO_TEST_CASE(name)            \\
  static void name();                         \\
  static Registered registered_##name(#name, name); \\
  static void name()
inline void check(bool right, const char* what) {
  if (right) return;
  wrong = true;
  std::fprintf(log_file, "t.cpp(1): error: in \\"case\\": %s\\n", what);
}
#define BOOST_TEST(what) check(what, #what)

inline int run(int argc, char** argv) {
  std::string log = "/dev/null", report = "/dev/null", xml = "<testsuite>";
  std::vector<std::string> only;
  for (const std::string& word : std::vector<std::string>(argv + 1, argv + argc)) {
    const std::string loggers = "--logger=HRF,test_suite,", junit = ":JUNIT,error,", run = "--run_test=";
    if (word.starts_with(loggers)) {
      log = word.substr(loggers.size(), word.find(junit) - loggers.size());
      report = word.substr(word.find(junit) + junit.size());
    }
    if (word.starts_with(run)) only.push_back(word.substr(run.size()));
  }
  log_file = std::fopen(log.c_str(), "w");
  int failed = 0;
  for (const Case& one : cases) {
    if (!only.empty() && std::find(only.begin(), only.end(), one.name) == only.end()) continue;
    std::fprintf(log_file, "t.cpp(1): Entering test case \\"%s\\"\\n", one.name);
    std::fflush(log_file);
    wrong = false;
    try {
      one.body();
    } catch (const std::exception& error) {
      check(false, error.what());
    }
    std::fprintf(log_file, "t.cpp(1): Leaving test case \\"%s\\"; testing time: 1us\\n", one.name);
    xml += std::string("<testcase name=\\"") + one.name + "\\">" + (wrong ? "<failure/>" : "") + "</testcase>";
    failed += wrong;
  }
  std::fclose(log_file);
  std::FILE* file = std::fopen(report.c_str(), "w");
  std::fputs((xml + "</testsuite>").c_str(), file);
  std::fclose(file);
  return failed ? 201 : 0;
}
"""

FIRST = """\
@
# First

<<meson_options.txt>>=
option('real', type: 'combo', choices: ['float', 'double'], value: 'float')
@
<<meson.build>>=
project('small', 'cpp', default_options: ['cpp_std=c++20', 'warning_level=3', 'debug=false', 'optimization=0'])
if get_option('real') == 'double'
  add_project_arguments('-DDOUBLE', language: 'cpp')
endif
chapters = ['00_first', '01_second']
library = static_library('small', 'src/first.cpp', 'src/second.cpp')
probes = []
subdir('probes')
subdir('tests')
@
<<probes/meson.build>>=
foreach chapter : chapters
  probes += executable(chapter, chapter + '.cpp', link_with: library)
endforeach
@
<<tests/meson.build>>=
foreach chapter : chapters
  test(chapter, executable('test_' + chapter, f'test_@chapter@.cpp', link_with: library), depends: probes)
endforeach
@
<<tests/mini.hpp>>=
MINI@
<<src/first.hpp>>=
#pragma once
#include <stdexcept>
#include <string>

namespace tt {
struct NotImplemented : std::runtime_error {
  explicit NotImplemented(const std::string& id) : runtime_error("exercise " + id + " is not written yet") {}
};
}  // namespace tt

int sum(const int* numbers, int count);
int last(const int* numbers, int count);
@

:::{exercise} The sum
:id: first-sum
:points: 5
:minutes: 5
:difficulty: 1

Return the sum.

**Approach**
1. Add them, *because* that is the question.
:::

<<src/first.cpp>>=
#include "first.hpp"

int sum([[maybe_unused]] const int* numbers, [[maybe_unused]] int count) {
  <<solution: first-sum>>
}
@
<<solution: first-sum>>=
int total = 0;
for (int i = 0; i < count; ++i) total += numbers[i];
return total;
@
<<tests/test_00_first.cpp>>=
#include "../src/first.hpp"
#include "mini.hpp"

<<test: first-sum>>
<<given tests>>
int main(int argc, char** argv) { return run(argc, argv); }
@
<<test: first-sum>>=
BOOST_AUTO_TEST_CASE(a_sum_is_a_sum) {
  const int* numbers = new int[3]{1, 2, 3};
  const int result = sum(numbers, 3);
  delete[] numbers;
  BOOST_TEST(result == 6);
  BOOST_TEST(sum(nullptr, 0) == 0);
}
@
<<given tests>>=
BOOST_AUTO_TEST_CASE(three_is_three) { BOOST_TEST(3 == 3); }
@
<<probes/00_first.cpp>>=
#include <cstdio>

#include "../src/first.hpp"

int main() {
  <<probe: first-sum>>
}
@
<<probe: first-sum>>=
const int numbers[] = {4, 5};
std::printf("i64 %d\\n", sum(numbers, 2));
@
"""

SECOND = """\
@
# Second

:::{exercise} The last
:id: second-last
:points: 5
:minutes: 5
:difficulty: 1

Return the last number.

**Approach**
1. Look at the end, *because* that is where it is.
:::

<<src/second.cpp>>=
#include "first.hpp"

int last([[maybe_unused]] const int* numbers, [[maybe_unused]] int count) {
  <<solution: second-last>>
}
@
<<solution: second-last>>=
return numbers[count - 1];
@
<<tests/test_01_second.cpp>>=
#include "../src/first.hpp"
#include "mini.hpp"

<<test: second-last>>
<<more tests>>
int main(int argc, char** argv) { return run(argc, argv); }
@
<<test: second-last>>=
BOOST_AUTO_TEST_CASE(the_last_is_last) {
  const int numbers[] = {4, 5};
  BOOST_TEST(last(numbers, 2) == 5);
}
@
<<more tests>>=
@
<<probes/01_second.cpp>>=
#include <cstdio>

#include "../src/first.hpp"

int main() {
  <<probe: second-last>>
}
@
<<probe: second-last>>=
const int numbers[] = {4, 5};
std::printf("i64 %d\\n", last(numbers, 2));
@
"""


@pytest.fixture(autouse=True)
def cache(tmp_path_factory, monkeypatch):
    """What passed before is remembered there."""
    monkeypatch.setenv("TITO_CACHE", str(tmp_path_factory.mktemp("cache")))


def framework(book, first, second):
    (book / "chapters/00_first.nw").write_text(first.replace("MINI", MINI))
    (book / "chapters/01_second.nw").write_text(second)
    tangled = tito("tangle", cwd=book)
    assert tangled.returncode == 0, tangled.stdout + tangled.stderr
    return tito("test", "--part", "framework", "--yes", cwd=book)


def lines_of(result):
    """The beginning of a line → what it came to."""
    return dict(re.findall(r"^  (\S.*?) +[\d.]+ s  (.*)$", result.stdout, re.M))


def test_a_sound_book_passes_and_is_not_asked_twice(small_book):
    result = framework(small_book, FIRST, SECOND)
    assert result.returncode == 0, result.stdout + result.stderr
    lines = lines_of(result)
    for group in ("framework", "framework, real = double", "framework, sanitizers"):
        assert "3 passed, 0 failed" in lines[group], lines
    assert "2 passed, 0 failed" in lines["student at 00_first"] and "2 passed, 0 failed" in lines["student at 01_second"]
    assert "tests kill 100 %" in lines["first-sum"] and "tests kill 100 %" in lines["second-last"]
    assert result.stdout.splitlines()[-1] == "15 passed, 0 failed"
    again = framework(small_book, FIRST, SECOND)
    assert again.stdout.count("(before: the same tree)") == 5
    assert again.stdout.splitlines()[-1] == "15 passed, 0 failed"


def test_what_only_sanitizers_and_what_only_double_shows(small_book):
    """The solution reads one number too many, and a test knows how large a float is."""
    first = FIRST.replace("return total;", "return total + (count > 0 && numbers[count] == 77 ? 0 : 0);")
    second = SECOND.replace("<<more tests>>=\n", "<<more tests>>=\n#ifdef DOUBLE\n"
                            "BOOST_AUTO_TEST_CASE(floats_are_small) { BOOST_TEST(sizeof(float) == 8); }\n#endif\n")
    result = framework(small_book, first, second)
    lines = lines_of(result)
    assert "3 passed, 0 failed" in lines["framework"]
    assert "3 passed, 1 failed" in lines["framework, real = double"] and "sizeof(float) == 8" in result.stdout
    assert "1 passed, 1 failed" in lines["framework, sanitizers"], "the other program is counted"
    assert 'in test case "a_sum_is_a_sum", signal 6' in result.stdout and "heap-buffer-overflow" in result.stdout


def test_a_stub_that_passes_and_a_test_that_needs_a_later_exercise(small_book):
    second = SECOND.replace("<<more tests>>=\n", "<<stub: second-last>>=\nreturn 5;\n@\n<<more tests>>=\n")
    first = FIRST.replace("BOOST_TEST(sum(nullptr, 0) == 0);", "const int two[] = {0, 5};\n  BOOST_TEST(last(two, 2) == 5);").replace(
        "BOOST_TEST(3 == 3)", "const int one[] = {7};\n  BOOST_TEST(last(one, 1) == 7)")
    result = framework(small_book, first, second)
    lines = lines_of(result)
    assert "3 passed, 0 failed" in lines["framework"]
    assert "failed" in lines["student at 00_first"] and "three_is_three fails for another reason" in result.stdout
    assert "the_last_is_last does not fail although second-last is not written" in result.stdout
    assert result.returncode == 1


def test_a_crash_is_named_and_the_others_run(small_book):
    first = FIRST.replace("BOOST_TEST(3 == 3);", "__builtin_trap();")
    result = framework(small_book, first, SECOND)
    assert "2 passed, 1 failed" in lines_of(result)["framework"], result.stdout
    assert 'in test case "three_is_three", signal' in result.stdout


def test_an_unknown_part_is_refused(small_book):
    result = tito("test", "--part", "framework,nothing", cwd=small_book)
    assert result.returncode == 1 and "there is no part 'nothing'" in result.stderr and "prefixes" in result.stderr
