"""tangle, killed at any moment: each file is wholly the old one or wholly the new one, and the next run mends the rest."""

import os
import random
import signal
import subprocess
import time

import pytest
from conftest import ROOT, succeed, tito

FILES = 400
SEED = 20
SECONDS = 8
PATIENCE = 60  # until some kills have hit while files were written
KILLS = 25  # as many as must hit a living process; on a slow machine fewer fit into the time
CHAPTER = "chapters/00_first.nw"


def chapter(small, version):
    """The small chapter with FILES more roots; every version has some of its own and none of the other's text."""
    roots = [f"<<src/part_{number % 10}/{version if number % 4 == 0 else 'both'}_{number}.cpp>>=\n"
             + f"// {version} {number}\n" * 300 + "@\n" for number in range(FILES)]
    return small + "\nMany files.\n\n" + "\nOne more.\n\n".join(roots)


def texts(folder):
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def stages(book):
    """What runs keep beside tangled/ and beside their memory of it in build/ while they write."""
    return [*book.glob(".tangled.*"), *book.glob("build/.last-tangled.*")]


def start(book):
    """The program itself and not its launcher, so that a kill meets it."""
    return subprocess.Popen([ROOT / "build/tool/tools/cli/tito", "tangle"], cwd=book, stdin=subprocess.DEVNULL,
                            stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
                            env={**os.environ, "TITO_HOME": str(ROOT)})


def run(book):
    process = start(book)
    message = process.communicate(timeout=60)[1]
    assert process.returncode == 0, message


def killed(book, after):
    """Whether the kill came before the end."""
    process = start(book)
    time.sleep(after)
    process.kill()
    process.communicate(timeout=60)
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
