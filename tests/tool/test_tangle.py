"""tangle, seen from outside: equal to stock notangle, checked, incremental, prefix by prefix."""

import json
import re
import subprocess

import pytest

from conftest import ROOT, chunks, snapshot, succeed, tito

CHAPTERS = sorted((ROOT / "chapters").glob("*.nw"))


def roots():
    return sorted({chunk.name for chunk in chunks(r"[^ :]*[./][^ :]*")})


def test_naked_tangle_is_what_stock_notangle_gives(tmp_path):
    succeed(tito("tangle", "--naked", "--out", tmp_path))
    assert set(snapshot(tmp_path)) == set(roots())
    for root in roots():
        stock = subprocess.run(["notangle", f"-R{root}", *CHAPTERS], capture_output=True, check=True).stdout
        assert (tmp_path / root).read_bytes() == stock, root


def test_the_committed_tree_is_what_the_chapters_say():
    succeed(tito("tangle", "--check"))


@pytest.mark.parametrize("spoil", ["one character", "a missing file", "a file of nobody's"])
def test_check_names_the_file_that_differs(spoil, small_book):
    succeed(tito("tangle", cwd=small_book))
    file = small_book / "tangled/src/main.cpp"
    if spoil == "one character":
        file.write_text(file.read_text().replace("hello", "hallo", 1))
    elif spoil == "a missing file":
        file.unlink()
    else:
        file = small_book / "tangled/src/mine.cpp"
        file.write_text("")
    result = tito("tangle", "--check", cwd=small_book)
    assert result.returncode == 1
    assert f"tangled/{file.relative_to(small_book / 'tangled')}" in result.stderr


def test_an_edit_in_tangled_is_never_lost_silently(small_book):
    succeed(tito("tangle", cwd=small_book))
    file = small_book / "tangled/src/main.cpp"
    edited = file.read_text().replace("hello", "good day")
    file.write_text(edited)
    result = tito("tangle", cwd=small_book)
    assert result.returncode == 1 and "tangled/src/main.cpp" in result.stderr and "tito stitch" in result.stderr
    assert file.read_text() == edited
    succeed(tito("tangle", "--discard", cwd=small_book))
    assert file.read_text() != edited


def test_a_killed_tangle_is_nobodys_edit(small_book):
    """Killed after it wrote tangled/ and before it noted so, a run must not make the next one refuse."""
    succeed(tito("tangle", cwd=small_book))
    chapter, record = small_book / "chapters/00_first.nw", small_book / "build/last-tangled"
    old = {path: path.read_bytes() for path in record.rglob("*") if path.is_file()}
    for greeting in ("hi", "good day"):
        chapter.write_text(re.sub(r'puts\("[^"]*"\)', f'puts("{greeting}")', chapter.read_text()))
        succeed(tito("tangle", cwd=small_book))
        for path, text in old.items():
            path.write_bytes(text)
    assert "good day" in (small_book / "tangled/src/main.cpp").read_text()


def test_a_second_tangle_touches_nothing(small_book):
    succeed(tito("tangle", cwd=small_book))
    before = snapshot(small_book / "tangled")
    assert "0 written" in succeed(tito("tangle", cwd=small_book)).stdout
    assert snapshot(small_book / "tangled") == before


def test_prose_changes_no_file(small_book):
    succeed(tito("tangle", cwd=small_book))
    before = snapshot(small_book / "tangled")
    chapter = small_book / "chapters/00_first.nw"
    chapter.write_text(chapter.read_text().replace("A program of two parts.", "A program,\nof two parts."))
    succeed(tito("tangle", cwd=small_book))
    assert snapshot(small_book / "tangled") == before


def test_a_prefix_leaves_later_chapters_out(small_book):
    succeed(tito("tangle", "--through", "00", "--out", "D0", cwd=small_book))
    assert "string" not in (small_book / "D0/src/main.cpp").read_text()
    assert not (small_book / "D0/src/answer.cpp").exists()


def test_the_student_tree_has_the_task_and_not_the_answer(small_book):
    (small_book / "book/editions").mkdir(parents=True)
    (small_book / "book/editions/student.toml").write_text('title = "Student"\nsolutions = false\nprobes = false\n')
    succeed(tito("tangle", "--edition", "student", "--out", "S", cwd=small_book))
    text = (small_book / "S/src/answer.cpp").read_text()
    begin, end = text.index("//@begin exercise second-answer"), text.index("//@end exercise second-answer")
    body = text[begin:end]
    assert "Return the answer to the question." in body and 'throw tt::NotImplemented("second-answer");' in body
    assert "2 * 3 * 7" not in text
    assert not (small_book / "S/probes").exists()


def test_line_directives_lead_to_the_chapter(small_book):
    succeed(tito("tangle", "--line", "--out", "L", cwd=small_book))
    text = (small_book / "L/src/main.cpp").read_text()
    source = (small_book / "chapters/00_first.nw").read_text().splitlines()
    number = source.index('std::puts("hello");') + 1
    assert re.search(rf'#line {number} "chapters/00_first.nw"\n\s*std::puts\("hello"\);', text), text


def test_the_line_map_names_chunk_and_line(small_book):
    succeed(tito("tangle", "--out", "M", "--map", "map.json", cwd=small_book))
    entry = json.loads((small_book / "map.json").read_text())["src/main.cpp"]
    lines = (small_book / "M/src/main.cpp").read_text().splitlines()
    chunk, source, line, shift = entry["lines"][next(i for i, text in enumerate(lines) if "puts" in text)]
    assert entry["chunks"][chunk] == "say hello" and shift == 2
    chapter = (small_book / entry["sources"][source]).read_text().splitlines()
    assert chapter[line - 1] == 'std::puts("hello");'


@pytest.mark.parametrize("verb", ["", "setup", "doctor", "tangle", "weave", "where", "watch", "validate", "stitch", "snapshot", "publish", "test",
                                  "edition", "edition build"])
def test_every_verb_explains_itself(verb):
    text = succeed(tito(*verb.split(), "--help")).stdout
    assert "Usage" in text
    assert verb in ("", "edition") or "Example" in text


def test_doctor_reports_as_json():
    report = json.loads(tito("doctor", "--json").stdout)
    assert {check["name"] for check in report["checks"]} >= {"g++", "meson", "noweb", "Sphinx"}
    assert report["ok"] == all(check["ok"] for check in report["checks"])
