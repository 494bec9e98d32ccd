"""Ties the API reference to the book: where the printed book has it, and which chunks explain a header."""

from itertools import groupby

from docutils import nodes
from sphinx import addnodes
from sphinx.util.docutils import SphinxDirective

from . import woven
from .domain import reference_to_chunk

ROOT = "api/index"


class BookApi(SphinxDirective):
    """A toctree with the reference where ``build.py`` has laid it among the sources, and nothing otherwise."""

    def run(self):
        if ROOT not in self.env.found_docs:
            return []
        tree = addnodes.toctree(
            parent=self.env.docname, entries=[(None, ROOT)], includefiles=[ROOT], caption=None, maxdepth=1, glob=False, hidden=True,
            includehidden=False, numbered=0, titlesonly=False)
        return [nodes.compound("", tree, classes=["toctree-wrapper"])]


class ExplainedIn(SphinxDirective):
    """The chapters and chunks that make a header, as ``headers.json`` has them."""

    required_arguments = 1

    def run(self):
        places = (woven.read(self.env, "headers.json") or {}).get(self.arguments[0], [])
        if not places:
            return []
        places = list({(place["chapter"], place["name"]): place for place in reversed(places)}.values())[::-1]
        text = nodes.paragraph("", "Explained in ", classes=["explained-in"])
        for n, (chapter, chunks) in enumerate(groupby(places, key=lambda place: place["chapter"])):
            text += nodes.Text(f"{'; ' if n else ''}{chapter}: ")
            for k, place in enumerate(chunks):
                text += [nodes.Text(", " if k else ""), self._link(place)]
        text += nodes.Text(".")
        return [text]

    def _link(self, place):
        """Inside one book a reference; from the site below ``api/`` a way up into the book."""
        if place["doc"] in self.env.found_docs:
            return reference_to_chunk(self.env, place["name"])
        return nodes.reference("", f"⟨{place['name']}⟩", refuri=f"../{place['doc']}.html#{place['id']}")


def setup(app):
    app.add_directive("book-api", BookApi)
    app.add_directive("explained-in", ExplainedIn)
