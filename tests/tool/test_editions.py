"""Editions: what is checked before they are made, that each is of one state of the book, and that no solution gets out.

On a tiny framework, with a stand-in for book/build.py that makes its HTML, PDF and EPUB of the woven text in no time.
"""

import ctypes
import fcntl
import json
import os
import shutil
import struct
import subprocess

import pytest
from conftest import ROOT, snapshot, succeed, tito
from test_defects import FIRST, MINI, SECOND

SOLUTION = "for (int i = 0; i < count; ++i) total += numbers[i];"
PROBE = "sum(numbers, 2)"

BUILD = """\
import argparse, html, json, pathlib, zipfile
parser = argparse.ArgumentParser()
for name in ("woven", "tangled", "work", "html", "pdf", "epub"):
    parser.add_argument("--" + name, type=pathlib.Path)
given = parser.parse_args()
lines = []
for page in sorted((given.woven / "chapters").glob("*.json")):
    for chunk in json.loads(page.read_text())["chunks"].values():
        lines += [line.get("text", "") for line in chunk["lines"]]
lines += EXTRA
text = html.escape("\\n".join(lines))
if given.html:
    given.html.mkdir(parents=True, exist_ok=True)
    (given.html / "index.html").write_text("<pre>" + text + "</pre>")
if given.epub:
    with zipfile.ZipFile(given.epub, "w") as book:
        book.writestr("page.xhtml", "<pre>" + text + "</pre>")
if given.pdf:
    shown = lines if PRINTED else []
    words = "BT /F 8 Tf 9 TL 20 13900 Td " + " ".join(
        "(" + line.replace("\\\\", "\\\\\\\\").replace("(", "\\\\(").replace(")", "\\\\)") + ") '" for line in shown) + " ET"
    objects = ["<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Kids[3 0 R]/Count 1>>",
               "<</Type/Page/Parent 2 0 R/MediaBox[0 0 900 14000]/Contents 4 0 R/Resources<</Font<</F "
               "<</Type/Font/Subtype/Type1/BaseFont/Courier>>>>>>>>",
               "<</Length %d>>stream\\n%s\\nendstream" % (len(words), words)]
    body, places = "%PDF-1.4\\n", []
    for number, one in enumerate(objects, 1):
        places.append(len(body))
        body += "%d 0 obj%s endobj\\n" % (number, one)
    table = "xref\\n0 5\\n0000000000 65535 f \\n" + "".join("%010d 00000 n \\n" % place for place in places)
    given.pdf.write_text(body + table + "trailer<</Size 5/Root 1 0 R>>\\nstartxref\\n%d\\n%%%%EOF\\n" % len(body))
"""


@pytest.fixture(autouse=True, scope="module")
def cache(tmp_path_factory):
    """What passed before is remembered there: the exercises of the tiny framework are checked once."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TITO_CACHE", str(tmp_path_factory.mktemp("cache")))
        yield


@pytest.fixture
def course(small_book):
    """The small book with editions, in a repository where `edition build` finds what it needs."""
    (small_book / "book/editions").mkdir(parents=True)
    for name in ("student", "reader", "instructor"):
        shutil.copy(ROOT / f"book/editions/{name}.toml", small_book / "book/editions")
    for file in ("book/requirements.txt", "tests/requirements.txt"):
        (small_book / file).parent.mkdir(exist_ok=True)
        shutil.copy(ROOT / file, small_book / file)
    (small_book / "build").mkdir()
    (small_book / "build/python").symlink_to(ROOT / "build/python")
    (small_book / "book/index.md").write_text("# A book\n")
    maker(small_book)
    (small_book / "chapters/00_first.nw").write_text(FIRST.replace("MINI", MINI))
    (small_book / "chapters/01_second.nw").write_text(SECOND)
    return small_book


def maker(book, extra=(), printed=True):
    (book / "book/build.py").write_text(f"EXTRA, PRINTED = {list(extra)!r}, {printed}\n" + BUILD)


def edition(book, text, name="our.toml"):
    path = book / name
    path.write_text(text)
    return path


def build(book, name, out="S"):
    return tito("edition", "build", name, "--out", out, cwd=book)


def texts(folder):
    return {str(path.relative_to(folder)): path.read_text(errors="replace") for path in folder.rglob("*") if path.is_file()}


# ---- check and new --------------------------------------------------------------------------------------------------------------------

def test_a_sound_edition(course):
    result = succeed(tito("edition", "check", "student", cwd=course))
    assert result.stdout == "edition student is sound: 2 chapters, 2 exercises, without solutions, without probes\n"
    assert "with solutions, with probes" in succeed(tito("edition", "check", "instructor", cwd=course)).stdout
    assert "without solutions, without probes" in succeed(tito("edition", "check", edition(course, ""), cwd=course)).stdout


@pytest.mark.parametrize("text, line, words", [
    ('solutions = false\ncolour = "red"\n', 2, ["`red`", "#rrggbb"]),
    ('\nlogo = "nowhere.svg"\n', 2, ["nowhere.svg", "as seen from this file"]),
    ('title = "T"\nchapters = [\n  "00_first",\n  "02_third"]\n', 4, ["`02_third`", "no chapter"]),
    ('chapters = ["01_second"]\n', 1, ["needs `00_first`"]),
    ('title = "T"\nsolution = true\n', 2, ["unknown key `solution`", "`solutions`"]),
    ('date = "tomorrow"\n', 1, ["`tomorrow`", "2026-11-21"]),
])
def test_mistakes_are_named_with_their_line_and_nothing_is_made(course, text, line, words):
    path = edition(course, text)
    before = snapshot(course)
    for verb in (["edition", "check", path], ["edition", "build", path, "--out", "S"], ["publish", "--edition", path]):
        result = tito(*verb, cwd=course)
        assert result.returncode == 1
        assert f"our.toml:{line}:" in result.stderr and all(word in result.stderr for word in words), result.stderr
    assert snapshot(course) == before


def test_a_new_edition_is_sound_and_overwrites_nothing(course):
    result = succeed(tito("edition", "new", "mine.toml", cwd=course))
    assert "tito edition check mine.toml" in result.stdout
    text = (course / "mine.toml").read_text()
    assert "01_second" in text and "solutions = false" in text
    assert "without solutions" in succeed(tito("edition", "check", "mine.toml", cwd=course)).stdout
    assert tito("edition", "new", "mine.toml", cwd=course).returncode == 1
    assert tito("edition", "new", "mine", cwd=course).returncode == 2
    assert (course / "mine.toml").read_text() == text


def test_a_copied_line_of_a_solution_is_refused_with_its_place(course):
    (course / "book/notation.md").write_text(f"# Notation\n\nAs in\n`{SOLUTION}`\n")
    before = snapshot(course)
    for verb in (["edition", "check", "student"], ["edition", "build", "student", "--out", "S"], ["publish", "--edition", "student"],
                 ["weave", "--edition", "student"]):
        result = tito(*verb, cwd=course)
        assert result.returncode == 1 and "book/notation.md:4: " in result.stderr and SOLUTION in result.stderr
    assert snapshot(course) == before
    succeed(tito("edition", "check", "reader", cwd=course))


# ---- build ----------------------------------------------------------------------------------------------------------------------------

def test_an_edition_without_solutions_has_none(course):
    (course / "book/notation.md").write_text(f":::{{answer}} first-sum\nThe answer is told here.\n{SOLUTION}\n:::\n")
    succeed(build(course, "student"))
    for path, text in texts(course / "S").items():
        assert SOLUTION not in text and PROBE not in text and "edit that, not this file" not in text, path
    assert not (course / "S/probes").exists()
    exercises = json.loads((course / "S/edition.json").read_text())["exercises"]
    assert [exercise["file"] for exercise in exercises] == ["src/first.cpp", "src/second.cpp"]
    assert "src/first.cpp" in (course / "S/START.md").read_text()
    woven = texts(course / "build/student/woven")
    assert not any("told here" in text for text in woven.values())


def test_probes_without_solutions_are_a_graders_tree(course):
    succeed(build(course, edition(course, "probes = true\n")))
    assert PROBE in (course / "S/probes/00_first.cpp").read_text()
    assert all(SOLUTION not in text for text in texts(course / "S").values())


def test_solutions_that_were_asked_for_are_there(course):
    succeed(build(course, "instructor"))
    assert SOLUTION in (course / "S/src/first.cpp").read_text() and PROBE in (course / "S/probes/00_first.cpp").read_text()
    assert all("edit that, not this file" not in text for text in texts(course / "S").values())


def test_what_the_pages_give_away_is_refused(course):
    """The last gate: whatever way a line took into a file."""
    maker(course, extra=[SOLUTION])
    result = build(course, "student")
    assert result.returncode == 1 and SOLUTION in result.stderr
    for file in ("book/html/index.html", "book/tinytorch.pdf", "book/tinytorch.epub: page.xhtml"):
        assert file in result.stderr
    assert not (course / "S").exists() and not list(course.glob(".S*"))


def test_a_blind_search_proves_nothing(course):
    """Positive control in every build: a PDF from which no text can be taken is refused."""
    maker(course, printed=False)
    result = build(course, "student")
    assert result.returncode == 1 and "tinytorch.pdf" in result.stderr and "proves nothing" in result.stderr
    assert not (course / "S").exists()


def test_publish_looks_for_solutions_as_well(course):
    made = course / "build/student/book"
    succeed(tito("publish", "--edition", "student", cwd=course))
    assert {path.name for path in made.iterdir()} == {"html", "tinytorch.pdf", "tinytorch.epub"}
    maker(course, extra=[SOLUTION])
    result = tito("publish", "--edition", "student", cwd=course)
    assert result.returncode == 1 and "html/index.html" in result.stderr
    assert not list(made.iterdir()), "a book with solutions stayed where students' books are"


def test_publish_makes_only_what_it_is_asked_for(course):
    assert succeed(tito("publish", "--only", "html", cwd=course)).stdout.endswith("build/book/html/index.html\n")
    assert [path.name for path in (course / "build/book").iterdir()] == ["html"]
    assert tito("publish", "--only", "web", cwd=course).returncode == 2


class Opened:
    """Counts how often a file is opened, by inotify: open, read and close tell one reader from the next."""

    def __init__(self, path):
        libc = ctypes.CDLL(None, use_errno=True)
        self.descriptor = libc.inotify_init1(os.O_NONBLOCK)
        assert libc.inotify_add_watch(self.descriptor, bytes(path), 0x01 | 0x10 | 0x20) >= 0  # IN_ACCESS, IN_CLOSE_NOWRITE, IN_OPEN

    def count(self):
        data, opened = b"", 0
        while True:
            try:
                data += os.read(self.descriptor, 65536)
            except BlockingIOError:
                break
        while data:
            _, mask, _, length = struct.unpack_from("iIII", data)
            opened += bool(mask & 0x20)
            data = data[16 + length:]
        return opened


def test_everything_is_of_one_state_of_the_book(course):
    """Tree, pages and manifest are made from one reading: a chapter saved meanwhile cannot stand in one and not in another."""
    succeed(tito("tangle", cwd=course))
    opened = Opened(course / "chapters/01_second.nw")
    succeed(tito("tangle", "--check", cwd=course))
    once = opened.count()
    assert once > 0
    succeed(tito("edition", "check", "student", cwd=course))
    assert opened.count() == once
    succeed(tito("publish", "--edition", "student", cwd=course))
    assert opened.count() == once
    succeed(build(course, "student"))
    assert opened.count() == once


def test_two_builds_of_one_folder(course):
    """The second is told so, and what a killed one left does not stay."""
    left = course / ".S.unfinished"
    left.mkdir()
    (left / "half").write_text("a killed run's")
    other = os.open(left, os.O_RDONLY | os.O_DIRECTORY)
    fcntl.flock(other, fcntl.LOCK_EX)
    for verb in (["edition", "build", "student"], ["snapshot", "01"]):
        result = tito(*verb, "--out", "S", cwd=course)
        assert result.returncode == 1 and "is being made by another run" in result.stderr and (left / "half").exists()
    os.close(other)
    succeed(build(course, "student"))
    assert not left.exists() and not (course / "S/half").exists() and (course / "S/edition.json").exists()


# ---- a selection of chapters, snapshots -----------------------------------------------------------------------------------------------

def test_a_shorter_edition_measures_nothing_else(course):
    second = course / "chapters/01_second.nw"
    second.write_text(second.read_text() + "\n<<analyses/01_second.cpp>>=\n<<analysis: second-long>>\n@\n\n<<analysis: second-long>>=\n"
                      "nothing that compiles\n@\n\n:::{output} second-long\n:::\n\nText.\n")
    first = course / "chapters/00_first.nw"
    first.write_text(first.read_text() + "\nChapter 01 goes on.\n")
    result = succeed(build(course, edition(course, 'chapters = ["00_first"]\n')))
    assert "Measure" not in result.stdout
    assert not (course / "S/src/second.cpp").exists()
    assert "Chapter 01 (not in this edition) goes on." in (course / "build/our/woven/chapters/00_first.md").read_text()
    result = build(course, "student", "T")
    assert result.returncode == 1, "this book's measurement cannot even be built"


def test_snapshots_keep_to_an_edition(course):
    succeed(tito("snapshot", "01", "--out", "solved", cwd=course))
    assert SOLUTION in (course / "solved/src/first.cpp").read_text()
    succeed(tito("snapshot", "01", "--edition", "student", "--out", "unwritten", cwd=course))
    assert SOLUTION not in (course / "unwritten/src/first.cpp").read_text()
    for folder in ("solved", "unwritten"):
        assert not (course / folder / "probes").exists()
        assert all("chapters/" not in text for text in texts(course / folder).values())
    short = edition(course, 'chapters = ["00_first"]\n')
    succeed(tito("snapshot", "00", "--edition", short, "--out", "short", cwd=course))
    result = tito("snapshot", "01", "--edition", short, "--out", "long", cwd=course)
    assert result.returncode == 1 and "our.toml" in result.stderr and "01_second" in result.stderr and not (course / "long").exists()


# ---- titles ---------------------------------------------------------------------------------------------------------------------------

TITLE, INSTITUTION = r"a \input{secret.txt} b", "Electrical & Computer Engineering, 100 % C#"


def test_titles_are_printed_as_they_are_typed(measured_book):
    """On every page of the HTML, on the title page of the PDF, and with the logo that lies beside the edition's file."""
    folder = measured_book / "our course"
    folder.mkdir()
    (folder / "logo.svg").write_text('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>')
    (folder / "our.toml").write_text(
        f"title = '{TITLE}'\ninstitution = '{INSTITUTION}'\nversion = 'Autumn_1'\nlogo = 'logo.svg'\nsolutions = true\n")
    for place in (measured_book, folder, measured_book / "build"):
        (place / "secret.txt").write_text("This file was read.")
    succeed(tito("publish", "--edition", folder / "our.toml", "--only", "html", "--only", "pdf", cwd=measured_book))
    made = measured_book / "build/our/book"
    page = (made / "html/chapters/00_walk.html").read_text()
    title = page.split("<title>")[1].split("</title>")[0]
    assert title.endswith(f"{TITLE} · Electrical &amp; Computer Engineering, 100 % C#")
    assert list((made / "html/_static").glob("logo*.svg"))
    text = subprocess.run(["pdftotext", made / "tinytorch.pdf", "-"], capture_output=True, text=True, check=True).stdout
    printed = " ".join(text.split())
    assert TITLE in printed and INSTITUTION in printed and "Version Autumn_1" in printed
    assert "This file was read" not in printed
