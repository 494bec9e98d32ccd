"""What the black-box tests share: running tito, small books to break, and the published book.

`python -m pytest -n 2 tests` runs them on two workers: see workers.py. A test that hangs is stopped and named: see limits.py.
"""

import dataclasses
import pathlib
import re
import shutil

import pytest
from limits import pytest_runtest_call, pytest_runtest_setup, run_whole  # noqa: F401
from workers import pytest_cmdline_main, pytest_collection_modifyitems, workers  # noqa: F401

ROOT = pathlib.Path(__file__).resolve().parent.parent


def pytest_configure(config):
    config.addinivalue_line("markers", "first: makes an edition that other tests need, so it is begun first")
    config.addinivalue_line("markers", "limit(seconds): the time limit of this test")


def tito(*words, cwd=ROOT, **settings):
    """Runs tools/tito as a user would; the result has returncode, stdout, stderr."""
    return run_whole([ROOT / "tools/tito", *words], cwd=cwd, **settings)


def succeed(result):
    assert result.returncode == 0, result.stdout + result.stderr
    return result


def snapshot(folder):
    """Every file below `folder` with its bytes and its time of change."""
    return {str(path.relative_to(folder)): (path.read_bytes(), path.stat().st_mtime_ns)
            for path in sorted(pathlib.Path(folder).rglob("*")) if path.is_file()}


@pytest.fixture
def small_book(tmp_path):
    """A repository with two tiny chapters, to be broken by a test."""
    source = pathlib.Path(__file__).parent / "tool" / "small_book"
    for path in source.rglob("*"):
        if path.is_file():
            target = tmp_path / path.relative_to(source)
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(path.read_bytes())
    return tmp_path


def make_edition(book, name, solutions):
    (book / "book/editions").mkdir(parents=True)
    (book / f"book/editions/{name}.toml").write_text(f'title = "{name}"\nsolutions = {solutions}\nprobes = false\n')


MEASURED = """\
@
# Walk

A walk is measured.

<<meson.build>>=
project('walk', 'cpp', default_options: ['cpp_std=c++20'])
subdir('analyses')
@
<<analyses/meson.build>>=
executable('00_walk', '00_walk.cpp')
@
<<analyses/00_walk.cpp>>=
#include <cstdio>
#include <ctime>
#include <unistd.h>

int main(int argc, char** argv) {
  <<analysis: walk>>
}
@
<<analysis: walk>>=
timespec now;
clock_gettime(CLOCK_REALTIME, &now);
std::printf("run %ld.%09ld by %d\\n", now.tv_sec, now.tv_nsec, getpid());
std::FILE* table = std::fopen(argv[3], "w");
std::fputs("n,rows: ns,columns: ns\\n1,2,3\\n2,3,5\\n4,4,9\\n", table);
std::fclose(table);
return argc - 4;
@

:::{output} walk
:plot: x=n y="rows: ns,columns: ns" log=x
:plot-alt: Nanoseconds over n; both curves rise.
:::
"""

MEASURED_ORDER = """\
[[part]]
number = "I"
title = "Walks"

  [[part.chapter]]
  id = "00_walk"
  title = "Walk"
  needs = []
  minutes = 10
"""


def make_measured_book(book):
    """A repository with one chapter that measures something, which `tito publish` can make a book of."""
    for part in ("book", "theme", "tests/requirements.txt"):
        (book / part).parent.mkdir(parents=True, exist_ok=True)
        copy = shutil.copytree if (ROOT / part).is_dir() else shutil.copy
        copy(ROOT / part, book / part)
    for shared in ("python", "matplotlib", "reader/work/fonts"):  # what every book would make anew
        (ROOT / "build" / shared).mkdir(parents=True, exist_ok=True)
        (book / "build" / shared).parent.mkdir(parents=True, exist_ok=True)
        (book / "build" / shared).symlink_to(ROOT / "build" / shared)
    (book / "chapters").mkdir()
    (book / "chapters/00_walk.nw").write_text(MEASURED)
    (book / "chapters/order.toml").write_text(MEASURED_ORDER)
    return book


def add_chapter(book, title, text):
    """A chapter 01 for the book above, with this text below its title."""
    order, name = book / "chapters/order.toml", f"01_{title.lower()}"
    entry = f'\n  [[part.chapter]]\n  id = "{name}"\n  title = "{title}"\n  needs = ["00_walk"]\n  minutes = 10\n'
    order.write_text(order.read_text() + entry)
    (book / f"chapters/{name}.nw").write_text(f"@\n# {title}\n\n{text}")
    return book / f"chapters/{name}.nw"


@pytest.fixture
def measured_book(tmp_path):
    return make_measured_book(tmp_path / "book of walks")


PAGES = ("--only", "html")  # what most tests of a publication look at; print takes longest


@pytest.fixture(scope="session")
def browser():
    from playwright.sync_api import sync_playwright
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        yield chromium
        chromium.close()


@dataclasses.dataclass
class Published:
    html: pathlib.Path
    pdf: pathlib.Path
    epub: pathlib.Path


@pytest.fixture(scope="session")
def published(workers):
    """The reader edition, as `tito publish` leaves it; one publication a run."""
    workers.once("published", lambda: succeed(tito("publish", "--yes")))
    return Published(ROOT / "build/book/html", ROOT / "build/book/tinytorch.pdf", ROOT / "build/book/tinytorch.epub")


@pytest.fixture(scope="session")
def student(workers):
    """A freshly built student edition; no test writes in it."""
    folder = workers.folder / "student"
    workers.once("student", lambda: succeed(tito("edition", "build", "student", "--out", folder, "--yes")))
    return folder


@dataclasses.dataclass
class Chunk:
    name: str
    lines: list


def chunks(pattern=r".*", chapter="*"):
    """All chunk definitions of the chapters, or of one, whose name matches, read here without the tool that is under test."""
    found = []
    for chapter in sorted((ROOT / "chapters").glob(f"{chapter}.nw")):
        current = None
        for line in chapter.read_text(encoding="utf-8").splitlines():
            definition = re.fullmatch(r"<<(.*)>>=", line)
            if definition:
                current = Chunk(definition[1], [])
                if re.fullmatch(pattern, current.name):
                    found.append(current)
            elif line == "@" or line.startswith("@ "):
                current = None
            elif current:
                current.lines.append(line)
    return found
