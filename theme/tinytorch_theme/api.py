"""Ties the API reference to the book: where the printed book has it, and which chunks explain a header and each entry."""

from bisect import bisect
from functools import lru_cache
from itertools import groupby
from pathlib import Path
from xml.etree import ElementTree

from docutils import nodes
from sphinx import addnodes
from sphinx.util.docutils import SphinxDirective

from . import woven
from .domain import reference_to_place

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
                text += [nodes.Text(", " if k else ""), _link(self.env, place)]
        text += nodes.Text(".")
        return [text]


def _link(env, place):
    """Inside one book a reference; from the site below ``api/`` a way up into the book."""
    if place["doc"] in env.found_docs:
        return reference_to_place(env, place)
    return nodes.reference("", f"⟨{place['name']}⟩", refuri=f"../{place['doc']}.html#{place['id']}")


@lru_cache(maxsize=1)
def _lines(folder):
    """For each id that Doxygen gave, the header and the line that declare it."""
    found = {}
    for file in sorted(Path(folder).glob("*.xml")):
        if file.name.startswith(("class", "struct", "union", "namespace")) or file.name.endswith("_8hpp.xml"):
            for entry in ElementTree.parse(file).iter():
                several = entry.get("kind") == "namespace"  # every header opens it
                location = entry.find("location") if entry.tag in ("memberdef", "compounddef") and not several else None
                if location is not None and location.get("line"):
                    found[entry.get("id")] = (location.get("file"), int(location.get("line")))
    return found


def _chunks(facts, line):
    """The chunk that declares what stands on a line of a header, and the one that defines it, when that is another."""
    declared = facts["declared"]
    run = bisect(declared, line, key=lambda one: one[0]) - 1
    return [chunk for chunk in (declared[run][1] if run >= 0 else None, facts["defined"].get(str(line))) if chunk]


def tie_entries(app, doctree):
    """Under each entry of the reference, links to its chunks."""
    projects = getattr(app.config, "breathe_projects", {})
    entries = [entry for entry in doctree.findall(addnodes.desc) if entry.get("domain") == "cpp"]
    if not projects or not entries:
        return
    declarations = woven.read(app.env, "declarations.json")
    lines = _lines(next(iter(projects.values())))
    for entry in entries:
        signature = next(entry.findall(addnodes.desc_signature))
        ids = [one for node in signature.findall(nodes.target) for one in node["ids"]]
        header, line = next((lines[one] for one in ids if one in lines), (None, 0))
        if header not in declarations["headers"]:
            continue
        places = [declarations["places"][chunk] for chunk in _chunks(declarations["headers"][header], line)]
        text = nodes.paragraph("", "", classes=["entry-chunks"])
        for n, place in enumerate(places):
            text += [nodes.Text(("Declared in ", "; defined in ")[n] if len(places) > 1 else "Defined in "), _link(app.env, place)]
        entry[-1].insert(0, text)


def drop_repeated_ids(_app, doctree):
    """Breathe gives "Functions" of every class on a page the same id, and nothing refers to it."""
    for title in doctree.findall(nodes.rubric):
        if "breathe-sectiondef-title" in title["classes"]:
            title["ids"] = []


def setup(app):
    app.add_directive("book-api", BookApi)
    app.add_directive("explained-in", ExplainedIn)
    app.connect("doctree-read", tie_entries)
    app.connect("doctree-read", drop_repeated_ids)
