"""`tito test --mutants`: small mistakes in a solution are noticed by the exercise's tests, or the exercise is named with what survived."""

import pytest
from conftest import ROOT, tito

ORDER = (ROOT / "tests/tool/small_book/chapters/order.toml").read_text()
FIRST = """\
@
# First

<<meson.build>>=
project('small', 'cpp', default_options: ['cpp_std=c++20'])
subdir('tests')
subdir('probes')
@
<<tests/meson.build>>=
executable('test_00_first', 'test_00_first.cpp', '../src/smaller.cpp')
@
<<probes/meson.build>>=
executable('00_first', '00_first.cpp', '../src/smaller.cpp')
@

:::{exercise} The smaller of two
:id: first-smaller
:points: 5
:minutes: 5
:difficulty: 1

Return the smaller number.

**Approach**
1. Compare them, *because* that is the question.
:::

<<src/smaller.cpp>>=
#include "not_implemented.hpp"

int smaller(int a, int b) {
  <<solution: first-smaller>>
}
@
<<src/not_implemented.hpp>>=
#pragma once

namespace tt {
struct NotImplemented {
  explicit NotImplemented(const char*) {}
};
}  // namespace tt
@
<<solution: first-smaller>>=
int least = b;
if (a < b) least = a;
return least;
@
<<tests/test_00_first.cpp>>=
int smaller(int a, int b);

int main() {
  int wrong = 0;
  <<test: first-smaller>>
  return wrong;
}
@
<<test: first-smaller>>=
TESTS
@
<<probes/00_first.cpp>>=
#include <cstdio>

int smaller(int a, int b);

int main() {
  <<probe: first-smaller>>
}
@
<<probe: first-smaller>>=
PROBE
@
"""
PLACE = f"chapters/00_first.nw:{FIRST.splitlines().index('if (a < b) least = a;') + 1}"
STRONG = "wrong += smaller(1, 2) != 1 || smaller(2, 1) != 1;"
WEAK = "wrong += smaller(1, 1) != 1;"
LOOKS = 'std::printf("i64 %d\\ni64 %d\\n", smaller(3, 4), smaller(4, 3));'
BLIND = 'std::printf("i64 %d\\n", smaller(3, 3));'


def mutants(book, tests, probe, *words):
    (book / "chapters/00_first.nw").write_text(FIRST.replace("TESTS", tests).replace("PROBE", probe))
    (book / "chapters/01_second.nw").write_text("@\n# Second\n\nNothing.\n")
    return tito("test", "--mutants", *words, cwd=book)


def test_strong_tests_kill_all(small_book):
    """All but `<=`, which makes the same function."""
    result = mutants(small_book, STRONG, LOOKS)
    assert f"{PLACE}: survived: `<` became `<=`" in result.stdout
    assert result.stdout.count("survived:") == 1


def test_weak_tests_are_told_what_they_miss(small_book):
    result = mutants(small_book, WEAK, BLIND)
    assert result.returncode == 1
    assert "too few" in result.stdout
    assert f"{PLACE}: survived: `<` became `>`" in result.stdout
    assert f"{PLACE}: survived: `if (a < b) least = a;` dropped" in result.stdout
    assert result.stdout.splitlines()[-1] == "0 passed, 1 failed"


def test_what_the_probe_alone_sees_is_no_credit_for_the_tests(small_book):
    result = mutants(small_book, WEAK, LOOKS)
    assert result.returncode == 1
    assert f"{PLACE}: seen by the probe alone: `<` became `>`" in result.stdout


def test_a_wrong_solution_is_refused(small_book):
    result = mutants(small_book, "wrong += smaller(1, 2) != 2;", LOOKS)
    assert result.returncode == 1 and "the tests of first-smaller fail with its own solution" in result.stderr


@pytest.mark.parametrize("chapter", ["01", "nowhere"])
def test_a_chapter_without_exercises(small_book, chapter):
    result = mutants(small_book, STRONG, LOOKS, chapter)
    assert result.returncode == 1
    assert f"there is no exercise in a chapter '{chapter}'" in result.stderr or f"lists no chapter `{chapter}`" in result.stderr
