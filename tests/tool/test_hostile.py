"""Trees, journals and folders from strangers, and what a careless moment does: nothing is lost, nothing is written elsewhere, and all is said."""

import fcntl
import json
import os
import re
import shutil
import subprocess

import pytest

from conftest import ROOT, make_edition, snapshot, succeed, tito

FIRST, SECOND = "chapters/00_first.nw", "chapters/01_second.nw"
PATIENCE = 120  # seconds until something counts as hanging; a message comes at once


def quick(*words, cwd):
    return tito(*words, cwd=cwd, timeout=PATIENCE)


def refused(book, *words, status=1, cwd=None):
    """Runs a verb that must refuse and change nothing; returns what it says, which is one message."""
    before = snapshot(book)
    result = quick(*words, cwd=cwd or book)
    assert result.returncode == status, result.stdout + result.stderr
    assert snapshot(book) == before
    return result.stderr


def change(file, old, new):
    text = file.read_text()
    assert old in text
    file.write_text(text.replace(old, new, 1))


def git(book, *words):
    subprocess.run(["git", "-c", "user.name=t", "-c", "user.email=t@example.org", *words], cwd=book, check=True, capture_output=True)


@pytest.fixture
def clone(small_book):
    """The small book as a fresh clone: committed, and never tangled on this machine."""
    succeed(tito("tangle", cwd=small_book))
    shutil.rmtree(small_book / "build")
    git(small_book, "init", "-q")
    git(small_book, "add", ".")
    git(small_book, "commit", "-qm", "all")
    return small_book


def test_stitch_in_a_fresh_clone_keeps_the_chapters_edit(clone):
    change(clone / FIRST, 'std::puts("hello");', 'std::puts("good day");')
    assert "0 chapters changed" in succeed(quick("stitch", cwd=clone)).stdout
    assert "good day" in (clone / FIRST).read_text()


def test_stitch_without_any_history(small_book):
    succeed(tito("tangle", cwd=small_book))
    shutil.rmtree(small_book / "build")
    change(small_book / FIRST, 'std::puts("hello");', 'std::puts("good day");')
    said = refused(small_book, "stitch")
    assert "nothing tells which" in said and "tangled/src/main.cpp" in said and "tito stitch --discard" in said
    succeed(quick("stitch", "--discard", cwd=small_book))
    assert "hello" in (small_book / FIRST).read_text(), "as was asked for"


def test_tangle_writes_over_nothing_of_others(small_book):
    (small_book / "README.md").write_text("mine\n")
    make_edition(small_book, "reader", "true")
    assert "did not write" in refused(small_book, "tangle", "--out", ".")
    assert "did not write" in refused(small_book, "weave", "--out", ".")


def test_no_probe_stays_in_a_students_tree(small_book):
    make_edition(small_book, "student", "false")
    for edition in ("full", "student"):
        succeed(quick("tangle", "--edition", edition, "--out", "D", cwd=small_book))
        assert (small_book / "D/probes").exists() == (edition == "full")


def test_side_files_of_editors_are_nobodys_edit(small_book):
    succeed(tito("tangle", cwd=small_book))
    side = [small_book / "tangled" / name for name in ("src/.main.cpp.swp", "src/main.cpp~", ".vscode/settings.json", ".DS_Store")]
    for file in side:
        file.parent.mkdir(exist_ok=True)
        file.write_text("side\n")
    for words in (["tangle"], ["tangle", "--check"], ["stitch"]):
        succeed(quick(*words, cwd=small_book))
    shutil.rmtree(small_book / "build")
    succeed(quick("tangle", cwd=small_book))
    assert all(file.read_text() == "side\n" for file in side)


@pytest.mark.parametrize("file", [FIRST, "chapters/order.toml", "tangled/src/main.cpp", "tangled/src/extra.cpp"])
def test_a_fifo_is_no_file(file, small_book):
    succeed(tito("tangle", cwd=small_book))
    (small_book / file).unlink(missing_ok=True)
    os.mkfifo(small_book / file)
    for verb in ("tangle", "stitch"):
        result = quick(verb, cwd=small_book)
        assert result.returncode == 1 and file in result.stderr, result.stderr
        assert "is a FIFO" in result.stderr or "no chapter produces" in result.stderr, result.stderr


@pytest.mark.parametrize("journal", [b"+", b"+\0none\0../../victim.txt\0end\0", b"+\0none\0" + b"x" * 100])
def test_a_planted_journal(journal, small_book):
    succeed(tito("tangle", cwd=small_book))
    stage = small_book / ".tangled.stage-abcdef"
    stage.mkdir(mode=0o700)
    (stage / "journal").write_bytes(journal)
    (stage / "0").write_text("planted\n")
    before = snapshot(small_book.parent)
    for word in ("--version", "--help"):
        succeed(quick(word, cwd=small_book))
        assert snapshot(small_book.parent) == before, "who only asks changes nothing"
    succeed(quick("tangle", cwd=small_book))
    assert not stage.exists() and not (small_book.parent / "victim.txt").exists() and not (small_book.parent.parent / "victim.txt").exists()


def test_two_runs_that_make_one_folder(small_book):
    make_edition(small_book, "reader", "true")
    (small_book / ".X.unfinished").mkdir()
    other = os.open(small_book / ".X.unfinished", os.O_RDONLY)
    fcntl.flock(other, fcntl.LOCK_EX)
    assert "is being made by another run right now; wait for that" in refused(small_book, "edition", "build", "reader", "--out", "X")
    os.close(other)


# Which tree it is about.

def test_a_folder_of_no_book_says_which_tree_this_is_about(tmp_path):
    assert f"this is about {ROOT}" in quick("where", "tangled/meson.build:1", cwd=tmp_path).stderr


def test_a_snapshot_is_not_taken_for_a_clone(tmp_path):
    (tmp_path / "src").mkdir()
    (tmp_path / "meson.build").write_text("project('tinytorch', 'cpp')\n")
    for folder in (tmp_path, tmp_path / "src"):
        result = quick("test", "00", cwd=folder)
        assert result.returncode == 1 and "is a framework by itself" in result.stderr and "meson test" in result.stderr
        succeed(quick("--help", cwd=folder))


def test_chapters_without_their_list(small_book):
    (small_book / "chapters/order.toml").unlink()
    said = refused(small_book, "tangle")
    assert f"{small_book}/chapters/order.toml is missing" in said and len(said.splitlines()) == 1


# Words that cannot be carried out.

@pytest.mark.parametrize("words, said", [
    (["tangel"], "there is no verb `tangel`; did you mean `tangle`?"), (["edition", "biuld", "student"], "did you mean `build`?"),
    (["xyzzy"], "choose one of: tangle, "), (["stitch", "--from", "x", "--unwritten", "maybe"], "neither `keep` nor `drop`")])
def test_misspelt_verbs(words, said, small_book):
    assert said in refused(small_book, *words, status=2)


def test_a_link_that_a_program_opens_stays_whole(small_book):
    succeed(tito("tangle", cwd=small_book))
    line = f"see file://{small_book}/tangled/src/main.cpp:7\n"
    result = subprocess.run([ROOT / "tools/tito", "where", "--filter"], cwd=small_book, input=line, text=True, capture_output=True)
    assert result.stdout == line


# Output that goes nowhere.

@pytest.mark.parametrize("command", ["tangle", "tangle --help", "--version", "where --filter < message"])
def test_output_that_cannot_be_written(command, small_book):
    (small_book / "message").write_text("x\n")
    for sink in (">/dev/full", ">&-"):
        result = subprocess.run(["bash", "-c", f"{ROOT}/tools/tito {command} {sink}"], cwd=small_book, capture_output=True, text=True)
        assert result.returncode == 1 and "standard output cannot be written" in result.stderr, result.stderr


def test_closed_streams(small_book):
    for command, status in (("tangle", 0), ("tangel", 2), ("where nowhere:1", 1)):
        result = subprocess.run(["bash", "-c", f"{ROOT}/tools/tito {command} 2>&- <&-"], cwd=small_book, capture_output=True, text=True)
        assert result.returncode == status, result


# A student's tree.

@pytest.fixture
def students_tree(small_book):
    succeed(tito("tangle", cwd=small_book))
    make_edition(small_book, "student", "false")
    succeed(tito("tangle", "--edition", "student", "--out", "S", cwd=small_book))
    return small_book / "S"


def test_an_unwritten_exercise_is_not_the_references(small_book, students_tree):
    chapter = small_book / SECOND
    said = refused(small_book, "stitch", "--from", "S")
    assert "second-answer: not written" in said and "--unwritten drop" in said
    result = succeed(quick("stitch", "--from", "S", "--unwritten", "keep", cwd=small_book))
    assert "second-answer: not written; the chapters keep their own solution" in result.stderr and "2 * 3 * 7" in chapter.read_text()
    result = succeed(quick("stitch", "--from", "S", "--unwritten", "drop", cwd=small_book))
    assert "its stub is taken" in result.stderr and "run `tito tangle` before the tests" in result.stdout
    assert "2 * 3 * 7" not in chapter.read_text() and 'NotImplemented("second-answer")' in chapter.read_text()


@pytest.mark.parametrize("old, new, line, words", [
    ("//@begin exercise second-answer", "// @begin exercise second-answer", "// @begin", "damaged"),
    ("//@begin exercise second-answer", "// begin exercise second-answer", "//@end", "lost its other half"),
    ("//@end exercise second-answer", "//@end exercise second-answr", "second-answr", "put `//@end exercise second-answer` back")])
def test_a_damaged_mark_drops_no_exercise(old, new, line, words, small_book, students_tree):
    file = students_tree / "src/answer.cpp"
    change(file, old, new)
    number = next(i for i, text in enumerate(file.read_text().splitlines(), 1) if line in text)
    said = refused(small_book, "stitch", "--from", "S", "--unwritten", "keep")
    assert f"{file}:{number}: " in said and words in said, said


def test_an_exercise_without_marks(small_book, students_tree):
    file = students_tree / "src/answer.cpp"
    file.write_text(re.sub(r" *//@(begin|end) exercise second-answer\n", "", file.read_text()))
    (students_tree / "edition.json").write_text(json.dumps({"exercises": [{"id": "second-answer", "file": "src/answer.cpp"}]}))
    said = refused(small_book, "stitch", "--from", "S", "--unwritten", "keep")
    assert f"{file}: exercise `second-answer` has lost its marks" in said
    (students_tree / "edition.json").write_text("{")
    assert "edition.json: is damaged" in refused(small_book, "stitch", "--from", "S", "--unwritten", "keep")


def test_no_link_leads_out_of_a_students_tree(small_book, students_tree):
    file = students_tree / "src/answer.cpp"
    file.rename(small_book / "secret.cpp")
    file.symlink_to(small_book / "secret.cpp")
    assert f"{file}: is a link" in refused(small_book, "stitch", "--from", "S", "--unwritten", "keep")


# Installing.

def test_the_python_environment_serves_until_a_new_one_stands(small_book):
    """Without an index that has the packages, what was installed before stays, and the message says what to do."""
    for name in ("book", "tests"):
        (small_book / name).mkdir()
        (small_book / name / "requirements.txt").write_text("no-such-package==1\n")
    (small_book / "build/python/bin").mkdir(parents=True)
    (small_book / "build/python/bin/python").write_text("old")
    (small_book / "build/python/installed.txt").write_text("old")
    before = snapshot(small_book / "build/python")
    result = subprocess.run([ROOT / "tools/tito", "setup"], cwd=small_book, capture_output=True, text=True, stdin=subprocess.DEVNULL,
                            env={**os.environ, "PIP_NO_INDEX": "1"})
    if "not a terminal" in result.stderr:
        pytest.skip("some of the distribution's packages are missing here: " + result.stderr)
    assert result.returncode == 1 and snapshot(small_book / "build/python") == before
    message = result.stderr.splitlines()[-1]
    assert "connect to the network" in message and "PIP_INDEX_URL" in message and "build/log/python.txt" in message


# The tool's own code.

def test_no_two_types_share_a_name():
    """Two types of one name in one namespace are undefined behaviour, which no compiler reports."""
    places = {}
    for header in (ROOT / "tools").rglob("*.hpp"):
        text = header.read_text()
        space = re.search(r"^namespace ([\w:]+) \{", text, re.M)
        for name in re.findall(r"^(?:struct|class) (\w+)(?: final)?(?: : [^;{]*)? \{", text, re.M):
            places.setdefault((space and space[1], name), []).append(str(header.relative_to(ROOT)))
    assert len(places) > 50
    assert not {name: files for name, files in places.items() if len(files) > 1}
