"""What programs say: measured or compiled once and kept, drawn from what was printed; whatever is wrong stops the book with its place."""

import html
import json
import re

import pytest

from conftest import PAGES, ROOT, snapshot, succeed, tito

CHAPTER = "chapters/00_walk.nw"


def edit(book, old, new):
    file = book / CHAPTER
    text = file.read_text()
    assert text.count(old) == 1
    file.write_text(text.replace(old, new))


def line_of(book, text):
    lines = (book / CHAPTER).read_text().splitlines()
    return next(number for number, line in enumerate(lines, 1) if text in line)


def kept(book):
    return {name: content for name, (content, _) in snapshot(book / "build/outputs").items()}


def publish(book, *words):
    return tito("publish", "--yes", *PAGES, *words, cwd=book)


def test_a_measurement_is_kept_and_a_plot_is_drawn_again_without_it(measured_book):
    succeed(publish(measured_book))
    first, page = kept(measured_book), measured_book / "build/book/html/chapters/00_walk.html"
    printed = json.loads(first["walk.json"])["stdout"]
    assert printed.startswith("run ") and printed.strip() in page.read_text()
    assert 'aria-label="Nanoseconds over n; both curves rise."' in page.read_text()

    edit(measured_book, "log=x", "log=xy")
    again = succeed(publish(measured_book))
    second = kept(measured_book)
    assert "Measure" not in again.stdout and second["walk.json"] == first["walk.json"]
    assert second["walk.svg"] != first["walk.svg"] and second["walk.svg"].decode()[-200:] in page.read_text()

    assert "Draw" not in succeed(publish(measured_book)).stdout
    succeed(publish(measured_book, "--rerun"))
    assert json.loads(kept(measured_book)["walk.json"])["stdout"] != printed


def test_a_failing_analysis_fails_the_book_with_its_place_and_output(measured_book):
    edit(measured_book, "return argc - 4;", 'std::puts("out of luck"); return 3;')
    result = publish(measured_book)
    assert result.returncode == 1
    assert f"{CHAPTER}:{line_of(measured_book, '<<analysis: walk>>=')}:1: analysis `walk` ended with status 3" in result.stderr
    assert "out of luck" in result.stderr
    assert not (measured_book / "build/outputs/walk.json").exists() and not (measured_book / "build/book").exists()


@pytest.mark.parametrize("old, new, message", [
    ("x=n", "x=m", "the table of `walk` has no column `m`; its columns are `n`, `rows: ns`, `columns: ns`"),
    ("4,4,9", "4,4,never", "the column `columns: ns` holds `never`, which is no number to draw; choose another column"),
])
def test_a_plot_that_cannot_be_drawn_fails_the_book_at_the_chapters_line(measured_book, old, new, message):
    edit(measured_book, old, new)
    result = publish(measured_book)
    assert result.returncode == 1
    assert f"{CHAPTER}:{line_of(measured_book, ':plot:')}:1: {message}" in result.stderr
    assert not (measured_book / "build/book").exists()


# ---- listings -------------------------------------------------------------------------------------------------------------------------

LISTING = """\
<<listing: wrong>>=
const int number = 1;
number = 2;
@

:::{output} wrong
:compile: fails
:as: statements
:says: read-only
:::
"""


def with_listing(book, *changes):
    text = LISTING
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    edit(book, "A walk is measured.\n", "A walk is measured.\n\n" + text)
    return publish(book)


def test_a_listing_that_does_not_compile_is_shown_with_what_the_compiler_says(measured_book):
    succeed(with_listing(measured_book))
    said = json.loads(kept(measured_book)["wrong.json"])["stdout"]
    place = line_of(measured_book, "number = 2;")
    assert said.startswith(f"{CHAPTER}:{place}:8: error: assignment of read-only variable 'number'\n number = 2;\n")
    assert "void listing()" not in said and str(measured_book) not in said
    page = html.unescape((measured_book / "build/book/html/chapters/00_walk.html").read_text())
    assert f"{CHAPTER}:{place}:8: error: assignment of read-only variable" in page
    assert json.loads(kept(measured_book)["wrong.json"])["compiler"] in page

    edit(measured_book, "A walk is measured.\n", "A walk is measured.\n\nAnother line.\n")
    again = succeed(publish(measured_book))
    assert "Compile listing" not in again.stdout, "prose moved it, nothing else changed"
    assert json.loads(kept(measured_book)["wrong.json"])["stdout"] == said.replace(f":{place}:", f":{place + 2}:")

    edit(measured_book, ":says: read-only", ":says: write-only")
    judged = publish(measured_book)
    assert judged.returncode == 1 and "does not say `write-only`" in judged.stderr
    assert "Compile listing" not in judged.stdout, "what was said is kept, and judged again"


@pytest.mark.parametrize("old, new, message", [
    ("const int", "int", "listing `wrong` compiles, but must not"),
    (":compile: fails", ":compile: passes", "listing `wrong` does not compile"),
    ("number = 2;", "number();", "to listing `wrong` the compiler does not say `read-only`"),
    ("number = 2;", "#include <nothing.hpp>", "the compiler could not judge listing `wrong`"),
])
def test_a_listing_that_turns_out_otherwise_fails_the_book_with_its_place(measured_book, old, new, message):
    result = with_listing(measured_book, (old, new))
    assert result.returncode == 1
    assert f"{CHAPTER}:{line_of(measured_book, ':::{output} wrong')}:1: {message}" in result.stderr
    assert not (measured_book / "build/book").exists()


def test_a_listing_that_compiles_with_a_warning(measured_book):
    succeed(with_listing(measured_book, ("const int number = 1;\nnumber = 2;", "int number(long x) { return x; }"), ("fails", "passes"),
                         ("statements", "declarations"), ("read-only", "may change value")))
    assert "warning: conversion from 'long int' to 'int'" in json.loads(kept(measured_book)["wrong.json"])["stdout"]


def test_listings_are_compiled_with_the_warnings_of_the_framework():
    asked = re.findall(r"'(-W[a-z-]+)'", (ROOT / "tangled/meson.build").read_text().split("# Keep quiet")[0])
    flags = (ROOT / "tools/measure/listings.cpp").read_text()
    assert len(asked) >= 3 and all(f'"{flag}"' in flags for flag in asked)
