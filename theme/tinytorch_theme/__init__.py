"""The look of the book: one module per thing a page can show.

Every module has a ``setup(app)`` that registers one concept for HTML, EPUB and LaTeX. The weaver (``tools/literate``) computes all
that is shown; nothing here knows how chunks are found, ordered or stripped.
"""

from importlib import import_module

CONCEPTS = [
    "api", "box", "changes", "chapter", "chunk", "contents", "diagram", "domain", "edition", "epub", "fonts", "format",
    "links", "listing", "mathml", "names", "plot", "predict", "sidebar", "specimen", "web",
]


def setup(app):
    for concept in CONCEPTS:
        import_module(f".{concept}", __name__).setup(app)
    return {"version": "1", "env_version": 1, "parallel_read_safe": True, "parallel_write_safe": True}
