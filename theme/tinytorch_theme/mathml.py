"""Formulas as MathML: made when the book is built, drawn by the browser, no script and no request.

LaTeX sets the same source itself.
"""

import re
from html import escape

from docutils import nodes
from latex2mathml.converter import convert
from sphinx.locale import _
from sphinx.util import logging
from sphinx.util.math import get_node_equation_number


log = logging.getLogger(__name__)

_BARE_BAR = re.compile(r"<mo>(&#x02016;|&#x02225;)</mo>")
# A minus after another operator is a sign, and a browser spaces it as a difference unless it is told; after a closing bracket it is one.
_SIGN = re.compile(r"(<mo[^>]*>(?!&#x00029;|&#x0005D;|&#x0007D;|&#x0007C;)[^<]*</mo>)<mo>(&#x02212;|&#x0002B;|&#x000B1;)</mo>")
_INFINITY = "<mo>&#x0221E;</mo>"  # a number, not an operator
_NOT_UNDERSTOOD = re.compile(r"<m\w+>(?:\\\w+|&)</m\w+>")


def _mathml(node, tex, display):
    """The formula as MathML; what the converter does not know is a warning, not a command printed in the page."""
    made = convert(tex.replace("{aligned}", "{align*}"), display=display)
    if _NOT_UNDERSTOOD.search(made):
        log.warning("this formula has a command that the pages cannot show: %s", tex, location=node)
    made = _BARE_BAR.sub(r'<mo stretchy="false">\1</mo>', made)
    made = _SIGN.sub(r'\1<mo form="prefix">\2</mo>', made).replace(_INFINITY, _INFINITY.replace("mo>", "mi>"))
    return made.replace("<math ", f'<math alttext="{escape(tex)}" ', 1)


def visit_inline(self, node):
    self.body.append(_mathml(node, node.astext(), "inline"))
    raise nodes.SkipNode


def visit_block(self, node):
    tex = node.astext()
    if "\\\\" in tex and "\\begin" not in tex:
        tex = f"\\begin{{aligned}}{tex}\\end{{aligned}}"
    self.body.append(self.starttag(node, "div", CLASS="math"))
    if node["number"]:
        self.body.append(f'<span class="eqno">({get_node_equation_number(self, node)})')
        self.add_permalink_ref(node, _("Link to this equation"))
        self.body.append("</span>")
    self.body.append(_mathml(node, tex, "block") + "</div>\n")
    raise nodes.SkipNode


def setup(app):
    app.add_html_math_renderer("mathml", (visit_inline, None), (visit_block, None))
