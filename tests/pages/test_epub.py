"""The EPUB: sound for every reader, whole without a script, the same bytes for the same book."""

import json
import re
import shutil
import subprocess
import sys
import xml.etree.ElementTree as xml
import zipfile

import pytest

from conftest import ROOT, succeed, tito

WORK = ROOT / "build/reader/work/pdf"
DC = "{http://purl.org/dc/elements/1.1/}"
OPF = "{http://www.idpf.org/2007/opf}"


@pytest.fixture(scope="module")
def files(published):
    with zipfile.ZipFile(published.epub) as book:
        return {name: book.read(name) for name in book.namelist()}


@pytest.fixture(scope="module")
def pages(files):
    return {name: content.decode() for name, content in files.items() if name.endswith(".xhtml")}


@pytest.fixture(scope="module")
def package(files):
    return xml.fromstring(files["content.opf"])


def epubcheck(file):
    lean = ["-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"]  # one book: it ends before more compiling pays
    return subprocess.run(["java", *lean, "-jar", "/usr/share/java/epubcheck.jar", file], capture_output=True, text=True)


def test_epubcheck_finds_nothing(published):
    result = epubcheck(published.epub)
    assert result.returncode == 0, result.stdout + result.stderr
    assert "No errors or warnings detected" in result.stdout


def test_epubcheck_finds_a_dead_link(measured_book, tmp_path):
    """The check above must be able to fail."""
    succeed(tito("publish", "--yes", "--only", "epub", cwd=measured_book))
    assert epubcheck(measured_book / "build/book/tinytorch.epub").returncode == 0
    with zipfile.ZipFile(measured_book / "build/book/tinytorch.epub") as book, zipfile.ZipFile(tmp_path / "bad.epub", "w") as bad:
        for entry in book.infolist():
            text = book.read(entry)
            if entry.filename == "print.xhtml":
                text = text.replace(b"</body>", b'<a href="nowhere.xhtml">x</a></body>')
            bad.writestr(entry, text)
    result = epubcheck(tmp_path / "bad.epub")
    assert result.returncode != 0 and "nowhere.xhtml" in result.stdout + result.stderr


@pytest.mark.xdist_group("again")
def test_the_same_book_gives_the_same_bytes(published, tmp_path):
    stamp = (WORK / "epub-stamp").read_text()
    (WORK / "epub-stamp").unlink()
    woven = ROOT / "build/reader"
    subprocess.run([sys.executable, ROOT / "book/build.py", "--woven", woven / "woven", "--tangled", woven / "tree", "--work",
                    woven / "work", "--epub", tmp_path / "again.epub"], check=True, capture_output=True)
    assert (WORK / "epub-stamp").read_text() == stamp
    assert (tmp_path / "again.epub").read_bytes() == published.epub.read_bytes()


def test_the_package_says_what_the_book_is(package, files):
    said = {element.tag.removeprefix(DC): element.text for element in package.iter() if element.tag.startswith(DC)}
    assert said["title"] == "TinyTorch in C++" and said["language"] == "en"
    assert re.fullmatch(r"urn:uuid:[0-9a-f-]{36}", said["identifier"])
    days = [json.loads(file.read_text())["date"] for file in (ROOT / "build/outputs").glob("*.json")]
    assert said["date"] == max(days), "the day of the newest measurement, not of the build"
    items = {item.get("href"): item.get("properties") for item in package.iter(OPF + "item")}
    assert items["_static/cover.png"] == "cover-image" and files["_static/cover.png"].startswith(b"\x89PNG")
    assert items["chapters/01_tensor.xhtml"] == "mathml svg"
    known = {meta.get("property"): meta.text for meta in package.iter(OPF + "meta")}
    assert {"schema:accessMode", "schema:accessibilityFeature", "schema:accessibilitySummary"} <= set(known)


def test_an_e_reader_lists_every_chapter_with_its_sections(files):
    contents = files["nav.xhtml"].decode()
    for chapter in ("00_setup", "01_tensor"):
        assert f'href="chapters/{chapter}.xhtml"' in contents
        for section in ("concept", "implementation", "summary"):
            assert f'href="chapters/{chapter}.xhtml#{section}"' in contents


def test_nothing_needs_a_script_or_the_network(pages, files):
    text = "".join(pages.values())
    for tag in ("<script", "<details", "<button", "<textarea", "<iframe"):
        assert tag not in text
    assert not any(name.endswith(".js") for name in files)
    assert not re.search(r'(?:src|xlink:href)="(?!#)[a-z]+:', text)
    assert b"http" not in files["_static/epub.css"]


def test_every_chunk_and_every_measurement_is_in_it(pages):
    text = "".join(page for name, page in pages.items() if name.startswith("chapters/"))
    woven = {}
    for file in (ROOT / "build/reader/woven/chapters").glob("*.json"):
        woven |= json.loads(file.read_text())["chunks"]
    assert set(woven) == set(re.findall(r'id="(chunk-[a-z0-9-]+)"', text))
    for file in (ROOT / "build/outputs").glob("*.json"):
        output = json.loads(file.read_text())
        assert f'id="output-{output["id"]}"' in text
    plots = list((ROOT / "build/reader/woven/outputs").glob("*.svg"))
    assert plots and text.count("<svg role=\"img\"") == len(plots)


def test_solutions_are_open_text(pages):
    tensor = pages["chapters/01_tensor.xhtml"]
    assert "std::swap" in re.sub(r"<[^>]*>", "", tensor) and "Show the solution" not in tensor


def too_wide(browser, folder):
    page, found = browser.new_page(), []
    for file in sorted(folder.rglob("*.xhtml")):
        page.goto(file.as_uri(), timeout=0)
        for width in (360, 600):
            page.set_viewport_size({"width": width, "height": 800})
            if page.evaluate("document.documentElement.scrollWidth") > width:
                found.append((file.name, width))
    page.close()
    return found


def test_no_page_is_wider_than_the_screen(published, browser, tmp_path):
    shutil.unpack_archive(published.epub, tmp_path / "book", "zip")
    assert too_wide(browser, tmp_path / "book") == []


def test_a_page_that_is_too_wide_is_found(browser, tmp_path):
    """The check above must be able to fail, for each width."""
    page = '<html xmlns="http://www.w3.org/1999/xhtml"><head><title>x</title></head><body><p style="width: {}px">x</p></body></html>'
    for width in (300, 500, 700):
        (tmp_path / f"{width}.xhtml").write_text(page.format(width))
    assert too_wide(browser, tmp_path) == [("500.xhtml", 360), ("700.xhtml", 360), ("700.xhtml", 600)]
