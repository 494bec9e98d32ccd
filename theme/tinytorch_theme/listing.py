"""Code boxes that scroll can be reached and named without a mouse.

A box that scrolls sideways must take the keyboard's focus, and what takes focus needs a name.
"""

from html import escape

from docutils import nodes


def focusable(highlighted, name):
    """The first ``<pre>`` of highlighted HTML, made focusable and named."""
    return highlighted.replace("<pre>", f'<pre tabindex="0" role="group" aria-label="{escape(name)}">', 1)


def visit_html(self, node):
    """Sphinx's own drawing, then the name."""
    try:
        type(self).visit_literal_block(self, node)
    except nodes.SkipNode:
        language = node.get("language", "text")
        self.body[-1] = focusable(self.body[-1], "Text" if language in ("text", "none", "default") else f"Code, {language}")
        raise


def setup(app):
    app.add_node(nodes.literal_block, override=True, html=(visit_html, None))
