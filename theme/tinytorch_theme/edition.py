"""Title, colours and logo come from the edition, by way of ``book.json``: ``conf.py`` is the same for every course."""

import json

from . import colours, epub, latex_style

TITLE = "TinyTorch in C++"
SUBTITLE = "A machine-learning framework, explained line by line"


def facts(text):
    """``book.json`` as data; an edition that sets no title has the book's."""
    book = json.loads(text)
    return book | {"title": book.get("title") or TITLE, "subtitle": book.get("subtitle") or SUBTITLE}


def read(app, config):
    book = facts((app.srcdir / "book.json").read_text(encoding="utf-8"))
    config.project = config.html_title = config.html_short_title = config.epub_title = book["title"]
    config.author = book["institution"] or book["title"]
    if book["logo"]:
        config.html_logo = book["logo"]
    light, dark = colours.variables(book["colour"])
    config.html_theme_options = {"light_css_variables": light, "dark_css_variables": dark}
    latex_style.configure(config, book, light)
    epub.configure(config, book)


def setup(app):
    app.connect("config-inited", read)
