"""The tests' own harness: a test that hangs is stopped and named, and what is costly is made once, whichever worker needs it first."""

import pathlib
import re
import sys

import pytest
from limits import run_whole

TESTS = pathlib.Path(__file__).resolve().parent.parent
CONFTEST = f"""\
import sys
sys.path.insert(0, {str(TESTS)!r})
from limits import pytest_runtest_call, pytest_runtest_setup
from workers import pytest_cmdline_main, pytest_collection_modifyitems, workers
"""


@pytest.fixture
def run(tmp_path):
    """Runs pytest on a file with this text."""
    def run(text, *words):
        (tmp_path / "conftest.py").write_text(CONFTEST)
        (tmp_path / "test_it.py").write_text(text)
        return run_whole([sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "--rootdir", tmp_path,
                          "--basetemp", tmp_path / "folders", *words, tmp_path])
    return run


def test_a_test_that_hangs_is_stopped_and_named(run, tmp_path):
    result = run(f"""\
import subprocess, pytest
from limits import run_whole

@pytest.mark.limit(1)
def test_sleeps():
    run_whole(["sh", "-c", "sleep 3; touch {tmp_path}/alive"])

@pytest.fixture
def slow():
    subprocess.run(["sleep", "1000"])

@pytest.mark.limit(1)
def test_waits(slow):
    pass

def test_passes():
    subprocess.run(["sleep", "3.5"])
""")
    assert re.search(r"^1 failed, 1 passed, .*1 error in", result.stdout, re.M), result.stdout
    for name in (r"test_it\.py::test_sleeps", r"preparing test_it\.py::test_waits"):
        assert re.search(rf"time limit: {name} was stopped after 1 s; that says nothing", result.stdout), result.stdout
    assert not (tmp_path / "alive").exists(), "what the test had started is ended as well"


ONCE = """\
import pathlib, time, pytest

def note(what):
    with open({log!r}, "a") as log:
        log.write(what + "\\n")

def make():
    note("made")
    time.sleep(0.2)
    {end}

@pytest.fixture(scope="module")
def prepared():
    note("prepared")

@pytest.mark.parametrize("number", range(4))
def test_shares(prepared, number):
    time.sleep(0.1)

@pytest.fixture(scope="session")
def published(workers):
    workers.once("published", make)

@pytest.fixture(scope="session")
def student(published):
    pass

def test_comes_last(student):
    pass

@pytest.mark.parametrize("number", range(5))
def test_needs_it(published, number):
    pass

def test_needs_nothing():
    pass

@pytest.mark.first
def test_begins_it(published):
    pass
"""


@pytest.mark.parametrize("words", [(), ("-n", "2")])
@pytest.mark.parametrize("end, outcome", [("pass", "12 passed"), ("raise ValueError('no paper')", "7 errors")])
def test_what_is_costly_is_made_once(run, tmp_path, words, end, outcome):
    result = run(ONCE.format(log=str(tmp_path / "log"), end=end), "-vv", *words)
    assert sorted((tmp_path / "log").read_text().split()) == ["made", "prepared"]
    assert outcome in result.stdout, result.stdout
    if end != "pass":
        assert result.stdout.count("no paper") >= 7, "every test that needed it says why it could not be had"
    elif not words:
        order = re.findall(r"::(test_\w+)", result.stdout)
        assert list(dict.fromkeys(order)) == ["test_begins_it", "test_shares", "test_needs_nothing", "test_needs_it", "test_comes_last"]
