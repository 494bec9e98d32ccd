"""The book for e-readers: EPUB 3, whole without a script, the same bytes for the same sources.

The pages are those of print, drawn by the same visitors as the screen's; ``reader/`` holds the page, the index and the style sheet.
Sphinx's builder makes the package. Here it is told what its manifest must say, and that the day is no part of the book.
"""

import json
import re
import uuid
from pathlib import Path
from xml.etree import ElementTree
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from sphinx.builders.epub3 import Epub3Builder

from . import cover

NAMES = {"opf": "http://www.idpf.org/2007/opf", "dc": "http://purl.org/dc/elements/1.1/"}
for prefix, name in (("", NAMES["opf"]), ("dc", NAMES["dc"])):
    ElementTree.register_namespace(prefix, name)

COVER = "_static/cover.png"
ACCESSIBLE = {
    "accessMode": ["textual", "visual"],
    "accessModeSufficient": ["textual"],
    "accessibilityFeature": ["alternativeText", "MathML", "readingOrder", "structuralNavigation", "tableOfContents"],
    "accessibilityHazard": ["none"],
    "accessibilitySummary": ["Drawings and plots have text alternatives, formulas are MathML, and nothing needs a script or a colour."],
}


def configure(config, book):
    """What the package says of itself."""
    name = " ".join(filter(None, [book["title"], book["edition"], book["version"]]))
    config.version = book["version"] or "1"
    config.epub_author = config.epub_publisher = config.epub_contributor = book["institution"] or "the TinyTorch in C++ developers"
    config.epub_description = book["subtitle"]
    config.epub_copyright = "Text: CC BY 4.0. Code: MIT"
    config.epub_identifier = f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, name)}"
    config.epub_uid = "book"
    config.epub_cover = (COVER, "epub-cover.html")
    config.epub_theme = "tinytorch-epub"
    config.epub_tocdepth = 2
    config.epub_tocscope = "includehidden"
    config.epub_show_urls = "no"


class BookEpub(Epub3Builder):
    media_types = Epub3Builder.media_types | {".woff2": "font/woff2"}

    def make_id(self, name):
        """A manifest id that the file's name alone decides."""
        return "file-" + re.sub(r"[^A-Za-z0-9.-]+", "-", name)

    def content_metadata(self):
        return super().content_metadata() | {"date": f"{_day(self.srcdir)}T00:00:00Z"}

    def toc_metadata(self, level, navpoints):
        """The old table of contents must name the book as the package does."""
        return super().toc_metadata(level, navpoints) | {"uid": self.config.epub_identifier}

    def build_content(self):
        self._leave_out_what_no_page_uses()
        super().build_content()
        file = Path(self.outdir, "content.opf")
        tree = ElementTree.parse(file)
        self._complete(tree.getroot())
        tree.write(file, encoding="utf-8", xml_declaration=True)

    def _complete(self, package):
        """What the package does not say by itself, and what it says of today."""
        for item in package.iterfind("opf:manifest/opf:item", NAMES):
            self._tell_properties(item)
        metadata = package.find("opf:metadata", NAMES)
        for date in metadata.iterfind("dc:date", NAMES):
            date.text = date.text[:len("2026-11-21")]
        for name, values in ACCESSIBLE.items():
            for value in values:
                ElementTree.SubElement(metadata, f"{{{NAMES['opf']}}}meta", property=f"schema:{name}").text = value
        for guide in package.findall("opf:guide", NAMES):
            if not len(guide):
                package.remove(guide)
        ElementTree.indent(package)

    def _leave_out_what_no_page_uses(self):
        """Scripts and pictures for the screen, which Sphinx puts beside every book."""
        static = Path(self.outdir, "_static")
        used = {static / "epub.css", static / "pygments.css", Path(self.outdir, COVER), *(static / "fonts").glob("*")}
        unused = (path.relative_to(self.outdir).as_posix() for path in static.rglob("*") if path.is_file() and path not in used)
        self.config.epub_exclude_files = sorted(unused)

    def _tell_properties(self, item):
        """What a reading system must know of a file before it opens it."""
        name, found = item.get("href"), []
        if name == COVER:
            found.append("cover-image")
        elif name.endswith(".xhtml") and Path(self.outdir, name).is_file() and not item.get("properties"):
            page = Path(self.outdir, name).read_text(encoding="utf-8")
            found += [kind for kind, tag in (("mathml", "<math"), ("svg", "<svg")) if tag in page]
        if found:
            item.set("properties", " ".join(found))

    def build_epub(self):
        """Zips the files with no times in it."""
        names = ["mimetype", "META-INF/container.xml", "content.opf", "toc.ncx", *self.files]
        with ZipFile(Path(self.outdir, self.config.epub_basename + ".epub"), "w") as book:
            for name in names:
                entry = ZipInfo(name)
                entry.external_attr = 0o644 << 16
                kind = ZIP_STORED if name == "mimetype" or name.endswith((".png", ".woff2")) else ZIP_DEFLATED
                book.writestr(entry, Path(self.outdir, name).read_bytes(), kind)


def _day(woven):
    """The day of the book: the edition's, or that of its newest measurement. Never the day on which it is made."""
    edition = json.loads((woven / "book.json").read_text(encoding="utf-8"))["date"]
    if re.fullmatch(r"\d{4}-\d\d-\d\d", edition or ""):
        return edition
    outputs = (json.loads(file.read_text(encoding="utf-8")) for file in (woven / "outputs").glob("*.json"))
    return max((output["date"] for output in outputs), default="1980-01-01")


def draw_cover(app):
    if app.builder.name == "epub":
        book = json.loads((app.srcdir / "book.json").read_text(encoding="utf-8"))
        target = Path(app.outdir, COVER)
        target.parent.mkdir(parents=True, exist_ok=True)
        cover.draw(target, app.config.epub_title, app.config.epub_description, book)


def setup(app):
    app.add_builder(BookEpub, override=True)
    app.add_html_theme("tinytorch-epub", Path(__file__).parent / "reader")
    app.connect("builder-inited", draw_cover)
