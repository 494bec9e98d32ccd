"""Measured output: run once and kept, drawn from what was printed; whatever is wrong stops the book with its place."""

import json

import pytest

from conftest import snapshot, succeed, tito

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
    return tito("publish", "--yes", *words, cwd=book)


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
