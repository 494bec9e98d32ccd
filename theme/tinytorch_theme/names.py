"""The index of identifiers: every name that the program gives to something, where it comes from, and who uses it."""

from html import escape
from itertools import groupby

from docutils import nodes
from sphinx.util.docutils import SphinxDirective

from . import woven
from .links import href, label

KINDS = {"member": "data member", "typedef": "type", "externvar": "variable"}


class identifiers(nodes.General, nodes.Element):
    """``entries`` and, for the ids in them, ``places``."""


class Identifiers(SphinxDirective):
    """The page's content, from ``identifiers.json``."""

    def run(self):
        facts = woven.read(self.env, "identifiers.json")
        if not facts or not facts["identifiers"]:
            return []
        entries = sorted(facts["identifiers"], key=lambda one: (one["name"].lower(), one["qualified"], one["file"]))
        taken = {}
        for entry in entries:
            anchor = entry["anchor"]
            taken[anchor] = taken.get(anchor, 0) + 1
            entry["anchor"] = anchor if taken[anchor] == 1 else f"{anchor}--{taken[anchor]}"
            entry["kind"] = KINDS.get(entry["kind"], entry["kind"])
        return [identifiers(entries=entries, places=facts["places"])]


def _letter(entry):
    return entry["name"].lstrip("_")[:1].upper()


def _scope(entry):
    """What the name stands in: a class, a namespace, and the one file that sees it."""
    scope = entry["qualified"].rpartition("::")[0]
    return " in ".join(filter(None, [entry["kind"], scope])) + (f", only {entry['file']}" if entry["file"] else "")


def visit_html(self, node):
    self.body.append('<div class="identifiers">\n')
    for letter, entries in groupby(node["entries"], _letter):
        self.body.append(f'<p class="rubric">{escape(letter)}</p>\n<dl>\n')
        for entry in entries:
            self.body.append(_entry(self, entry, node["places"]))
        self.body.append("</dl>\n")
    self.body.append("</div>\n")
    raise nodes.SkipNode


def _entry(self, entry, places):
    place = places[entry["chunk"]]
    api = _api(self, entry)
    return (f'<dt id="{entry["anchor"]}"><code>{escape(entry["name"])}</code> <span class="identifier-scope">{escape(_scope(entry))}'
            f'</span></dt>\n<dd>{_chunk(self, place)}, {escape(place["chapter"])}'
            + (f' · <a href="{escape(api)}">API</a>' if api else "") + _users(self, [places[user] for user in entry["used_in"]])
            + "</dd>\n")


def _chunk(self, place):
    return f'<a href="{href(self, place)}">⟨{escape(place["name"])}⟩</a>'


def _users(self, places):
    """The chunks that use it, each once, by chapter; many of them are folded."""
    if not places:
        return ""
    chunks = list({place["name"]: place for place in reversed(places)}.values())[::-1]
    shown = "; ".join(f"{escape(chapter)}: " + ", ".join(_chunk(self, place) for place in group)
                      for chapter, group in groupby(chunks, lambda place: place["chapter"]))
    if len(chunks) <= 3 or self.builder.name == "epub":
        return f'<div class="identifier-users">used in {shown}</div>'
    return f'<details class="identifier-users"><summary>used in {len(chunks)} chunks</summary>{shown}</details>'


def _api(self, entry):
    """The entry of the API reference, where this book has one that shows the name."""
    if not entry["public"] or entry["file"]:
        return ""
    inventory = getattr(self.builder.env, "intersphinx_named_inventory", {}).get("api", {})
    for kind in ("class", "function", "member", "type", "enum", "enumerator", "concept"):
        found = inventory.get(f"cpp:{kind}", {}).get(entry["qualified"])
        if found:
            return found.uri if hasattr(found, "uri") else found[2]
    return ""


def visit_latex(self, node):
    self.body.append("\n\\begin{ttidentifiers}\n")
    for entry in node["entries"]:
        place = node["places"][entry["chunk"]]
        users = ",".join(label(node["places"][user]) for user in entry["used_in"])
        self.body.append(f"\\ttidentifier{{{self.encode(entry['name'])}}}{{{self.encode(_scope(entry))}}}{{{label(place)}}}{{{users}}}\n")
    self.body.append("\\end{ttidentifiers}\n")
    raise nodes.SkipNode


def setup(app):
    app.add_node(identifiers, html=(visit_html, None), latex=(visit_latex, None))
    app.add_directive("identifiers", Identifiers)
