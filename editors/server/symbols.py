"""The outline of a chapter: headings, and below them chunks and directives; and what of it can be folded."""

from lsprotocol import types

from chapters import Span

CHUNKS = {"root": types.SymbolKind.File, "code": types.SymbolKind.Function, "solution": types.SymbolKind.Method,
          "stub": types.SymbolKind.Method, "test": types.SymbolKind.Event, "probe": types.SymbolKind.Event,
          "analysis": types.SymbolKind.Event, "listing": types.SymbolKind.String}


def sections_of(chapter):
    """Every heading with its last line, in no order."""
    open_headings = []
    for heading in chapter.headings:
        while open_headings and open_headings[-1].level >= heading.level:
            yield open_headings.pop(), heading.line - 1
        open_headings.append(heading)
    for heading in open_headings:
        yield heading, len(chapter.lines) - 1


def folds_of(chapter):
    """A definition may end the one before it, so patterns for beginnings and ends, which an editor would pair, do not do."""
    ranges = [(heading.line, end) for heading, end in sections_of(chapter)]
    ranges += [(chunk.name.at.line, chunk.last) for chunk in chapter.chunks]
    ranges += [(directive.line, directive.end) for directive in chapter.directives]
    return [types.FoldingRange(first, last) for first, last in sorted(ranges) if last > first]


def symbols_of(chapter, convert):
    """`convert` makes a range of the client of a Span or a Range."""
    found = [(heading.line, end, heading.level, heading.text, types.SymbolKind.String, "") for heading, end in sections_of(chapter)]
    for chunk in chapter.chunks:
        name = chunk.name
        found.append((name.at.line, chunk.end, 7, name.text, CHUNKS[name.kind], name.kind))
    for directive in chapter.directives:
        if directive.name in ("exercise", "reflect", "milestone", "diagram", "output"):
            found.append((directive.line, directive.end, 7, directive.argument or directive.id or directive.name,
                          types.SymbolKind.Class, directive.id or directive.name))
    roots, open_headings = [], []
    for line, end, level, text, kind, detail in sorted(found):
        symbol = types.DocumentSymbol(
            text or " ", kind, convert(types.Range(types.Position(line, 0), types.Position(end, len(chapter.lines[end])))),
            convert(Span(chapter.file, line, 0, len(chapter.lines[line]))), detail=detail, children=[])
        while open_headings and open_headings[-1][0] >= min(level, 7) and level < 7:
            open_headings.pop()
        (open_headings[-1][1].children if open_headings else roots).append(symbol)
        if level < 7:
            open_headings.append((level, symbol))
    return roots
