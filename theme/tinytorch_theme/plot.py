"""A plot of a measured table: ``outputs/ID.svg`` inside the page, in the page's own ink, and ``outputs/ID.pdf`` in print.

``book/plots.py`` draws both. A screen reader is given the chapter's sentence about the plot; the numbers stand under it as a table.
"""

from html import escape

from docutils import nodes


class plot(nodes.General, nodes.Element):
    """``name`` of the analysis, ``svg``, ``alt``, and ``room``: how many lines of print must follow it on its page or all on the next."""


def visit_html(self, node):
    picture = node["svg"].replace("<svg ", f'<svg role="img" aria-label="{escape(node["alt"])}" ', 1)
    self.body.append(f'<figure class="plot">{picture}</figure>\n')
    raise nodes.SkipNode


def visit_latex(self, node):
    self.body.append(f"\n\\ttplot{{{node['name']}.pdf}}{{{node['room']}}}\n")
    raise nodes.SkipNode


def announce(app, config):
    """LaTeX finds the plots beside its own files."""
    config.latex_additional_files += sorted(map(str, (app.srcdir / "outputs").glob("*.pdf")))


def setup(app):
    app.add_node(plot, html=(visit_html, None), latex=(visit_latex, None))
    app.connect("config-inited", announce)
