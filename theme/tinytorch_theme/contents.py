"""The contents by part, and what this edition holds: both from ``book.json``, so that they are always true."""

from html import escape

from docutils import nodes
from sphinx import addnodes
from sphinx.util.docutils import SphinxDirective

from . import latex_style, woven


class contents(nodes.General, nodes.Element):
    """The visible list for the screen; print has its own table of contents."""


class BookContents(SphinxDirective):
    """Lists the chapters by part and puts them in the book's order: one toctree for each part."""

    def run(self):
        parts = woven.book(self.env)["parts"]
        made = [contents(parts=parts)]
        for part in parts:
            made.append(nodes.raw("", f"\\part{{{latex_style.escape(part['title'])}}}", format="latex"))
            made.append(self._order(f"{part['number']} {part['title']}", part["chapters"]))
        return made

    def _order(self, caption, chapters):
        tree = addnodes.toctree(
            parent=self.env.docname, entries=[(f"{one['number']} {one['title']}", one["doc"]) for one in chapters],
            includefiles=[one["doc"] for one in chapters], caption=caption, rawcaption=caption, maxdepth=1, glob=False,
            hidden=True, includehidden=False, numbered=0, titlesonly=False)  # an e-reader lists the sections
        self.set_source_info(tree)
        return nodes.compound("", tree, classes=["toctree-wrapper"])


class BookFacts(SphinxDirective):
    """One paragraph: which edition this is, how many chapters it has, how long they take."""

    def run(self):
        book = woven.book(self.env)
        chapters = woven.chapters(book)
        planned = book.get("planned", 0)
        count = f"{len(chapters)} chapter{'s'[:len(chapters) != 1]}"
        if planned > len(chapters):
            count = f"{len(chapters)} of {planned} planned chapters; the others are not written yet"
        which = ", ".join(filter(None, [
            book["edition_title"] or book["edition"], book["version"] and f"version {book['version']}", book["date"]]))
        time = woven.duration(sum(one["minutes"] for one in chapters))
        text = f"{which}: {count}. Reading and doing them takes about {time}."
        return [nodes.paragraph("", text, classes=["book-facts"])]


class BookFiles(SphinxDirective):
    """On the first page: the book as files, which lie beside the folder of the pages."""

    FILES = (("PDF for paper", "tinytorch.pdf"), ("EPUB for e-readers", "tinytorch.epub"))

    def run(self):
        text = nodes.paragraph("", "The same book as one file: ", classes=["book-facts"])
        for n, (label, file) in enumerate(self.FILES):
            text += [nodes.Text(", " if n else ""), nodes.reference("", label, refuri=f"../{file}")]
        text += nodes.Text(".")
        return [text]


def visit_html(self, node):
    page = self.builder.current_docname
    self.body.append('<div class="contents-by-part">\n')
    for part in node["parts"]:
        self.body.append(f'<p class="part"><span class="part-number">Part {escape(part["number"])}</span> '
                         f'{escape(part["title"])}</p>\n<ol>\n')
        for one in part["chapters"]:
            url = escape(self.builder.get_relative_uri(page, one["doc"]))
            self.body.append(
                f'<li><a href="{url}"><span class="chapter-number">{escape(one["number"])}</span> {escape(one["title"])}</a> '
                f'<span class="chapter-time">{woven.duration(one["minutes"])}{_changes(self, one)}</span></li>\n')
        self.body.append("</ol>\n")
    self.body.append("</div>\n")
    raise nodes.SkipNode


def _changes(self, one):
    """The way to the page that says what the chapter changed."""
    doc = one["doc"].replace("chapters/", "changes/", 1)
    if doc not in self.builder.env.found_docs:
        return ""
    url = escape(self.builder.get_relative_uri(self.builder.current_docname, doc))
    return f' · <a href="{url}" aria-label="What chapter {escape(one["number"])} changed in the program">changes</a>'


def skip(self, node):
    raise nodes.SkipNode


def setup(app):
    app.add_node(contents, html=(visit_html, None), latex=(skip, None))
    app.add_directive("book-contents", BookContents)
    app.add_directive("book-facts", BookFacts)
    app.add_directive("book-files", BookFiles)
