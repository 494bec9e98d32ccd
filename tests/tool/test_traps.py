"""The traps of literate tools that were met while this one was designed, each as a test: here, or where the table says."""

import os
import re
import subprocess
import sys

import pytest

from conftest import PAGES, ROOT, add_chapter, make_edition, snapshot, succeed, tito

sys.path.insert(0, str(ROOT / "theme"))

FIRST, SECOND = "chapters/00_first.nw", "chapters/01_second.nw"
GREETING = 'std::puts("hello");'

# A trap that another file shows thoroughly.
ELSEWHERE = {
    14: "tests/tool/test_tangle.py::test_prose_changes_no_file",
    17: "tests/editions/test_student.py::test_no_line_of_a_solution_or_a_probe_in_any_file",
    22: "tests/pages/test_book.py::test_every_internal_link_resolves",
    24: "tests/editions/test_student.py::test_a_fresh_tree_fails_only_where_something_is_unwritten",
    25: "tests/pages/test_book.py::test_a_page_opens_quietly",
}


def test_every_trap_has_a_test():
    here = {int(number) for number in re.findall(r"^def test_(\d+)_", open(__file__, encoding="utf-8").read(), re.M)}
    assert here.isdisjoint(ELSEWHERE) and here | ELSEWHERE.keys() == set(range(1, 26))
    for place in ELSEWHERE.values():
        file, name = place.split("::")
        assert f"def {name}(" in (ROOT / file).read_text(), place


def change(book, old, new, chapter=FIRST):
    text = (book / chapter).read_bytes()
    assert text.count(old.encode()) == 1
    (book / chapter).write_bytes(text.replace(old.encode(), new if isinstance(new, bytes) else new.encode()))


def refused(book, place, *words):
    """The book is refused with one message, at that place, and what was tangled before stays."""
    before = snapshot(book / "tangled")
    result = tito("tangle", cwd=book)
    assert result.returncode == 1 and result.stderr.startswith(place), result.stderr
    for word in words:
        assert word in result.stderr
    assert snapshot(book / "tangled") == before


def test_1_shift_operators_beside_closing_templates(small_book):
    statement = "std::cout << std::vector<std::vector<int>>{};"
    change(small_book, GREETING, statement)
    refused(small_book, f"{FIRST}:23:11: ", "@<<")
    change(small_book, statement, statement.replace("<<", "@<<"))
    succeed(tito("tangle", cwd=small_book))
    assert statement in (small_book / "tangled/src/main.cpp").read_text()


def test_2_a_comment_behind_a_definition(small_book):
    change(small_book, "<<say hello>>=\n", "<<say hello>>=  // greet\n")
    refused(small_book, f"{FIRST}:22:15: ", ">>=")


def test_3_two_spaces_in_a_name(small_book):
    change(small_book, "<<say hello>>=\n", "<<say  hello>>=\n")
    refused(small_book, f"{FIRST}:22:", "space")


def test_4_a_name_longer_than_noweb_can_hold(small_book):
    change(small_book, "<<say hello>>=\n", f"<<{'long ' * 60}name>>=\n")
    refused(small_book, f"{FIRST}:22:", "120")


def test_5_closing_brackets_in_a_name(small_book):
    change(small_book, "<<say hello>>=\n", "<<say >> hello>>=\n")
    refused(small_book, f"{FIRST}:22:", ">>")


@pytest.mark.parametrize("old, new, place, word", [
    (GREETING + "\n", GREETING + "\r\n", ":23:", "carriage return"),
    ("@\n# First", b"\xef\xbb\xbf@\n# First", ":1:1: ", "byte order mark"),
    (GREETING, b'std::puts("\0");', ":23:12: ", "NUL"),
    (GREETING + "\n@\n", GREETING, ":23:", "newline at the end"),
])
def test_6_bytes_that_tools_treat_differently(old, new, place, word, small_book):
    change(small_book, old, new)
    refused(small_book, FIRST + place, word)


def test_7_letters_of_several_bytes_before_a_use(small_book):
    """Stock noweb counts bytes, and indents what follows too far; a use stands alone."""
    change(small_book, "  <<say hello>>", "  /* é */ <<say hello>>")
    refused(small_book, f"{FIRST}:10:", "alone")


def test_8_a_tab_before_a_use(small_book):
    change(small_book, "  <<say hello>>", "\t<<say hello>>")
    refused(small_book, f"{FIRST}:10:1: ", "tab")


@pytest.mark.parametrize("code", ["CHECK(\n  <<say hello>>\n);", '#define GREET \\\n  <<say hello>>', 'auto text = R"(\n  <<say hello>>\n)";'])
def test_9_a_use_where_lines_cannot_be_added(code, small_book):
    change(small_book, "  <<say hello>>", code)
    refused(small_book, f"{FIRST}:11:3: ", "a use inside")


def test_10_the_order_of_parts_is_the_order_of_chapters(small_book):
    succeed(tito("tangle", cwd=small_book))
    text = (small_book / "tangled/src/main.cpp").read_text()
    assert text.index("<cstdio>") < text.index("<string>")
    order = small_book / "chapters/order.toml"
    blocks = re.split(r"(?m)^(?= *\[\[part\.chapter\]\])", order.read_text())
    order.write_text(blocks[0] + "\n".join(reversed(blocks[1:])))
    assert tito("tangle", cwd=small_book).returncode == 1, "a chapter cannot need a later one"


def test_11_an_undefined_chunk_leaves_the_old_output(small_book):
    succeed(tito("tangle", cwd=small_book))
    change(small_book, "<<say hello>>=\n", "<<greet>>=\n")
    refused(small_book, f"{FIRST}:", "say hello")


def test_12_a_filter_that_fails_fails_the_weave(small_book, tmp_path):
    make_edition(small_book, "reader", "true")
    succeed(tito("weave", "--out", "woven", cwd=small_book))
    before = snapshot(small_book / "woven")
    fake = tmp_path / "fake"
    fake.mkdir()
    (fake / "ctags").write_text("#!/bin/sh\necho out of order >&2\nexit 3\n")
    (fake / "ctags").chmod(0o755)
    change(small_book, GREETING, 'std::puts("good day");')
    failed = subprocess.run([ROOT / "build/tool/tools/tito", "weave", "--out", "woven"], cwd=small_book, capture_output=True, text=True,
                            env=os.environ | {"TITO_HOME": str(ROOT), "PATH": f"{fake}:{os.environ['PATH']}"})
    assert failed.returncode == 1 and "out of order" in failed.stderr
    assert snapshot(small_book / "woven") == before


def test_13_line_directives_after_a_stripped_chunk(small_book):
    make_edition(small_book, "student", "false")
    change(small_book, "  <<solution: second-answer>>\n}", "  <<solution: second-answer>>\n}\nint next();", SECOND)
    succeed(tito("tangle", "--line", "--edition", "student", "--out", "S", cwd=small_book))
    source = (small_book / SECOND).read_text().splitlines()
    at, checked = None, 0
    for line in (small_book / "S/src/answer.cpp").read_text().splitlines():
        directive = re.fullmatch(r'#line (\d+) "chapters/01_second.nw"', line)
        if directive:
            at = int(directive[1])
        elif at is not None:
            checked += line == source[at - 1]
            if line == "int next();":
                assert source[at - 1] == line
            at += 1
    assert checked >= 3


def test_15_a_listing_of_many_pages(measured_book):
    lines = "".join(f"// line {number} of many\n" for number in range(1600))
    (measured_book / "chapters/00_walk.nw").open("a").write(f"\n<<src/long.txt>>=\n{lines}@\n")
    succeed(tito("publish", "--yes", "--only", "pdf", cwd=measured_book))
    text = subprocess.run(["pdftotext", "-layout", measured_book / "build/book/tinytorch.pdf", "-"], capture_output=True, text=True, check=True)
    assert re.findall(r"// line (\d+) of many", text.stdout) == [str(number) for number in range(1600)]


def test_16_characters_that_no_typeface_of_the_book_has(measured_book):
    """Box drawing and mathematics are set (a test of the whole book); what would vanish without a word stops the book."""
    change(measured_book, "A walk is measured.", "A walk is measured \N{ROCKET}.", "chapters/00_walk.nw")
    failed = tito("publish", "--yes", "--only", "pdf", cwd=measured_book)
    assert failed.returncode == 1 and "Missing character" in failed.stderr
    assert not (measured_book / "build/book/tinytorch.pdf").exists()


def test_18_page_references_are_settled(published):
    log = (ROOT / "build/reader/work/pdf/latex/book.log").read_text(encoding="utf-8", errors="replace")
    assert "Rerun to get" not in log and "undefined references" not in log
    text = subprocess.run(["pdftotext", published.pdf, "-"], capture_output=True, text=True, check=True).stdout
    assert "??" not in text


def pages(book, *words, **settings):
    return succeed(tito("publish", "--yes", *PAGES, *words, cwd=book, **settings)).stdout


def test_19_a_page_learns_of_what_another_file_says_anew(measured_book):
    """A chunk's continuation in a later chapter; works cited from a file that was not there."""
    chapter, html = add_chapter(measured_book, "Run", "Faster.\n"), measured_book / "build/book/html"
    pages(measured_book)
    assert "01_run.html#chunk-analyses-meson-build" not in (html / "chapters/00_walk.html").read_text()

    chapter.write_text("@\n# Run\n\nFaster.\n\n<<analyses/meson.build>>=\n# a runner may follow\n@\n")
    pages(measured_book)
    assert re.search(r'href="01_run\.html#chunk-analyses-meson-build[^"]*"', (html / "chapters/00_walk.html").read_text())

    (measured_book / "book/references-99.bib").write_text(
        "@book{knuth1992, author = {Donald E. Knuth}, title = {Literate Programming}, year = 1992, publisher = {CSLI}}\n")
    change(measured_book, "A walk is measured.\n", "A walk is measured {cite:p}`knuth1992`.\n", "chapters/00_walk.nw")
    pages(measured_book)
    assert "Literate Programming" in (html / "bibliography.html").read_text()


HEADER = "<<include/walk/{0}.hpp>>=\n#pragma once\n\n/// Counts {0}.\nint {0}();\n@\n"


def test_20_doxygen_again_reads_no_page_again(measured_book):
    add_chapter(measured_book, "Run", "Faster.\n\n" + "\nMore.\n\n".join(HEADER.format(name) for name in ("steps", "miles", "hours")))
    assert "API reference" in pages(measured_book)
    work = measured_book / "build/reader/work/api"
    read = {path: path.stat().st_mtime_ns for path in (work / "doctrees").rglob("*.doctree")}
    assert len(read) == 4
    (work / "stamp").unlink()
    assert "API reference" in pages(measured_book)
    assert {path: path.stat().st_mtime_ns for path in read} == read


def test_21_another_python_on_the_path(measured_book, tmp_path):
    (tmp_path / "python3").write_text("#!/bin/sh\necho a Python without Sphinx >&2\nexit 1\n")
    (tmp_path / "python3").chmod(0o755)
    result = tito("publish", "--yes", *PAGES, cwd=measured_book, env=os.environ | {"PATH": f"{tmp_path}:{os.environ['PATH']}"})
    assert result.returncode == 0 and "a Python without Sphinx" not in result.stderr


@pytest.mark.parametrize("name", ["Day", "Night"])
def test_23_colours_of_code_can_be_read(name):
    from tinytorch_theme import colours, highlighting
    style = getattr(highlighting, name)
    used = {f"#{token['color']}" for _, token in style if token["color"]}
    assert len(used) >= 3
    assert min(colours.contrast(colour, style.background_color) for colour in used) >= 4.5
