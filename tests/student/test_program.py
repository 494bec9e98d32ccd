"""./tito of a student's tree, in a tree of two tiny chapters: what it says of bodies that hang, crash, are wrong, or are not written."""

import json
import os
import re
import shutil
import subprocess
import sys

import pytest

from conftest import ROOT

PROGRAM = ROOT / "tools/student"

FILES = {
    "meson.build": """\
project('tiny', 'cpp', default_options: ['cpp_std=c++20', 'warning_level=2', 'optimization=0', 'debug=false'])
library = static_library('tiny', 'src/sums.cpp')
boost_test = dependency('boost', modules: ['unit_test_framework'])
subdir('tests')
subdir('analyses')
subdir('milestones')
""",
    "tests/meson.build": """\
main = static_library('main', 'main.cpp', dependencies: boost_test)
foreach name : ['test_00_first', 'test_01_second', 'seen_to_fail']
  executable(name, name + '.cpp', link_with: [main, library], dependencies: boost_test)
endforeach
""",
    "tests/main.cpp": "#define BOOST_TEST_MODULE Tiny\n#include <boost/test/unit_test.hpp>\n",
    "tests/seen_to_fail.cpp": "",
    "tests/test_00_first.cpp": """\
#include <boost/test/unit_test.hpp>
int twice(int x);
int half(int x);
int given();
BOOST_AUTO_TEST_SUITE(first)
BOOST_AUTO_TEST_CASE(twice_doubles) {
  for (int i = 1; i < 70; ++i) BOOST_TEST(twice(i) == 2 * i);
}
BOOST_AUTO_TEST_CASE(twice_of_nothing) { BOOST_TEST(twice(0) == 0); }
BOOST_AUTO_TEST_CASE(half_halves) { BOOST_TEST(half(4) == 2); }
BOOST_AUTO_TEST_CASE(given_code_works) { BOOST_TEST(given() == 7); }
BOOST_AUTO_TEST_SUITE_END()
""",
    "tests/test_01_second.cpp": """\
#include <boost/test/unit_test.hpp>
int twice(int x);
BOOST_AUTO_TEST_CASE(all_of_it) { BOOST_TEST(twice(21) == 42); }
""",
    "analyses/meson.build": "executable('00_first', '00_first.cpp', link_with: library)\n",
    "analyses/00_first.cpp": '#include <cstdio>\nint main(int, char** words) { std::printf("measured %s\\n", words[1]); }\n',
    "milestones/meson.build": "executable('1957_tiny', '1957_tiny.cpp', link_with: library)\n",
    "milestones/1957_tiny.cpp": '#include <cstdio>\nint main() { std::puts("it learns"); }\n',
    "src/sums.cpp": """\
#include <stdexcept>
int given() { return 7; }
int twice(int x) {
  //@begin exercise first-twice
  // Twice x.
  (void)x;
  throw std::logic_error("exercise first-twice is not written yet");
  //@end exercise first-twice
}
int half(int x) {
  //@begin exercise first-half
  (void)x;
  throw std::logic_error("exercise first-half is not written yet");
  //@end exercise first-half
}
""",
}
EXERCISES = [
    {"id": "first-twice", "title": "Twice", "points": 5, "minutes": 10, "difficulty": 1, "chapter": "00_first", "file": "src/sums.cpp",
     "tests": ["twice_doubles", "twice_of_nothing"], "hints": ["Add.", "Add x to x."]},
    {"id": "first-half", "title": "Half", "points": 7, "minutes": 10, "difficulty": 1, "chapter": "00_first", "file": "src/sums.cpp",
     "tests": ["half_halves"], "hints": []},
]


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    """The tiny tree as it is given, compiled once; tests work in copies, which share what is compiled."""
    tree = tmp_path_factory.mktemp("student") / "tree"
    for path, text in FILES.items():
        (tree / path).parent.mkdir(parents=True, exist_ok=True)
        (tree / path).write_text(text)
    shutil.copy(PROGRAM / "tito", tree / "tito")
    shutil.copytree(PROGRAM / "program", tree / ".tito", ignore=shutil.ignore_patterns("__pycache__"))
    (tree / ".tito/given/src").mkdir(parents=True)
    shutil.copy(tree / "src/sums.cpp", tree / ".tito/given/src")
    (tree / ".tito/exercises.json").write_text(json.dumps(EXERCISES))
    import hashlib
    files = {path: hashlib.sha256((tree / path).read_bytes()).hexdigest() for path in FILES}
    (tree / "edition.json").write_text(json.dumps({"title": "Tiny", "chapters": ["00_first", "01_second"], "files": files}))
    run(tree, "test", "00")
    return tree


@pytest.fixture
def tree(built):
    """The same folder for every test, so that only the exercises' file is compiled anew; as given again afterwards."""
    yield built
    for path, text in FILES.items():
        if (built / path).read_text() != text:
            (built / path).write_text(text)
    shutil.rmtree(built / "kept", ignore_errors=True)
    (built / "build/tito.json").unlink(missing_ok=True)


def run(tree, *words, timeout=600):
    return subprocess.run([sys.executable, tree / "tito", *words], capture_output=True, text=True, stdin=subprocess.DEVNULL, timeout=timeout,
                          cwd="/")


def write(tree, identifier, body):
    file = tree / "src/sums.cpp"
    mark = re.compile(rf"(?s)(//@begin exercise {identifier}\n).*?( *//@end exercise {identifier}\n)")
    file.write_text(mark.sub(lambda found: found[1] + body + "\n" + found[2], file.read_text()))


def test_a_bare_call_and_help_show_the_verbs(tree):
    for words in ((), ("--help",)):
        said = run(tree, *words)
        assert said.returncode == 0
        for verb in ("start", "test", "status", "hint", "where", "reset", "analysis", "milestone", "doctor"):
            assert f"./tito {verb}" in said.stdout
    assert run(tree, "hint", "--help").stdout.startswith("./tito hint ID")


def test_unknown_words_are_refused_with_a_suggestion(tree):
    said = run(tree, "tset")
    assert said.returncode == 2 and "did you mean `test`?" in said.stderr
    said = run(tree, "test", "first-twise")
    assert said.returncode == 2 and "did you mean `first-twice`?" in said.stderr
    assert run(tree, "reset", "nothing").returncode == 1


def test_what_is_not_written_is_named_with_its_place(tree):
    said = run(tree, "test", "00")
    assert said.returncode == 1
    assert "src/sums.cpp:4: first-twice; 2 tests wait for it" in said.stdout
    assert "src/sums.cpp:11: first-half; 1 test waits for it" in said.stdout
    assert said.stdout.splitlines()[-1] == "1 passed, 3 failed"


@pytest.mark.parametrize("name", ["0", "00", "first", "00_first"])
def test_a_chapter_has_number_and_name(tree, name):
    assert run(tree, "test", name, "given").stdout.splitlines()[-1] == "1 passed, 0 failed"


def test_an_exercise_is_tested_by_its_own_tests_and_then_done(tree):
    write(tree, "first-twice", "  return x + x;")
    said = run(tree, "test", "first-twice")
    assert said.returncode == 0 and said.stdout.splitlines()[-1] == "2 passed, 0 failed"
    status = run(tree, "status")
    assert re.search(r"first-twice .* done ", status.stdout) and "1 of 2 exercises done, 5 of 12 points" in status.stdout
    assert "Next: first-half" in status.stdout
    write(tree, "first-twice", "  return x + x + 0;")
    assert re.search(r"first-twice .* not tested ", run(tree, "status").stdout), "a body that changed was not tested"


def test_a_wrong_body_shows_values_and_repeats_are_folded(tree):
    write(tree, "first-twice", "  return 3 * x;")
    said = run(tree, "test", "00", "twice")
    assert "[3 != 2]" in said.stdout and "and 66 more like these" in said.stdout
    assert len(said.stdout.splitlines()) < 20
    assert "tests/test_00_first.cpp:7" in said.stdout
    assert re.search(r"first-twice .* not tested|first-twice .* tests fail", run(tree, "status").stdout)


def test_a_body_that_hangs_is_stopped_and_named_and_the_others_run(tree):
    write(tree, "first-twice", "  volatile int stay = 1;\n  while (stay) {}\n  return x;")
    write(tree, "first-half", "  return x / 2;")
    said = run(tree, "test", "00", "--limit", "2")
    assert "first/twice_doubles" in said.stdout and "printed nothing for 2 s and was stopped" in said.stdout
    assert said.stdout.splitlines()[-1] == "2 passed, 2 failed", said.stdout


def test_a_body_that_dies_is_named_and_the_others_run(tree):
    write(tree, "first-twice", "  return *reinterpret_cast<volatile int*>(static_cast<long>(x) * 0 + 8);")
    write(tree, "first-half", "  return x / 2;")
    said = run(tree, "test", "00")
    assert "first/twice_doubles" in said.stdout and re.search("segmentation fault|memory access violation", said.stdout)
    assert said.stdout.splitlines()[-1] == "2 passed, 2 failed", said.stdout


def test_compiler_errors_and_warnings_are_the_students_own(tree):
    write(tree, "first-twice", "  int unused = 3;\n  return x + x;")
    said = run(tree, "test", "first-twice")
    assert said.returncode == 0 and re.search(r"src/sums\.cpp:5:\d+: warning: unused variable", said.stdout)
    write(tree, "first-twice", "  return x +;")
    said = run(tree, "test", "first-twice")
    assert said.returncode == 1 and re.search(r"^src/sums\.cpp:5:\d+: error:", said.stdout, re.M)
    assert "ninja" not in said.stdout and "FAILED" not in said.stdout


def test_damaged_marks_are_reported_and_mended_by_reset(tree):
    file = tree / "src/sums.cpp"
    write(tree, "first-half", "  return x / 2;")
    file.write_text(file.read_text().replace("  //@end exercise first-twice\n", ""))
    for verb in ("test", "status"):
        said = run(tree, verb)
        assert said.returncode == 1 and "src/sums.cpp: the mark `//@end exercise first-twice` is missing" in said.stdout
    said = run(tree, "reset", "first-twice")
    assert said.returncode == 0 and "is in kept/first-twice-" in said.stdout
    assert "return x / 2;" in file.read_text() and "//@end exercise first-twice" in file.read_text()
    file.write_text(file.read_text().replace("int half", "//@begin exercise first-twice\nint half"))
    assert "src/sums.cpp:10: the mark `//@begin exercise first-twice` stands here a second time" in run(tree, "status").stdout


def test_reset_keeps_what_stood_there(tree):
    write(tree, "first-twice", "  return x << 1;")
    write(tree, "first-half", "  return x / 2;")
    assert run(tree, "reset", "first-twice").returncode == 0
    assert [kept.read_text() for kept in (tree / "kept").iterdir()] == ["  return x << 1;\n"]
    text = (tree / "src/sums.cpp").read_text()
    assert "first-twice is not written yet" in text and "return x / 2;" in text


def test_hints_come_one_at_a_time(tree):
    said = [run(tree, "hint", "first-twice").stdout for _ in range(3)]
    assert "Hint 1 of 2: Add.\n" == said[0] and "Hint 2 of 2: Add x to x.\n" == said[1] and "all 2 hints" in said[2]
    assert run(tree, "hint", "first-twice", "--all").stdout.count("Hint ") == 2
    assert "no hints" in run(tree, "hint", "first-half").stdout


def test_where_names_file_tests_and_page(tree):
    said = run(tree, "where", "first-half").stdout.splitlines()
    assert said[0] == "src/sums.cpp:11" and said[1].startswith("tests/test_00_first.cpp:10: ")
    assert said[-1] == "book/html/chapters/00_first.html#exercise-first-half"


def test_edits_outside_the_marks_are_told(tree):
    file = tree / "src/sums.cpp"
    file.write_text("#include <numeric>\n" + file.read_text())
    tests = tree / "tests/test_01_second.cpp"
    tests.write_text(tests.read_text().replace("42", "43"))
    said = run(tree, "status").stdout
    assert "src/sums.cpp:1: changed outside the marks" in said and "tests/test_01_second.cpp: is not as it was given" in said


def test_analyses_and_milestones_run(tree):
    assert run(tree, "analysis", "first").stdout.splitlines()[-1] == "measured --all"
    assert run(tree, "milestone").stdout == "1957_tiny\n"
    assert run(tree, "milestone", "tiny").stdout.splitlines()[-1] == "it learns"


def test_the_doctor_names_what_is_missing(tree, tmp_path):
    assert run(tree, "doctor").returncode == 0
    for tool in ("c++", "meson", "pkg-config"):
        (tmp_path / tool).symlink_to(shutil.which(tool))
    said = subprocess.run([sys.executable, tree / "tito", "doctor"], capture_output=True, text=True, env={**os.environ, "PATH": str(tmp_path)})
    assert said.returncode == 1 and "install ninja-build" in said.stdout
    said = subprocess.run([sys.executable, tree / "tito", "test"], capture_output=True, text=True, env={**os.environ, "PATH": str(tmp_path)})
    assert said.returncode == 1 and "ninja cannot be found; ./tito doctor says what to install" in said.stderr


def test_a_tree_that_is_not_whole_says_so(tree, tmp_path):
    shutil.copytree(tree, tmp_path / "t", ignore=shutil.ignore_patterns("build"))
    (tmp_path / "t/.tito/exercises.json").write_text("{")
    said = run(tmp_path / "t", "status")
    assert said.returncode == 1 and "this folder is not whole" in said.stderr
