"""A new name for a chunk or an id, at all its places. Nothing is written: the answer is a list of places."""

from chapters import ID, KINDS, Span, kind_of


class Refused(Exception):
    """Why a name cannot be had; the message says what to do."""


def spans_of_chunk(book, name):
    """Definitions and uses, and what the prose quotes as `@<<name>>`."""
    quoted = f"@<<{name}>>"
    spans = [occurrence.at for occurrence in book.occurrences(name)]
    for chapter in book.chapters.values():
        for number, line in enumerate(chapter.lines):
            column = -1 if chapter.is_code(number) else line.find(quoted)
            while column >= 0:
                spans.append(Span(chapter.file, number, column + 3, column + 3 + len(name)))
                column = line.find(quoted, column + 1)
    return spans


def target_at(book, file, line, column):
    """What a rename at this place would rename: ("id" | "chunk", its text, the span that stands there), or nothing."""
    if found := book.id_at(file, line, column):
        return "id", *found
    name = book.chapters[file].name_at(line, column)
    return ("chunk", name.text, name.at) if name else None


def check_id(book, new):
    if not ID.fullmatch(new):
        raise Refused(f"'{new}' is no id; write lower-case words joined by '-'")
    if new in book.ids():
        raise Refused(f"'{new}' exists already; choose another id")


def check_chunk(book, old, new):
    if not 1 <= len(new.encode()) <= 120:
        raise Refused("a name has 1 to 120 bytes; choose another one")
    if any(mark in new for mark in ("<<", ">>", "[[", "]]", "  ", "\n", "\t")) or new != new.strip(" ") or new[-1] in "@>":
        raise Refused(f"'{new}' cannot be a chunk's name; leave out <<, >>, [[, ]], doubled and outer spaces, and @ or > at the end")
    if kind_of(new) != kind_of(old) or new.partition(": ")[0] in KINDS:
        raise Refused(f"'{new}' would make another kind of chunk of it; keep the form of the old name")
    if kind_of(new) == "root" and not is_below(new):
        raise Refused(f"'{new}' leads out of the tree; give a path below it")
    if book.occurrences(new):
        raise Refused(f"'{new}' exists already, and the two would become one; choose another name")


def is_below(path):
    return not path.startswith("/") and ".." not in path.split("/")


def rename(book, target, new):
    """The spans that the new name replaces."""
    what, old, _ = target
    if what == "id":
        check_id(book, new)
        return book.places_of_id(old)
    check_chunk(book, old, new)
    return spans_of_chunk(book, old)
