"""From the lines of the tangled tree to the chapters' lines and back. All positions count from 0 and in characters."""

import dataclasses
import functools
import re

_ESCAPE = re.compile(r"@(?=<<|>>)")


@dataclasses.dataclass(frozen=True)
class Place:
    file: str
    line: int
    column: int


def _escapes(text):
    """The columns of the `@` that tangling takes out of a chapter's line."""
    return [mark.start() for mark in _ESCAPE.finditer(text)]


def tangled_column(text, shift, column):
    return column - sum(mark < column for mark in _escapes(text)) + shift


def chapter_column(text, shift, column):
    column = max(column - shift, 0)
    for mark in _escapes(text):
        if mark > column:
            break
        column += 1
    return min(column, len(text))


class LineMap:
    """Made anew after every run, so it does no work before somebody asks."""

    def __init__(self, tangled):
        self._tangled, self._map = tangled, tangled.map
        self._split = functools.cache(lambda texts, name: getattr(self._tangled, texts)[name].split("\n"))

    def _tree(self, path):
        return self._split("texts", path)

    def _lines(self, file):
        return self._split("chapters", file)

    @functools.cached_property
    def _back(self):
        back = {}
        for path, entry in self._map.items():
            for number, (_, source, line, shift) in enumerate(entry["lines"]):
                back.setdefault((entry["sources"][source], line - 1), []).append((path, number, shift))
        return back

    def _origin(self, path, line):
        entry = self._map.get(path)
        if not entry or not 0 <= line < len(entry["lines"]):
            return None
        _, source, number, shift = entry["lines"][line]
        return entry["sources"][source], number - 1, shift

    def _same(self, path, line, file, number, shift):
        """Whether the tangled line is the chapter's, not a comment that tangling made of a name."""
        text = _ESCAPE.sub("", self._lines(file)[number])
        return self._tree(path)[line] == (" " * shift + text if text else "")

    def to_chapter(self, path, line, column):
        """The place in the chapter; of a generated line the line that it was generated for."""
        origin = self._origin(path, line)
        if not origin:
            return None
        file, number, shift = origin
        text = self._lines(file)[number]
        if not self._same(path, line, file, number, shift):
            return Place(file, number, len(text) - len(text.lstrip(" ")))
        return Place(file, number, chapter_column(text, shift, column))

    def range_to_chapter(self, path, begin, end):
        """Two places of a chapter; a range that leaves its chunk ends with its first line."""
        first, last = self.to_chapter(path, *begin), self.to_chapter(path, *end)
        if first and (not last or last.file != first.file or (last.line, last.column) < (first.line, first.column)
                      or last.line - first.line != end[0] - begin[0]):
            last = Place(first.file, first.line, len(self._lines(first.file)[first.line]))
        return (first, last) if first else None

    def to_tree(self, file, line, column):
        """The places of a chapter's line, sources before headers, since they say the most; generated lines have none."""
        found = [(path, number, tangled_column(self._lines(file)[line], shift, column))
                 for path, number, shift in self._back.get((file, line), []) if self._same(path, number, file, line, shift)]
        return sorted(found, key=lambda place: not place[0].endswith(".cpp"))
