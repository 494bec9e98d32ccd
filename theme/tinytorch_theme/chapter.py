"""How a chapter opens: its part, its number and its time under the title.

In print the chapter must also carry its own number: a book that begins with chapter 00, or an edition that leaves chapters out, would
otherwise be counted from 1.
"""

from html import escape

from docutils import nodes

from . import woven


class opening(nodes.General, nodes.Element):
    """The line under a chapter's title."""


def insert(app, doctree):
    page = woven.chapter(app.env, app.env.docname)
    title = next(doctree.findall(nodes.title), None)
    if not page or title is None:
        return
    facts = page["chapter"]
    title.parent.insert(title.parent.index(title) + 1, opening(facts=facts))
    if facts["number"].isdigit():
        number = f"\\setcounter{{chapter}}{{{int(facts['number']) - 1}}}"
        doctree.insert(0, nodes.raw("", number, format="latex"))


def visit_html(self, node):
    facts = node["facts"]
    self.body.append(
        f'<p class="opening">Chapter {escape(facts["number"])} <span aria-hidden="true">·</span> {escape(facts["part"])} '
        f'<span aria-hidden="true">·</span> about {woven.duration(facts["minutes"])}</p>\n')
    raise nodes.SkipNode


def visit_latex(self, node):
    facts = node["facts"]
    self.body.append(f"\n\\ttopening{{{self.encode(facts['part'])}}}{{about {woven.duration(facts['minutes'])}}}\n")
    raise nodes.SkipNode


def setup(app):
    app.add_node(opening, html=(visit_html, None), latex=(visit_latex, None))
    app.connect("doctree-read", insert)
