"""Names that prose may refer to, and the index of chunks.

``{chunk}`functions of shapes``` and ``{exercise}`tensor-matmul``` become links from any page; an unknown name is a warning, which
fails the build. The domain also gives both writers an index of all chunks.
"""

from docutils import nodes
from sphinx import addnodes
from sphinx.domains import Domain, Index, IndexEntry, ObjType
from sphinx.roles import XRefRole
from sphinx.util.nodes import make_refnode


class ChunkIndex(Index):
    """All chunks by name, with every place that defines a part of one."""

    name = "chunks"
    localname = "Index of chunks"
    shortname = "chunks"

    def generate(self, docnames=None):
        letters = {}
        for name, parts in sorted(self.domain.data["chunks"].items(), key=lambda item: item[0].lower()):
            places = [place for place in parts if docnames is None or place[0] in docnames]
            entries = letters.setdefault(name[0].upper(), [])
            for n, (docname, anchor, chapter) in enumerate(places):
                several = len(places) > 1
                if several and n == 0:
                    entries.append(IndexEntry(f"⟨{name}⟩", 1, "", "", "", "", ""))
                shown = f"part {n + 1}" if several else f"⟨{name}⟩"
                entries.append(IndexEntry(shown, 2 if several else 0, docname, anchor, chapter, "", ""))
        return sorted(letters.items()), False


class BookDomain(Domain):
    """Chunks (several places each) and exercises (one place each)."""

    name = "book"
    label = "Book"
    data_version = 2
    object_types = {"chunk": ObjType("chunk", "chunk"), "exercise": ObjType("exercise", "exercise")}
    roles = {"chunk": XRefRole(warn_dangling=True), "exercise": XRefRole(warn_dangling=True)}
    indices = [ChunkIndex]
    initial_data = {"chunks": {}, "places": {}, "exercises": {}}
    dangling_warnings = {"chunk": "no chunk is named %(target)r", "exercise": "no exercise has the id %(target)r"}

    def note_chunk(self, docname, chunk, chapter):
        self.data["chunks"].setdefault(chunk["name"], []).append((docname, chunk["id"], chapter))
        self.data["places"][chunk["id"]] = (docname, chunk["id"], f"⟨{chunk['name']}⟩")

    def note_exercise(self, docname, name, anchor, title):
        self.data["exercises"][name] = (docname, anchor, title)

    def clear_doc(self, docname):
        for name, places in list(self.data["chunks"].items()):
            kept = [place for place in places if place[0] != docname]
            if kept:
                self.data["chunks"][name] = kept
            else:
                del self.data["chunks"][name]
        for kind in ("places", "exercises"):
            self.data[kind] = {name: place for name, place in self.data[kind].items() if place[0] != docname}

    def merge_domaindata(self, docnames, otherdata):
        for name, places in otherdata["chunks"].items():
            self.data["chunks"].setdefault(name, []).extend(place for place in places if place[0] in docnames)
        for kind in ("places", "exercises"):
            self.data[kind].update((name, place) for name, place in otherdata[kind].items() if place[0] in docnames)

    def _find(self, kind, target):
        if kind == "chunk":
            places = sorted(self.data["chunks"].get(target, ()))
            return (places[0][0], places[0][1], f"⟨{target}⟩") if places else None
        return self.data["places" if kind == "place" else "exercises"].get(target)

    def resolve_xref(self, env, fromdocname, builder, typ, target, node, contnode):
        found = self._find(typ, target)
        if found is None:
            return None
        docname, anchor, title = found
        shown = contnode if node.get("refexplicit") else nodes.inline("", title, classes=[f"ref-{typ}"])
        return make_refnode(builder, fromdocname, docname, anchor, shown)

    def resolve_any_xref(self, env, fromdocname, builder, target, node, contnode):
        return []

    def get_objects(self):
        for name, places in self.data["chunks"].items():
            docname, anchor, _ = places[0]
            yield name, f"⟨{name}⟩", "chunk", docname, anchor, 1
        for name, (docname, anchor, title) in self.data["exercises"].items():
            yield name, title, "exercise", docname, anchor, 1


def reference_to_chunk(env, name):
    """A link, resolved later, to the first definition of chunk ``name``."""
    return _reference(env, "chunk", name, name)


def reference_to_place(env, place):
    """A link, resolved later, to the one definition that a woven place names."""
    return _reference(env, "place", place["id"], place["name"])


def _reference(env, kind, target, name):
    link = addnodes.pending_xref(
        "", refdomain="book", reftype=kind, reftarget=target, refexplicit=False, refdoc=env.docname, refwarn=True)
    link += nodes.inline("", f"⟨{name}⟩")
    return link


def _short(kind):
    """The role without its domain: ``{chunk}`` for ``{book:chunk}``."""
    role = XRefRole(warn_dangling=True)

    def call(name, rawtext, text, lineno, inliner, options=None, content=()):
        return role(f"book:{kind}", rawtext, text, lineno, inliner, options or {}, list(content))

    return call


def setup(app):
    app.add_domain(BookDomain)
    for kind in BookDomain.roles:
        app.add_role(kind, _short(kind))
