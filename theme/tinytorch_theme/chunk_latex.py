"""Draws a chunk for print: page numbers stand where the screen has links, and are links too."""

from docutils import nodes

from .code import highlight
from .links import label

UNDERSCORE = r"\PYGZus{}"
WHOLE = 12  # a chunk of so many lines is not broken over pages
MOST = 500  # lines in one frame: TeX's largest length is about 1,350


def visit(self, node):
    chunk = node["facts"]
    place = {"doc": self.curfilestack[-1], "id": chunk["id"]}
    self.body.append(
        f"\n\\begin{{ttchunk}}{{{chunk['kind']}}}{{{_room(chunk)}}}\n"
        f"\\ttchunkcaption{{{label(place)}}}{{{_name(self, chunk['name'])}}}{{{'+' if chunk['part'] > 1 else ''}}}"
        f"{{{self.encode(node['badge'])}}}{{{_place(self, chunk)}}}\n")
    if not chunk["empty"]:
        self.body.append(_code(self, node, chunk))
    foot = _foot(self, chunk)
    if foot:
        self.body.append(f"\\ttchunkfoot{{{foot}}}\n")
    self.body.append("\\end{ttchunk}\n")
    raise nodes.SkipNode


def _room(chunk):
    """Lines that must fit below the caption: the whole of a short chunk, the beginning of a long one."""
    lines = len(chunk["before"]) + len(chunk["lines"]) + len(chunk["after"])
    return lines + 3 if lines <= WHOLE else 6


def _name(self, name):
    return f"\\ttname{{{self.encode(name)}}}"


def _place(self, chunk):
    """The files, then the pages of the parts before and after."""
    files = chunk["files"] if chunk["kind"] != "root" else []
    if files and chunk["scope"]:
        files = [f"{files[0]} › {chunk['scope']}", *files[1:]]
    pieces = [f"\\ttfile{{{self.encode(', '.join(files))}}}"] if files else []
    for which, arrow in (("previous", "ttprevious"), ("next", "ttnext")):
        if chunk[which]:
            pieces.append(f"\\{arrow}{{{label(chunk[which])}}}")
    return "\\quad ".join(pieces)


def _code(self, node, chunk):
    def use(line):
        name = _name(self, line["use"])
        return f"\\ttuse{{{label(line)}}}{{{name}}}" if "id" in line else name

    def name(word, meaning):
        return f"\\ttlinked{{{label(node['identifiers'][meaning])}}}{{{word.replace('_', UNDERSCORE)}}}"

    marked = highlight(self, chunk["lines"], chunk["language"], use, name, node).rstrip("\n").split("\n")
    before, after = (_context(self, chunk[which], node) for which in ("before", "after"))
    begin, end, lines = marked[0], marked[-1], [*before, *marked[1:-1], *after]
    frames = ["\n".join([begin, *lines[at:at + MOST], end]) for at in range(0, len(lines), MOST)]
    return "\n".join(frames).replace("{Verbatim}", "{sphinxVerbatim}") + "\n"


def _context(self, lines, node):
    """The lines around a part, grey, in the way in which the highlighter writes them."""
    if not lines:
        return []
    plain = self.highlighter.highlight_block("\n".join(lines), "text", location=node, stripnl=False)
    return [f"\\ttcontext{{{line}}}" for line in plain.rstrip("\n").split("\n")[1:-1]]


def _foot(self, chunk):
    sentences = []
    if chunk["used_in"]:
        users = ", ".join(f"\\ttplace{{{label(place)}}}{{{_name(self, place['name'])}}}" for place in chunk["used_in"])
        sentences.append("Used in " + users)
    if chunk["continued_in"]:
        later = f"\\ttpages{{{','.join(label(place) for place in chunk['continued_in'])}}}"
        sentences.append(("Empty here; filled on page " if chunk["empty"] else "Continued on page ") + later)
    elif chunk["empty"]:
        sentences.append("Empty here: a place that later chapters fill")
    return ". ".join(sentences) + "." if sentences else ""
