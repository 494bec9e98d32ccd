"""The labelled box: one shape for everything in a chapter that is not running text or code.

A box has a kind (which gives its colour), a label in words (so that nothing depends on the colour), perhaps a title and a line of
facts, and a body.
"""

from html import escape

from docutils import nodes
from sphinx.util.docutils import SphinxDirective


class box(nodes.General, nodes.Element):
    """``kind``, ``label``, ``folded``; children: box_title, box_facts, then the body."""


class box_title(nodes.TextElement):
    """The label, then the title."""


class box_facts(nodes.TextElement):
    """One small line: points, minutes, where a measurement was made."""


class Box(SphinxDirective):
    """A directive that is drawn as a box. ``format`` says what it is called and which arguments and options it takes."""

    kind = ""
    label = ""
    needed_options = ()

    def make(self, *, anchor="", title="", folded=False, facts=""):
        """The box with its title, its facts and the parsed body."""
        self.need_options()
        anchor = anchor or nodes.make_id(f"{self.kind}-{self.env.new_serialno(self.kind) + 1}")
        node = box(ids=[anchor], kind=self.kind, label=self.label, folded=folded)
        self.set_source_info(node)
        self.state.document.note_explicit_target(node)
        heading = box_title(title, "", kind=self.kind, label=self.label, anchor=anchor, folded=folded)
        if title:
            inline, messages = self.state.inline_text(title, self.lineno)
            heading.extend(inline + messages)
        node += heading
        if facts:
            node += box_facts(facts, facts)
        self.state.nested_parse(self.content, self.content_offset, node)
        return node

    def need_options(self):
        """Pages beside the chapters are not checked by `tito`."""
        missing = [name for name in self.needed_options if not self.options.get(name)]
        if missing:
            raise self.error(f"{self.kind} {' '.join(self.arguments)!r} has no {', no '.join(missing)}")


def _as_details(self, node):
    """An EPUB or a printed page cannot unfold anything, so there the box is open."""
    return node["folded"] and self.builder.name != "epub"


def visit_box_html(self, node):
    tag = "details" if _as_details(self, node) else "div"
    anchor = escape(node["ids"][0])
    group = "" if tag == "details" else f' role="group" aria-labelledby="{anchor}-title"'
    self.body.append(f'<{tag} class="box box-{node["kind"]}" id="{anchor}"{group}>\n')
    self.context.append(f"</{tag}>\n")


def depart_box_html(self, node):
    self.body.append(self.context.pop())


def visit_title_html(self, node):
    tag = "summary" if _as_details(self, node) else "p"
    self.body.append(
        f'<{tag} class="box-title" id="{escape(node["anchor"])}-title"><span class="box-label">{escape(node["label"])}</span>')
    if len(node):
        self.body.append(' <span class="box-name">')
    self.context.append(("</span>" if len(node) else "") + f"</{tag}>\n")


def depart_title_html(self, node):
    self.body.append(self.context.pop())


def visit_facts_html(self, node):
    self.body.append('<p class="box-facts">')


def depart_facts_html(self, node):
    self.body.append("</p>\n")


def visit_box_latex(self, node):
    self.body.append(f"\n\\begin{{ttbox}}[{node.get('room', 5)}]{{{node['kind']}}}{self.hypertarget(node['ids'][0])}")


def depart_box_latex(self, node):
    self.body.append("\n\\end{ttbox}\n")


def visit_title_latex(self, node):
    self.body.append(f"\\ttboxtitle{{{self.encode(node['label'])}}}{{")


def depart_title_latex(self, node):
    self.body.append("}\n")


def visit_facts_latex(self, node):
    self.body.append("\\ttboxfacts{")


def depart_facts_latex(self, node):
    self.body.append("}\n")


def setup(app):
    app.add_node(box, html=(visit_box_html, depart_box_html), latex=(visit_box_latex, depart_box_latex))
    app.add_node(box_title, html=(visit_title_html, depart_title_html), latex=(visit_title_latex, depart_title_latex))
    app.add_node(box_facts, html=(visit_facts_html, depart_facts_html), latex=(visit_facts_latex, depart_facts_latex))
