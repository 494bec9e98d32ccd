"""The student edition: it builds, fails only where something is unwritten, passes when all is written, and holds no answer.

What lies between, a student who begins a chapter and one who has written one more exercise, is shown without a build for each state by
variants of the bodies that are chosen at run time.
"""

import html
import json
import pathlib
import re
import shutil
import subprocess
import tomllib
import zipfile

import pytest

from conftest import ROOT, add_chapter, chunks, run_whole, succeed, tito


def compact(text):
    """Text without what hides a line: white space and escapes."""
    return re.sub(r"[\s\\]+", "", text)


def text_of(file):
    """What a person can read in a file."""
    if file.suffix == ".pdf":
        return subprocess.run(["pdftotext", "-layout", file, "-"], capture_output=True, text=True, check=True).stdout
    if file.suffix == ".epub":
        with zipfile.ZipFile(file) as book:
            return "\n".join(readable(book.read(name), pathlib.Path(name).suffix) for name in book.namelist())
    return readable(file.read_bytes(), file.suffix)


def readable(data, kind):
    text = data.decode("utf-8", errors="replace")
    return html.unescape(re.sub(r"<[^>]*>", "", text)) if kind in (".html", ".xml", ".svg", ".xhtml", ".opf", ".ncx") else text


def prose_outside_chunks_and_answers():
    """All text of the chapters that students are given."""
    text = ""
    for chapter in (ROOT / "chapters").glob("*.nw"):
        source = chapter.read_text(encoding="utf-8")
        source = re.sub(r"(?ms)^(:{3,})\{answer\}.*?^\1$", "", source)
        source = re.sub(r"(?ms)^<<(solution|probe): [^>]*>>=\n.*?^@$", "", source)
        text += source
    return compact(text)


def secrets():
    """Lines of solutions and probes, found without the tool under test, that stand nowhere in what students are given."""
    given = prose_outside_chunks_and_answers()
    lines = {line.strip() for chunk in chunks(r"(solution|probe): .*") for line in chunk.lines}
    return sorted(line for line in lines
                  if len(compact(line)) >= 12 and re.search("[a-zA-Z]", line) and compact(line) not in given)


def leaks(folder):
    found = set()
    wanted = {compact(line): line for line in secrets()}
    for file in pathlib.Path(folder).rglob("*"):
        if file.is_file():
            text = compact(text_of(file))
            found |= {(str(file.relative_to(folder)), line) for key, line in wanted.items() if key in text}
    return found


@pytest.mark.first
def test_the_search_finds_solutions_where_they_are(published):
    """Positive control: the reader edition shows solutions, on its pages, in print and in the EPUB, and no probe."""
    solutions = {line.strip() for chunk in chunks(r"solution: .*") for line in chunk.lines} & set(secrets())
    found = leaks(published.html.parent)
    for kind in (".html", ".pdf", ".epub"):
        lines = {line for file, line in found if file.endswith(kind)}
        assert lines == solutions, (kind, solutions ^ lines)


@pytest.mark.first
def test_no_line_of_a_solution_or_a_probe_in_any_file(student):
    assert len(secrets()) > 20
    assert leaks(student) == set()


def test_a_copied_line_stops_the_edition(tmp_path):
    """A line of a solution in the text of the real book is refused at its place, before anything is made."""
    book = tmp_path / "book"
    shutil.copytree(ROOT, book, ignore=shutil.ignore_patterns("build", ".git", "tangled"))
    line = next(line.strip() for chunk in chunks(r"solution: .*") for line in chunk.lines if line.strip() in secrets())
    page = book / "book/notation.md"
    place = len(page.read_text().splitlines()) + 3
    page.write_text(page.read_text() + "\n```\n" + line + "\n```\n")
    result = tito("edition", "build", "student", "--out", tmp_path / "S", "--yes", cwd=book)
    assert result.returncode == 1
    assert f"book/notation.md:{place}: `{line}` is a line of a solution" in result.stderr
    assert not (tmp_path / "S").exists() and not list(tmp_path.glob(".S*"))


def test_an_edition_is_never_built_over_another(student):
    before = (student / "edition.json").read_bytes()
    result = tito("edition", "build", "student", "--out", student)
    assert result.returncode == 1 and "not empty" in result.stderr
    assert (student / "edition.json").read_bytes() == before


def test_the_manifest_names_every_exercise_and_file(student):
    manifest = json.loads((student / "edition.json").read_text())
    assert {e["id"] for e in manifest["exercises"]} == {c.name.split(": ")[1] for c in chunks(r"solution: .*")}
    for exercise in manifest["exercises"]:
        assert f"//@begin exercise {exercise['id']}\n" in (student / exercise["file"]).read_text()
    files = {str(f.relative_to(student)) for f in student.rglob("*") if f.is_file()} - {"edition.json"}
    assert set(manifest["files"]) == files


def test_the_book_is_included(student):
    assert (student / "book/html/index.html").exists()
    assert (student / "book/tinytorch.pdf").read_bytes().startswith(b"%PDF")
    assert zipfile.ZipFile(student / "book/tinytorch.epub").read("mimetype") == b"application/epub+zip"


# ---- building and filling -------------------------------------------------------------------------------------------------------------

CHAPTERS = [chapter["id"] for part in tomllib.loads((ROOT / "chapters/order.toml").read_text())["part"] for chapter in part["chapter"]]


class Tree:
    """A student's tree that is built; exercises can be written into it, each with the authors' body."""

    def __init__(self, folder):
        self.folder = folder
        exercises = json.loads((folder / "edition.json").read_text())["exercises"]
        self.file_of = {exercise["id"]: exercise["file"] for exercise in exercises}
        self.empty = {file: (folder / file).read_text() for file in self.file_of.values()}
        succeed(run_whole(["meson", "setup", folder / "build", folder]))

    def write(self, exercises):
        """Builds the tests of the tree with these exercises written, and no other."""
        for file, text in self.empty.items():
            for exercise in exercises:
                mark = re.compile(rf"(?s)( *//@begin exercise {exercise}\n).*?( *//@end exercise {exercise}\n)")
                if self.file_of[exercise] == file:
                    body = mark.search((ROOT / "tangled" / file).read_text())[0]
                    text = mark.sub(lambda _: body, text)
            if text != (self.folder / file).read_text():
                (self.folder / file).write_text(text)
        result = run_whole(["ninja", "-C", self.folder / "build", "tests/seen_to_fail", *(f"tests/test_{chapter}" for chapter in CHAPTERS)])
        assert result.returncode == 0, result.stdout[-3000:]

    def outcomes(self):
        """Test case -> None when it passes, else what it printed."""
        found = {}
        for chapter in CHAPTERS:
            program = self.folder / f"build/tests/test_{chapter}"
            names = subprocess.run([program, "--list_content"], capture_output=True, text=True)
            assert names.returncode == 0
            report = subprocess.run([program, "--log_level=test_suite", "--color_output=no"], capture_output=True, text=True)
            for match in re.finditer(r'Entering test case "(\w+)"(.*?)Leaving test case "\1"', report.stdout + report.stderr, re.S):
                assert match[1] not in found, "two test cases of one name"
                found[match[1]] = match[2] if "error:" in match[2] else None
        assert found
        return found


@pytest.fixture(scope="module")
def tree(student, tmp_path_factory):
    copy = tmp_path_factory.mktemp("filled") / "tree"
    shutil.copytree(student, copy, ignore=shutil.ignore_patterns("book"))
    return Tree(copy)


@pytest.fixture(scope="module")
def states(tree):
    """What the tests say of a student's first and of the last state, nothing written and all written: two builds of the real tree."""
    outcomes = []
    for written in ([], EXERCISES):
        tree.write(written)
        outcomes.append(tree.outcomes())
    return outcomes


def exercises_of(chapter):
    return [chunk.name.removeprefix("solution: ") for chunk in chunks(r"solution: .*", chapter)]


EXERCISES = exercises_of("*")


def cases_of(exercise):
    return {name for chunk in chunks(f"test: {exercise}") for line in chunk.lines
            for name in re.findall(r"BOOST_(?:AUTO|DATA)_TEST_CASE\(\s*(\w+)", line)}


def only_not_written(printed):
    errors = [line for line in printed.splitlines() if "error:" in line]
    return errors and all("is not written yet" in line for line in errors)


def test_a_fresh_tree_fails_only_where_something_is_unwritten(states):
    """The real tree, as a student gets it: it builds, and every exercise's tests say which exercise is missing."""
    fresh, _ = states
    for case in {case for exercise in EXERCISES for case in cases_of(exercise)}:
        assert fresh[case], f"{case} passes although nothing is written"
    assert {case: printed for case, printed in fresh.items() if printed and not only_not_written(printed)} == {}
    assert any(not printed for printed in fresh.values()), "given code has tests as well, and they pass"
    for exercise in exercises_of(CHAPTERS[0]):
        assert all(f"exercise {exercise} is not written yet" in fresh[case] for case in cases_of(exercise))


def test_a_tree_with_every_exercise_written_passes(states):
    fresh, written = states
    assert fresh.keys() == written.keys()
    assert {case: printed for case, printed in written.items() if printed} == {}


def names_in_solutions(index):
    """The names that the index of identifiers says are used or defined in a solution."""
    entries = re.findall(r'(?s)<dt id="identifier-[^"]*"><code>([^<]*)</code>.*?</dt>\n<dd>(.*?)</dd>', index.read_text(encoding="utf-8"))
    assert len(entries) > 200
    return {name for name, places in entries if "#chunk-solution-" in places}


def test_no_name_from_within_a_solution(student, published):
    """A student's index knows of a solution only what its stub says: which error an unfinished exercise throws."""
    assert len(names_in_solutions(published.html / "identifiers.html")) > 10, "or the test could not fail"
    assert names_in_solutions(student / "book/html/identifiers.html") <= {"NotImplemented"}
