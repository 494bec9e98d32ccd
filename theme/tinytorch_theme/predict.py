"""A question to answer before running: on the screen with a place to write, on paper with lines.

The page holds the question alone. A small script adds the field and keeps what is written in the browser, nowhere else.
"""

import hashlib

from docutils import nodes
from docutils.statemachine import StringList

from .box import Box


class guess(nodes.General, nodes.Element):
    """The place where the reader writes."""


class Predict(Box):
    def run(self):
        if self.arguments:  # the question begins on the directive's own line
            self.content.insert(0, StringList(self.arguments, source=self.content.source(0) if self.content else None))
        node = self.make()
        key = hashlib.sha256(node.astext().encode()).hexdigest()[:12]
        node += guess(key=f"{self.env.docname}/{key}")
        return [node]


def visit_html(self, node):
    if self.builder.name != "epub":
        self.body.append(f'<div class="guess" data-guess="{node["key"]}"></div>\n')
    raise nodes.SkipNode


def visit_latex(self, node):
    self.body.append("\n\\ttlines\n")
    raise nodes.SkipNode


DIRECTIVES = {"predict": Predict}


def setup(app):
    app.add_node(guess, html=(visit_html, None), latex=(visit_latex, None))
