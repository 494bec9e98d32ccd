"""Verbs killed at any moment: what they write is wholly the old or wholly the new, and the next run mends the rest."""

import itertools
import os
import random
import shutil
import signal
import subprocess
import sys
import time

import pytest
from conftest import ROOT, make_edition, succeed, tito

FILES = 400
FEWER = 120  # where every file is copied, written and compared many times
SEED = 20
SECONDS = 8
PATIENCE = 60  # until some kills have hit while files were written
KILLS = 25  # as many as must hit a living process; on a slow machine fewer fit into the time
CHAPTER = "chapters/00_first.nw"


def chapter(small, version, files=FILES):
    """The small chapter with more roots; every version has some of its own and none of the other's text."""
    roots = [f"<<src/part_{number % 10}/{version if number % 4 == 0 else 'both'}_{number}.cpp>>=\n"
             + f"// {version} {number}\n" * 300 + "@\n" for number in range(files)]
    return small + "\nMany files.\n\n" + "\nOne more.\n\n".join(roots)


def texts(folder):
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def stages(book):
    """What runs keep beside tangled/ and beside their memory of it in build/ while they write."""
    return [*book.glob(".tangled.*"), *book.glob("build/.last-tangled.*")]


def start(book, *words):
    """The program itself and not its launcher, so that a kill meets it."""
    return subprocess.Popen([ROOT / "build/tool/tools/tito", *map(str, words)], cwd=book, stdin=subprocess.DEVNULL,
                            stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, start_new_session=True,
                            env={**os.environ, "TITO_HOME": str(ROOT)})


def run(book, *words):
    process = start(book, *words or ["tangle"])
    message = process.communicate()[1]
    assert process.returncode == 0, message


def killed(book, after, *words):
    """Whether the kill came before the end. It meets all that the verb started, as when a terminal is closed."""
    process = start(book, *words or ["tangle"])
    time.sleep(after)
    os.killpg(process.pid, signal.SIGKILL)
    process.communicate()
    return process.returncode == -signal.SIGKILL


def check_old_or_new(found, old, new):
    for path, text in found.items():
        assert text in (old.get(path), new.get(path)), f"{path} is neither the old file nor the new one"
    missing = (old.keys() & new.keys()) - found.keys()
    assert not missing, "files of both versions are gone"


def test_killed_at_any_moment(small_book):
    succeed(tito("tangle", cwd=small_book))  # builds the tool where that is needed
    small = (small_book / CHAPTER).read_text()
    tree = small_book / "tangled"
    whole, took = {}, 0.0
    for version in ("new", "old"):
        (small_book / CHAPTER).write_text(chapter(small, version))
        begin = time.monotonic()
        run(small_book)
        took = time.monotonic() - begin
        whole[version] = texts(tree)
    assert len(whole["old"]) > FILES and whole["old"] != whole["new"]

    chance, begin, kills, half_way, left_behind = random.Random(SEED), time.monotonic(), 0, 0, 0
    old, new = "old", "new"
    while time.monotonic() < begin + (SECONDS if kills >= 3 and left_behind else PATIENCE) and kills < KILLS:
        (small_book / CHAPTER).write_text(chapter(small, new))
        kills += killed(small_book, chance.uniform(0, took))
        left_behind += bool(stages(small_book))
        found = texts(tree)
        check_old_or_new(found, whole[old], whole[new])
        half_way += found not in (whole[old], whole[new])
        undisturbed = time.monotonic()
        run(small_book)
        took = max(took, time.monotonic() - undisturbed)  # the machine may have become slower
        assert texts(tree) == whole[new]
        assert not stages(small_book)
        old, new = new, old
    if kills < 3 or not left_behind:
        pytest.skip(f"{kills} kills, {left_behind} while files were written: on this machine the test shows nothing")
    print(f"{kills} kills, {left_behind} while files were written, {half_way} between two renames")


def timed(book, *words):
    begin = time.monotonic()
    run(book, *words)
    return time.monotonic() - begin


def moments(took):
    """Moments of a run, from its first to its last, until enough kills should have hit."""
    chance = random.Random(SEED)
    return (chance.uniform(0, took) for _ in range(KILLS))


def test_weave_killed(small_book):
    make_edition(small_book, "reader", "true")
    succeed(tito("tangle", cwd=small_book))
    small, whole, took = (small_book / CHAPTER).read_text(), {}, 0.0
    for version in ("new", "old"):
        (small_book / CHAPTER).write_text(chapter(small, version, FEWER))
        took = timed(small_book, "weave", "--out", "woven")
        whole[version] = texts(small_book / "woven")
    old, new, kills = "old", "new", 0
    for moment in moments(took):
        (small_book / CHAPTER).write_text(chapter(small, new, FEWER))
        kills += killed(small_book, moment, "weave", "--out", "woven")
        check_old_or_new(texts(small_book / "woven"), whole[old], whole[new])
        run(small_book, "weave", "--out", "woven")
        assert texts(small_book / "woven") == whole[new]
        assert not list(small_book.glob(".woven.*"))
        old, new = new, old
    assert kills >= 3


def test_snapshot_killed(small_book):
    """The folder is there with everything in it, or not there."""
    (small_book / CHAPTER).write_text(chapter((small_book / CHAPTER).read_text(), "new", FEWER))
    succeed(tito("tangle", cwd=small_book))
    took = timed(small_book, "snapshot", "00", "--out", "handed/out")
    whole, kills = texts(small_book / "handed/out"), 0
    for moment in moments(took):
        shutil.rmtree(small_book / "handed")
        kills += killed(small_book, moment, "snapshot", "00", "--out", "handed/out")
        if (small_book / "handed/out").exists():
            assert texts(small_book / "handed/out") == whole
        else:
            run(small_book, "snapshot", "00", "--out", "handed/out")
            assert texts(small_book / "handed/out") == whole
        assert [path.name for path in (small_book / "handed").iterdir()] == ["out"]
    assert kills >= 3


def test_stitch_killed(small_book):
    """Edits that belong to two chapters reach both or neither, and are never lost."""
    second = small_book / "chapters/01_second.nw"
    (small_book / CHAPTER).write_text(chapter((small_book / CHAPTER).read_text(), "new", FEWER))
    second.write_text(second.read_text() + "\nA file.\n\n<<second.txt>>=\nas it was\n@\n")
    succeed(tito("tangle", cwd=small_book))
    before = {"chapters": texts(small_book / "chapters"), "tangled": texts(small_book / "tangled")}

    def edit():
        for file, old, new in (("second.txt", "as it was", "as it is"), ("src/part_1/both_1.cpp", "// new 1", "// edited")):
            file = small_book / "tangled" / file
            file.write_text(file.read_text().replace(old, new, 1))

    def restore():
        for name in ("chapters", "tangled", "build"):
            shutil.rmtree(small_book / name)
            shutil.copytree(small_book / f"{name}.before", small_book / name)

    for name in ("chapters", "tangled", "build"):
        shutil.copytree(small_book / name, small_book / f"{name}.before")
    edit()
    took = timed(small_book, "stitch")
    after = {"chapters": texts(small_book / "chapters"), "tangled": texts(small_book / "tangled")}
    assert sum(after["chapters"][name] != text for name, text in before["chapters"].items()) == 2
    kills = 0
    for moment in moments(took):
        restore()
        edit()
        kills += killed(small_book, moment, "stitch")
        run(small_book, "where", "tangled/src/main.cpp:1")  # any verb finishes what was begun
        assert texts(small_book / "chapters") in (before["chapters"], after["chapters"])
        run(small_book, "stitch")
        assert texts(small_book / "chapters") == after["chapters"]
        assert texts(small_book / "tangled") == after["tangled"]
        run(small_book, "tangle")  # nothing is left that it would refuse to overwrite
    assert kills >= 3


SWAPPING = """\
import sys, itertools
from pathlib import Path
sys.path.insert(0, sys.argv[1])
import build
for made in itertools.cycle(("one", "two")):
    build.put_in_place(Path(made), Path("site"))
"""


def test_the_book_is_there_at_every_moment(tmp_path):
    """Publishing again and again, killed again and again: whoever opens the site finds a whole one."""
    for version in ("one", "two"):
        (tmp_path / version).mkdir()
        for number in range(50):
            (tmp_path / version / f"{number}.html").write_text(version)
    shutil.copytree(tmp_path / "one", tmp_path / "site")
    chance, seen, site = random.Random(SEED), set(), tmp_path / "site"
    for _ in range(KILLS):
        process = subprocess.Popen([sys.executable, "-c", SWAPPING, ROOT / "book"], cwd=tmp_path)
        before, end = site.stat().st_ino, None
        while end is None or time.monotonic() < end:  # some more swaps after the first
            assert (site / "0.html").exists()
            if end is None:
                time.sleep(0.001)
                end = time.monotonic() + chance.uniform(0, 0.1) if site.stat().st_ino != before else None
        process.kill()
        process.wait()
        pages = {text for text in texts(tmp_path / "site").values()}
        assert len(pages) == 1 and len(texts(tmp_path / "site")) == 50
        seen |= pages
    assert seen == {b"one", b"two"}


# In the place of book/build.py: the same folders and files, in hundredths of a second.
PAGES_AT_ONCE = """\
import pathlib, sys, time
places = {name: pathlib.Path(sys.argv[sys.argv.index("--" + name) + 1]) for name in ("html", "pdf", "epub")}
places["html"].mkdir(parents=True)
for number in range(30):
    (places["html"] / f"{number}.html").write_text("a page")
    time.sleep(0.01)
for name in ("pdf", "epub"):
    places[name].write_text(name)
"""


def test_edition_killed(measured_book):
    """The folder of an edition appears when it is whole, and what a killed run left does not stand in the way."""
    (measured_book / "book/build.py").write_text(PAGES_AT_ONCE)
    words = ("edition", "build", "reader", "--out", "editions/readers")
    out = measured_book / "editions/readers"
    run(measured_book, *words)  # makes what later runs need not make again
    names = texts(out).keys()
    assert {"book/html/29.html", "book/tinytorch.pdf", "book/tinytorch.epub", "edition.json"} <= names
    shutil.rmtree(out)
    took = timed(measured_book, *words)
    kills = unfinished = 0
    for moment in itertools.islice(moments(took), 10):
        shutil.rmtree(out, ignore_errors=True)
        kills += killed(measured_book, moment, *words)
        unfinished += any(path != out for path in out.parent.iterdir())
        assert not out.exists() or texts(out).keys() == names
    shutil.rmtree(out, ignore_errors=True)
    run(measured_book, *words)
    assert texts(out).keys() == names
    assert [path.name for path in (measured_book / "editions").iterdir()] == ["readers"]
    assert kills >= 3 and unfinished
