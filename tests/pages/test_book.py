"""The published book: links, glyphs, what a browser says, and that a second run does only what changed."""

import html
import json
import re
import subprocess
import sys

import pytest

from conftest import ROOT, chunks, snapshot, succeed, tito

sys.path.insert(0, str(ROOT / "book"))
import linkcheck  # noqa: E402


def test_every_internal_link_resolves(published):
    assert list(linkcheck.check(published.html)) == []


def test_the_pdf_has_every_glyph(published):
    log = (ROOT / "build/reader/work/pdf/latex/book.log").read_text(encoding="utf-8", errors="replace")
    assert "Output written on" in log
    assert "Missing character" not in log


def test_a_second_run_changes_nothing(published):
    before = {name: time for name, (_, time) in snapshot(published.html).items()}
    files = [(file, file.stat().st_mtime_ns) for file in (published.pdf, published.epub)]
    succeed(tito("publish", "--yes"))
    assert {name: time for name, (_, time) in snapshot(published.html).items()} == before
    assert all(file.stat().st_mtime_ns == time for file, time in files)


def test_every_chunk_is_on_a_page(published):
    """Every definition but the grader's has its place, and every place its caption."""
    pages = "".join(p.read_text() for p in sorted((published.html / "chapters").glob("*.html")))
    ids = set(re.findall(r'id="(chunk-[a-z0-9-]+)"', pages))
    woven = {}
    for file in (ROOT / "build/reader/woven/chapters").glob("*.json"):
        woven |= json.loads(file.read_text())["chunks"]
    assert set(woven) == ids
    shown = [c for c in chunks() if not c.name.startswith(("probe: ", "probes/"))]
    assert {chunk["name"] for chunk in woven.values()} <= {c.name for c in shown}
    assert len(woven) > 50


def test_what_programs_said_stands_on_the_page_and_names_the_machine(published):
    outputs = sorted((ROOT / "build/reader/woven/outputs").glob("*.json"))
    assert {file.stem for file in outputs} == {chunk.name.split(": ")[1] for chunk in chunks("(analysis|listing): .*")}
    pages = "".join(p.read_text() for p in sorted((published.html / "chapters").glob("*.html")))
    text = subprocess.run(["pdftotext", "-layout", published.pdf, "-"], capture_output=True, text=True, check=True).stdout
    for output in map(lambda f: json.loads(f.read_text()), outputs):
        last = output["stdout"].rstrip().splitlines()[-1].strip()
        assert last in html.unescape(pages), output["id"]
        assert re.sub(r"\s", "", last) in re.sub(r"\s", "", text), output["id"]
        assert output["compiler"] in pages
        assert output["machine"] in pages


def test_every_plot_stands_above_its_table(published):
    """As a picture with an alternative on the screen, and as a vector drawing in print."""
    pages = "".join(p.read_text() for p in sorted((published.html / "chapters").glob("*.html")))
    drawn = sorted(file.stem for file in (ROOT / "build/reader/woven/outputs").glob("*.svg"))
    assert len(drawn) == sum(path.read_text().count("\n:plot: ") for path in (ROOT / "chapters").glob("*.nw"))
    for name in drawn:
        box = pages[pages.index(f'id="output-{name}"'):]
        assert re.search(r'<svg role="img" aria-label="[^"]{20,}"', box[:box.index("<pre")]), name
    log = (ROOT / "build/reader/work/pdf/latex/book.log").read_text(encoding="utf-8", errors="replace")
    assert all(f"{name}.pdf" in log for name in drawn)


PAGES = ["index.html", "identifiers.html", "changes/01_tensor.html", "api/index.html",
         *sorted(f"chapters/{path.stem}.html" for path in (ROOT / "chapters").glob("*.nw"))]


@pytest.mark.parametrize("page_name", PAGES)
@pytest.mark.parametrize("width", [1440, 390])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_page_opens_quietly(published, browser, page_name, width, scheme):
    """No console error, no failed or outside request, no script error, and the page itself never scrolls sideways."""
    context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme)
    page, heard = context.new_page(), []
    page.on("console", lambda message: heard.append(message.text) if message.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: heard.append(str(error)))
    page.on("requestfailed", lambda request: heard.append("failed: " + request.url))
    page.on("request", lambda request: heard.append("outside: " + request.url)
            if not request.url.startswith(("file://", "data:", "blob:")) else None)
    page.goto((published.html / page_name).as_uri())
    page.wait_for_load_state("networkidle")
    assert heard == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    context.close()


def test_the_browser_test_hears_an_error(browser, tmp_path):
    """The check above must be able to fail."""
    bad = tmp_path / "bad.html"
    bad.write_text("<script>console.error('broken')</script><img src='nowhere.png'>")
    page, heard = browser.new_page(), []
    page.on("console", lambda message: heard.append(message.text))
    page.goto(bad.as_uri())
    page.wait_for_load_state("networkidle")
    assert any("broken" in text for text in heard) and len(heard) >= 2
    page.close()


def test_diagrams_align(published, browser):
    """In a diagram every character has the same width: box drawing, arrows and letters alike."""
    page = browser.new_page()
    page.goto((published.html / "chapters/01_tensor.html").as_uri())
    page.evaluate("document.fonts.ready")
    widths = page.evaluate("""() => {
      const block = document.querySelector('.diagram pre');
      const style = getComputedStyle(block);
      const context = document.createElement('canvas').getContext('2d');
      context.font = `${style.fontSize} ${style.fontFamily}`;
      return [...'0aW│┌┐└┘─┬┴┼├┤→←↓↑·×≈'].map(c => context.measureText(c).width);
    }""")
    assert len(set(round(w, 3) for w in widths)) == 1, widths
    page.close()
