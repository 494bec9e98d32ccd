"""An author's day: tests of one chapter in that chapter's own lines, a chapter begun by `tito new`, words that a shell completes."""

import fcntl
import json
import os
import queue
import re
import shutil
import socket
import subprocess
import threading

import pytest

from conftest import ROOT, snapshot, succeed, tito

FIRST = "chapters/00_first.nw"

# A framework of two chapters. The tests of the second one do not compile: whoever needs only the first must not meet them.
CHAPTERS = {
    FIRST: """\
@
# First

<<meson.build>>=
project('small', 'cpp', default_options: ['cpp_std=c++20', 'warning_level=0', 'optimization=0'])
boost_test = dependency('boost', modules: ['unit_test_framework'])
library('small', 'src/weight.cpp')
subdir('tests')
@
<<tests/meson.build>>=
helper = executable('helper', 'helper.cpp')
foreach chapter : ['00_first', '01_second']
  test(chapter, executable(f'test_@chapter@', f'test_@chapter@.cpp', '../src/weight.cpp', dependencies: boost_test), depends: helper)
endforeach
@
<<tests/helper.cpp>>=
int main() {}
@
<<src/weight.cpp>>=
int weight() {
  <<weigh>>
}
@
<<weigh>>=
return 2;
@
<<tests/test_00_first.cpp>>=
#define BOOST_TEST_MODULE First
#include <boost/test/unit_test.hpp>
int weight();
<<tests of the weight>>
@
<<tests of the weight>>=
BOOST_AUTO_TEST_SUITE(first_given)
BOOST_AUTO_TEST_CASE(the_weight_is_positive) { BOOST_TEST(weight() > 0); }
BOOST_AUTO_TEST_CASE(nothing_else) {}
BOOST_AUTO_TEST_SUITE_END()
BOOST_AUTO_TEST_SUITE(first_weight)
BOOST_AUTO_TEST_CASE(is_three) {
  BOOST_TEST(weight() == 3, "a weight of three");
}
BOOST_AUTO_TEST_SUITE_END()
@
""",
    "chapters/01_second.nw": """\
@
# Second

<<tests/test_01_second.cpp>>=
#error nobody asked for the second chapter
@
""",
    "chapters/order.toml": """\
[[part]]
number = "I"
title = "Small"

  [[part.chapter]]
  id = "00_first"
  title = "First"
  needs = []
  minutes = 10

  [[part.chapter]]
  id = "01_second"
  title = "Second"
  needs = ["00_first"]
  minutes = 10
"""}


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    """The framework, with the tests of its first chapter built."""
    book = tmp_path_factory.mktemp("framework") / "book"
    restore(book)
    tito("test", "00", cwd=book)
    return book


def restore(book):
    for file, text in CHAPTERS.items():
        (book / file).parent.mkdir(parents=True, exist_ok=True)
        (book / file).write_text(text)


@pytest.fixture
def framework(built):
    restore(built)
    succeed(tito("tangle", "--discard", cwd=built))
    return built


def line_of(text, needle):
    return text[:text.index(needle)].count("\n") + 1


def last_line(result):
    return result.stdout.splitlines()[-1]


def edit(book, file, old, new):
    text = (book / file).read_text()
    assert text.count(old) == 1
    (book / file).write_text(text.replace(old, new))


def test_a_word_runs_the_cases_of_that_name_and_those_of_that_suite(framework):
    # The suite `first_weight` is an exercise's own; leaving it out is a green that says nothing.
    assert last_line(tito("test", "00", "weight", cwd=framework)) == "1 passed, 1 failed"
    assert last_line(tito("test", "00", "first-weight", cwd=framework)) == "0 passed, 1 failed"
    assert last_line(tito("test", "00", "nothing", cwd=framework)) == "1 passed, 0 failed"
    assert "'anything'" in tito("test", "00", "anything", cwd=framework).stderr


def test_a_chapter_by_its_number_and_by_its_name(framework):
    for name in ("0", "00", "first", "00_first"):
        assert last_line(tito("test", name, cwd=framework)) == "2 passed, 1 failed"
    refused = tito("test", "third", cwd=framework)
    assert refused.returncode == 1 and "chapters: 00_first, 01_second" in refused.stderr


def test_only_what_the_chapter_needs_is_built_and_a_pipe_is_told_before_it_is(framework):
    shutil.rmtree(framework / "build/framework")
    result = tito("test", "first", cwd=framework)
    assert last_line(result) == "2 passed, 1 failed"
    assert result.stdout.splitlines()[0] == "Building the tests of 00_first"
    tests = framework / "build/framework/tests"
    assert (tests / "helper").exists(), "the program that its tests call"
    refused = tito("test", "second", cwd=framework)
    assert refused.returncode == 1
    assert f"chapters/01_second.nw:{line_of(CHAPTERS['chapters/01_second.nw'], '#error')}:" in refused.stderr


def test_messages_speak_of_the_chapters_lines(framework):
    place = line_of(CHAPTERS[FIRST], "a weight of three")
    assert f"{FIRST}({place}): error: " in tito("test", "00", cwd=framework).stdout
    raw = tito("test", "00", "--raw", cwd=framework).stdout
    assert "tangled/tests/test_00_first.cpp(" in raw and FIRST not in raw

    edit(framework, FIRST, "return 2;", "return two;")
    compiled = tito("test", "00", cwd=framework)
    assert compiled.returncode == 1 and re.search(rf"{FIRST}:{line_of(CHAPTERS[FIRST], 'return 2;')}:\d+: error: ", compiled.stderr)
    assert "tangled/src/weight.cpp:" in tito("test", "00", "--raw", cwd=framework).stderr


def test_the_chapters_as_they_are_now_are_tested(framework):
    edit(framework, FIRST, "return 2;", "return 3;")
    result = tito("test", "00", cwd=framework)
    assert last_line(result) == "3 passed, 0 failed" and "tangled again, 1 file written" in result.stdout


def test_an_edit_by_hand_is_tested_but_not_beside_changed_chapters(framework):
    edit(framework, "tangled/src/weight.cpp", "return 2;", "return 3;")
    before = snapshot(framework / "tangled")
    assert last_line(tito("test", "00", cwd=framework)) == "3 passed, 0 failed"
    edit(framework, FIRST, "# First", "# The first")
    assert last_line(tito("test", "00", cwd=framework)) == "3 passed, 0 failed", "prose changes no file"
    edit(framework, FIRST, "int main() {}", "int main() { return 0; }")
    refused = tito("test", "00", cwd=framework)
    assert refused.returncode == 1 and "tangled/src/weight.cpp" in refused.stderr and "stitch" in refused.stderr
    assert snapshot(framework / "tangled") == before


def test_a_second_run_waits_for_the_first_and_says_so(framework):
    with open(framework / "build/.framework.lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        run = subprocess.Popen([ROOT / "tools/tito", "test", "00"], cwd=framework, stdout=subprocess.PIPE, text=True)
        printed = queue.Queue()
        reader = threading.Thread(target=lambda: [printed.put(line) for line in run.stdout])
        reader.start()
        assert "Building" in printed.get(timeout=120)
        assert "waiting for another tito" in printed.get(timeout=120) and run.poll() is None
    assert run.wait(timeout=600) == 1  # the weight is no three
    reader.join()
    assert "2 passed, 1 failed" in list(printed.queue)[-1]


# --- tito new

@pytest.fixture(scope="module")
def begun(tmp_path_factory):
    """The book's first two chapters, and a third one just begun."""
    book = tmp_path_factory.mktemp("begun") / "book"
    (book / "chapters").mkdir(parents=True)
    (book / "book").mkdir()
    for chapter in ("00_setup", "01_tensor"):
        shutil.copy(ROOT / f"chapters/{chapter}.nw", book / "chapters")
    for works in ("00", "01"):
        shutil.copy(ROOT / f"book/references-{works}.bib", book / "book")
    order = (ROOT / "chapters/order.toml").read_text()
    (book / "chapters/order.toml").write_text(order[:order.index('  [[part.chapter]]\n  id = "02_')])
    said = succeed(tito("new", "2", "clamp", "--title", "Clamping", "--exercise", "clamp-slope", "--exercise", "clamp-both",
                        "--analysis", "clamp-cost", cwd=book)).stdout
    assert said.splitlines()[:3] == ["book/references-02.bib", "chapters/02_clamp.nw", "chapters/order.toml"]
    return book


def test_a_new_chapter_builds_and_fails_only_because_it_is_not_written(begun):
    result = tito("test", "clamp", cwd=begun)
    assert last_line(result) == "0 passed, 3 failed", result.stdout + result.stderr
    errors = [line for line in result.stdout.splitlines() if "error: in " in line]
    assert len(errors) == 3 and all("NotImplemented" in line or "is not written" in line or "not implemented" in line.lower() for line in errors)
    build = begun / "build/framework"
    environment = {**os.environ, "PATH": "/usr/bin:/bin"}
    made = subprocess.run(["ninja", "-C", build, "analyses/02_clamp", "probes/02_clamp"], capture_output=True, text=True, env=environment)
    assert made.returncode == 0 and "warning:" not in made.stdout, made.stdout
    assert "warning:" not in (build / "tito-log.txt").read_text()
    table = subprocess.run([build / "analyses/02_clamp", "--all", "--quick"], capture_output=True, text=True)
    assert table.returncode == 0 and "time: ns/number" in table.stdout


def test_validate_reads_it_as_a_list_of_what_is_to_be_written(begun):
    report = json.loads(tito("validate", "clamp", "--json", cwd=begun).stdout)["chapters"][0]
    broken = {rule["name"]: rule["shortfalls"] for rule in report["rules"] if not rule["ok"]}
    assert set(broken) == {"written", "analyses", "summary-length"}, "prose is missing, structure is there"
    lines = (begun / "chapters/02_clamp.nw").read_text().splitlines()
    for shortfall in broken["written"]:
        assert "To write: " in lines[shortfall["line"] - 1] or "NotImplemented" in lines[shortfall["line"] - 1]
    assert len(broken["written"]) > 50


def test_an_exercise_is_added_to_it(begun, tmp_path):
    book = tmp_path / "book"
    shutil.copytree(begun, book, ignore=shutil.ignore_patterns("build", "tangled"))
    assert succeed(tito("new", "clamp", "--add-exercise", "clamp-third", cwd=book)).stdout.splitlines()[0] == "chapters/02_clamp.nw"
    succeed(tito("tangle", cwd=book))
    assert "BOOST_AUTO_TEST_SUITE(clamp_third)" in (book / "tangled/tests/test_02_clamp.cpp").read_text()
    assert '"clamp-third"' in (book / "tangled/probes/02_clamp.cpp").read_text()


REFUSED = {
    "number taken": (["1", "clamp"], "is taken by `01_tensor`"),
    "name taken": (["3", "tensor"], "is taken by `01_tensor`"),
    "file taken": (["3", "memory"], "<<include/tinytorch/memory.hpp>>"),
    "id taken": (["3", "clamp", "--exercise", "setup-median"], "`setup-median` is already taken"),
    "bad name": (["3", "../clamp"], "is no name of a chapter"),
    "bad id": (["3", "clamp", "--exercise", "Clamp me"], "is no id"),
    "no exercise": (["3", "clamp"], "--exercise: "),
    "unknown chapter": (["nine", "--add-exercise", "nine-one"], "lists no chapter"),
    "not begun by it": (["setup", "--add-exercise", "setup-more"], "did not begin it"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_cannot_be_begun_changes_nothing(case, begun):
    words, message = REFUSED[case]
    before = snapshot(begun / "chapters") | snapshot(begun / "book")
    if "--add-exercise" not in words and case != "no exercise":
        words = [*words, "--exercise", "clamp-x", "--analysis", "clamp-y"]
    result = tito("new", *words, cwd=begun)
    assert result.returncode in (1, 2) and message in result.stderr, result.stderr
    assert snapshot(begun / "chapters") | snapshot(begun / "book") == before


# --- completion

def completed(script, *words):
    """What bash offers for the last of the words."""
    line = " ".join(f"'{word}'" for word in ("tito", *words))
    ask = f"{script}\nCOMP_WORDS=({line})\nCOMP_CWORD={len(words)}\n_tito\nprintf '%s\\n' \"${{COMPREPLY[@]}}\"\n"
    result = succeed(subprocess.run(["bash", "--norc", "-c", ask], capture_output=True, text=True, cwd=ROOT))
    assert result.stderr == ""
    return set(result.stdout.split())


@pytest.fixture(scope="module")
def scripts():
    return {shell: succeed(tito("completion", shell)).stdout for shell in ("bash", "zsh", "fish")}


def test_bash_completes_what_there_is(scripts):
    bash = scripts["bash"]
    assert {"tangle", "validate", "new", "completion", "--version"} <= completed(bash, "")
    assert completed(bash, "ta") == {"tangle"}
    assert completed(bash, "edition", "b") == {"build"}
    assert completed(bash, "tangle", "--thr") == {"--through"}
    assert {"00", "setup", "01", "tensor"} <= completed(bash, "tangle", "--through", "")
    assert {"01", "tensor", "--mutants"} <= completed(bash, "test", "")
    assert completed(bash, "test", "01", "tensor-m") == {"tensor-matmul"}
    assert completed(bash, "test", "--mutants", "ten") == {"tensor"}
    assert {"student", "reader"} <= completed(bash, "tangle", "--edition", "")
    assert {"student", "reader"} <= completed(bash, "edition", "build", "")
    assert "1986_mlp" in completed(bash, "milestone", "run", "")
    assert completed(bash, "completion", "z") == {"zsh"}
    assert "tools" in completed(bash, "tangle", "--out", "to"), "a folder"
    assert "01" not in completed(bash, "test", "01", "transpose", ""), "nothing more is asked for"


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_each_shell_takes_its_script(shell, scripts):
    assert "tensor-matmul" in scripts[shell] and "--through" in scripts[shell] or "-l through" in scripts[shell]
    if shutil.which(shell) is None:
        pytest.skip(f"{shell} is not installed")
    succeed(subprocess.run([shell, "-n"], input=scripts[shell], capture_output=True, text=True))


def test_fish_completes_what_there_is(scripts):
    if shutil.which("fish") is None:
        pytest.skip("fish is not installed")
    ask = scripts["fish"] + "\ncomplete -C 'tito tangle --through t'\ncomplete -C 'tito edition bu'\n"
    offered = succeed(subprocess.run(["fish", "--no-config"], input=ask, capture_output=True, text=True)).stdout
    assert {"tensor", "build"} <= {line.split("\t")[0].removeprefix("--through=") for line in offered.splitlines()}


def test_another_shell_is_refused():
    result = tito("completion", "csh")
    assert result.returncode == 2 and "bash, zsh, fish" in result.stderr


# --- messages

def test_watch_says_before_it_builds_that_the_port_is_taken(framework):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        result = tito("watch", "--port", port, cwd=framework)
    assert result.returncode == 1 and str(port) in result.stderr and "--port" in result.stderr
    assert not (framework / "build/book").exists()


def test_a_chapter_has_many_names(framework):
    for name in ("0", "first", "00_first"):
        assert tito("validate", name, cwd=framework).stdout.startswith("00 First")
        succeed(tito("tangle", "--through", name, "--out", framework / f"through {name}", cwd=framework))


def test_bench_where_nothing_can_be_measured(tmp_path):
    binary = ROOT / "build/tool/tools/tito"
    result = subprocess.run([binary, "bench"], env={**os.environ, "TITO_HOME": str(tmp_path)}, cwd=tmp_path, capture_output=True, text=True)
    assert result.returncode == 1 and "benchmarks" in result.stderr and "; run" in result.stderr


def test_doctor_reads_versions_and_no_other_numbers():
    versions = {check["name"]: check["version"] for check in json.loads(tito("doctor", "--json").stdout)["checks"]}
    assert all("." in version for version in versions.values() if version), versions


def test_a_link_to_a_file_stays_a_link(framework):
    link = f"see file://{framework}/tangled/src/weight.cpp:3\n"
    result = subprocess.run([ROOT / "tools/tito", "where", "--filter"], input=link, cwd=framework, capture_output=True, text=True)
    assert result.stdout == link
