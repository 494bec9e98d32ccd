"""The published book: links, glyphs, what a browser says, and that a second run does only what changed."""

import html
import json
import re
import subprocess
import sys

import pytest

from conftest import ROOT, chunks, make_measured_book, run_whole, snapshot, succeed, tito

sys.path.insert(0, str(ROOT / "book"))
import linkcheck  # noqa: E402


def test_every_internal_link_resolves(published):
    assert list(linkcheck.check(published.html)) == []


def test_the_pdf_has_every_glyph(published):
    log = (ROOT / "build/reader/work/pdf/latex/book.log").read_text(encoding="utf-8", errors="replace")
    assert "Output written on" in log
    assert "Missing character" not in log


@pytest.mark.xdist_group("again")
def test_a_second_run_changes_nothing(published, workers):
    before = {name: time for name, (_, time) in snapshot(published.html).items()}
    files = [(file, file.stat().st_mtime_ns) for file in (published.pdf, published.epub)]
    with workers.build_folder():
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
    pages = html.unescape("".join(p.read_text() for p in sorted((published.html / "chapters").glob("*.html"))))
    text = subprocess.run(["pdftotext", "-layout", published.pdf, "-"], capture_output=True, text=True, check=True).stdout
    dense = re.sub(r"\s", "", text)
    for output in map(lambda f: json.loads(f.read_text()), outputs):
        last = output["stdout"].rstrip().splitlines()[-1].strip()
        assert last in pages, output["id"]
        assert re.sub(r"\s", "", last) in dense, output["id"]
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


SCREENS = [(1440, "light"), (390, "dark")]  # wide and narrow; each page is opened on both, and then shown in the other's colours


# Playwright's "networkidle" sometimes never comes for a file.
SETTLED = "document.fonts.ready.then(() => new Promise(done => setTimeout(() => requestIdleCallback(done), 300)))"


def listen(page):
    """What a page has to complain of, as it comes."""
    heard = []
    page.on("console", lambda message: heard.append(message.text) if message.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: heard.append(str(error)))
    page.on("requestfailed", lambda request: heard.append("failed: " + request.url))
    page.on("request", lambda request: heard.append("outside: " + request.url)
            if not request.url.startswith(("file://", "data:", "blob:")) else None)
    return heard


# Once what the browser says of other colours was heard: it does so before it draws.
DRAWN = """() => new Promise(tell => requestAnimationFrame(() => requestAnimationFrame(() => tell(document.documentElement.scrollWidth))))"""


def complaints(browser, file):
    """What a browser says of a page on each screen: console errors, failed and outside requests, script errors, scrolling sideways."""
    found = []
    for width, scheme in SCREENS:
        context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme)
        page = context.new_page()
        heard = listen(page)
        page.goto(file.as_uri(), timeout=0)
        page.evaluate(SETTLED)
        for colours in (scheme, "dark" if scheme == "light" else "light"):
            page.emulate_media(color_scheme=colours)
            wide = page.evaluate(DRAWN)
            found += [f"{width}, {colours}: {text}" for text in [*heard, *[f"is {wide} wide"] * (wide > width)]]
            heard.clear()
        context.close()
    return found


@pytest.mark.parametrize("page_name", PAGES)
def test_a_page_opens_quietly(published, browser, page_name):
    assert complaints(browser, published.html / page_name) == []


@pytest.mark.parametrize("fault, said", [
    ("<script>console.error('broken')</script>", "1440, light: broken"),
    ("<img src='nowhere.png'>", "390, dark: failed: "),
    ("<script>if (matchMedia('(max-width: 400px)').matches) nothing()</script>", "390, dark: nothing is not defined"),
    ("<script>if (matchMedia('(prefers-color-scheme: dark)').matches) nothing()</script>", "390, dark: nothing is not defined"),
    ("<script>matchMedia('(prefers-color-scheme: light)').onchange = e => e.matches && nothing()</script>",
     "390, light: nothing is not defined"),
    ("<style>@media (max-width: 400px) and (prefers-color-scheme: light) { p { width: 700px } }</style><p>x</p>", "390, light: is 7"),
    ("<style>@media (min-width: 400px) and (prefers-color-scheme: dark) { p { width: 2000px } }</style><p>x</p>", "1440, dark: is 20"),
])
def test_the_browser_test_hears_an_error(browser, tmp_path, fault, said):
    """The check above must be able to fail, on each screen and in each colours."""
    bad = tmp_path / "bad.html"
    bad.write_text(fault)
    assert any(text.startswith(said) for text in complaints(browser, bad)), complaints(browser, bad)


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


def test_only_what_is_asked_for_is_made(tmp_path):
    book, made = make_measured_book(tmp_path / "book"), tmp_path / "made"
    (book / "chapters/00_walk.nw").write_text("@\n# Walk\n\nA walk.\n")
    succeed(tito("weave", "--out", book / "woven", cwd=book))
    (book / "tree").mkdir()

    def build(*words):
        return run_whole([sys.executable, book / "book/build.py", "--woven", book / "woven", "--tangled", book / "tree",
                          "--work", book / "build/reader/work", *words])

    places = ("--html", made / "html", "--pdf", made / "book.pdf", "--epub", made / "book.epub")
    succeed(build(*places, "--only", "epub"))
    assert [path.name for path in made.iterdir()] == ["book.epub"]
    succeed(build("--html", made / "html", "--only", "html"))
    assert sorted(path.name for path in made.iterdir()) == ["book.epub", "html"]
    for words, message in [((*places, "--only", "html,ebup"), "--only ebup: there is no such output; there is: html, pdf, epub"),
                           (("--html", made / "html", "--only", "html,pdf"), "--only pdf: say where to put it, with --pdf")]:
        refused = build(*words)
        assert refused.returncode == 1 and message in refused.stderr
