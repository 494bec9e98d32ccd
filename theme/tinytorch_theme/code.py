"""Highlights code in which some lines are uses of other chunks.

The lexer must see valid code, so each use goes in as an identifier and comes out as a link. That way no writer needs to escape
anything, and the same few lines serve HTML, EPUB and LaTeX.
"""

import re

_IN_HTML = re.compile(r'(?:<span class="[^"]*">)?tinytorchuse(\d+)x(?:</span>)?')
_IN_LATEX = re.compile(r"(?:\\PYG\{[^}]*\}\{)tinytorchuse(\d+)x\}|tinytorchuse(\d+)x")


def highlight(translator, lines, language, draw_use, node):
    """Highlighted code of woven ``lines``; ``draw_use(line)`` is put wherever one is used."""
    text = "\n".join(
        line["text"] if "text" in line else f"{line['indent']}tinytorchuse{n}x" for n, line in enumerate(lines))
    marked = translator.highlighter.highlight_block(text, language, force=True, location=node)
    pattern = _IN_LATEX if translator.builder.format == "latex" else _IN_HTML
    return pattern.sub(lambda found: draw_use(lines[int(next(filter(None, found.groups())))]), marked)
