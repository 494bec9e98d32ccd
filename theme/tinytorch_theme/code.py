"""Highlights code in which some lines are uses of other chunks and some words are links.

The lexer must see valid code, so each use and each linked word goes in as an identifier and comes out as a link. That way no writer
needs to escape anything, and the same few lines serve HTML, EPUB and LaTeX.
"""

import re

_USE_IN_HTML = re.compile(r'(?:<span class="[^"]*">)?tinytorchuse(\d+)x(?:</span>)?')
_USE_IN_LATEX = re.compile(r"(?:\\PYG\{[^}]*\}\{)tinytorchuse(\d+)x\}|tinytorchuse(\d+)x")
_NAME = re.compile(r"tinytorchname(\d+)x")


def highlight(translator, lines, language, draw_use, draw_name, node):
    """Highlighted code of woven ``lines``; ``draw_use(line)`` and ``draw_name(word, meaning)`` are put where they belong."""
    names, texts = [], []
    for n, line in enumerate(lines):
        texts.append(_marked(line, names) if "text" in line else f"{line['indent']}tinytorchuse{n}x")
    marked = translator.highlighter.highlight_block("\n".join(texts), language, force=True, location=node)
    pattern = _USE_IN_LATEX if translator.builder.format == "latex" else _USE_IN_HTML
    marked = pattern.sub(lambda found: draw_use(lines[int(next(filter(None, found.groups())))]), marked)
    return _NAME.sub(lambda found: draw_name(*names[int(found[1])]), marked)


def _marked(line, names):
    """The text of a line with its linked words replaced; what they are goes into ``names``."""
    text, pieces, end = line["text"], [], 0
    for column, length, meaning in line.get("names", ()):
        pieces.append(f"{text[end:column]}tinytorchname{len(names)}x")
        end = column + length
        names.append((text[column:end], meaning))
    return "".join(pieces) + text[end:]
