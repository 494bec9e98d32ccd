"""Drawings made of characters: exact alignment for the eye, one sentence for the ear.

A screen reader would read a drawing character by character, so it is an image with a text alternative.
"""

from html import escape

from docutils import nodes

from .box import Box


class diagram(nodes.General, nodes.Element):
    """``alt`` and ``drawing``; its child is the caption."""


class diagram_caption(nodes.TextElement):
    """The sentence under the drawing."""


class Diagram(Box):
    def run(self):
        self.need_options()
        lines = [line.rstrip() for line in self.content]
        while lines and not lines[-1]:
            lines.pop()
        node = diagram(alt=" ".join(self.options["alt"].split()), drawing="\n".join(lines))
        self.set_source_info(node)
        caption, messages = self.state.inline_text(self.arguments[0], self.lineno)
        node += diagram_caption(self.arguments[0], "", *caption)
        return [node, *messages]


def visit_html(self, node):
    self.body.append(
        f'<figure class="diagram"><pre role="img" tabindex="0" aria-label="{escape(node["alt"])}">{escape(node["drawing"])}</pre>\n')


def depart_html(self, node):
    self.body.append("</figure>\n")


def visit_caption_html(self, node):
    self.body.append("<figcaption>")


def depart_caption_html(self, node):
    self.body.append("</figcaption>")


def visit_latex(self, node):
    drawing = self.highlighter.highlight_block(node["drawing"], "text", location=node)
    self.body.append("\n\\begin{ttdiagram}\n" + drawing.replace("{Verbatim}", "{sphinxVerbatim}") + "\n")


def depart_latex(self, node):
    self.body.append("\n\\end{ttdiagram}\n")


def visit_caption_latex(self, node):
    self.body.append("\\ttdiagramcaption{")


def depart_caption_latex(self, node):
    self.body.append("}")


DIRECTIVES = {"diagram": Diagram}


def setup(app):
    app.add_node(diagram, html=(visit_html, depart_html), latex=(visit_latex, depart_latex))
    app.add_node(
        diagram_caption, html=(visit_caption_html, depart_caption_html), latex=(visit_caption_latex, depart_caption_latex))
