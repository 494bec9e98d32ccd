"""`tito test --prefixes`: the framework as it stands after each chapter compiles without a warning and passes its tests."""

import pytest
from conftest import ROOT, tito

ORDER = (ROOT / "tests/tool/small_book/chapters/order.toml").read_text()
FIRST = """\
@
# First

<<meson.build>>=
project('small', 'cpp', default_options: ['cpp_std=c++20', 'warning_level=3'])
test('00_first', executable('first', 'tests/test_00_first.cpp'), suite: 'program')
<<tests of chapters>>
@
<<tests of chapters>>=
@
<<tests/test_00_first.cpp>>=
static int answer() { return 42; }

int main() {
  int wrong = 0;
  <<check the answer>>
  return wrong;
}
@
<<check the answer>>=
wrong += answer() != 42;
@
"""
SECOND = """\
@
# Second

<<tests of chapters>>=
test('01_second', executable('second', 'tests/test_01_second.cpp'), suite: 'program')
@
<<tests/test_01_second.cpp>>=
int main() {}
@
"""


@pytest.fixture(autouse=True)
def cache(tmp_path_factory, monkeypatch):
    """What passed before is remembered there."""
    monkeypatch.setenv("TITO_CACHE", str(tmp_path_factory.mktemp("cache")))


def prefixes(book, first, second):
    (book / "chapters/00_first.nw").write_text(first)
    (book / "chapters/01_second.nw").write_text(second)
    assert tito("tangle", cwd=book).returncode == 0
    return tito("test", "--prefixes", "--yes", cwd=book)


def test_each_prefix_is_counted(small_book):
    result = prefixes(small_book, FIRST, SECOND)
    assert result.returncode == 0, result.stdout + result.stderr
    assert "prefix through 00_first" in result.stdout and "whole framework" in result.stdout
    assert result.stdout.splitlines()[-1] == "3 passed, 0 failed"


def test_a_warning_in_an_early_prefix_fails(small_book):
    """What the second chapter alone uses is unused after the first."""
    use = "wrong += answer() != 42;\n"
    result = prefixes(small_book, FIRST.replace(use, ""), SECOND + "<<check the answer>>=\n" + use + "@\n")
    assert result.returncode == 1
    assert "answer()" in result.stdout and "unused-function" in result.stdout
    assert result.stdout.splitlines()[-1] == "2 passed, 1 failed"


def test_a_test_that_fails_in_an_early_prefix_alone(small_book):
    result = prefixes(small_book, FIRST.replace("!= 42", "!= 43"), SECOND + "<<check the answer>>=\nwrong = 0;\n@\n")
    assert result.returncode == 1
    assert "00_first:" in result.stdout
    assert result.stdout.splitlines()[-1] == "2 passed, 1 failed"


def test_what_passed_is_not_repeated_but_a_defect_is_found_every_time(small_book):
    good = FIRST, SECOND
    bad = FIRST.replace("!= 42", "!= 43"), SECOND + "<<check the answer>>=\nwrong = 0;\n@\n"
    assert "before: the same tree" not in prefixes(small_book, *good).stdout
    again = prefixes(small_book, *good)
    assert "1 passed, 0 failed  (before: the same tree)" in again.stdout
    assert again.stdout.splitlines()[-1] == "3 passed, 0 failed"
    for _ in range(2):
        assert prefixes(small_book, *bad).stdout.splitlines()[-1] == "2 passed, 1 failed"
    assert "before: the same tree" in prefixes(small_book, *good).stdout


def test_a_warning_is_found_again(small_book):
    """Its object is there, and ninja alone would have nothing to do."""
    use = "wrong += answer() != 42;\n"
    for _ in range(2):
        result = prefixes(small_book, FIRST.replace(use, ""), SECOND + "<<check the answer>>=\n" + use + "@\n")
        assert "unused-function" in result.stdout
