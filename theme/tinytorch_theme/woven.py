"""Reads the JSON files that the weaver wrote beside the Markdown.

A page that reads one depends on it, so Sphinx re-reads the page exactly when something shown on it has changed.
"""

import json


def text(env, name):
    """The woven file ``name``, noted as a dependency of the page being read; None where there is none."""
    path = env.srcdir / name
    env.note_dependency(str(path))
    return path.read_text(encoding="utf-8") if path.is_file() else None


def read(env, name):
    """The same as data."""
    found = text(env, name)
    return None if found is None else json.loads(found)


def chapter(env, docname):
    """What ``docname``'s chunks show, or None when the page is not a chapter. Read once for each page."""
    kept = env.temp_data.setdefault("tinytorch_chapter", {})
    if docname not in kept:
        is_chapter = docname.startswith("chapters/")
        kept[docname] = read(env, docname + ".json") if is_chapter else None
    return kept[docname]


def book(env):
    """Title, edition and chapters of the book."""
    return read(env, "book.json")


def chapters(facts):
    """All chapters of ``book.json`` in order."""
    return [one for part in facts["parts"] for one in part["chapters"]]


def duration(minutes):
    """Minutes as a reader says them: 45 min, 2 h, 2 h 30 min."""
    hours, rest = divmod(int(minutes), 60)
    return " ".join([f"{hours} h"] * bool(hours) + [f"{rest} min"] * bool(rest or not hours))
