"""Title, colours and logo come from the edition, by way of ``book.json``: ``conf.py`` is the same for every course."""

import json
from html import escape

from . import colours, epub, latex_style

TITLE = "TinyTorch in C++"
SUBTITLE = "A machine-learning framework, explained line by line"


def facts(text):
    """``book.json`` as data; an edition that sets no title has the book's."""
    book = json.loads(text)
    return book | {"title": book.get("title") or TITLE, "subtitle": book.get("subtitle") or SUBTITLE}


def page_title(book):
    """What every page of the HTML is a page of: the book, the edition, and whose it is."""
    return " · ".join(filter(None, [book["title"], book["edition_title"], book["institution"]]))


def read(app, config):
    book = facts((app.srcdir / "book.json").read_text(encoding="utf-8"))
    config.project = config.epub_title = book["title"]
    config.html_title = config.html_short_title = escape(page_title(book))  # Furo prints it as it is
    config.author = book["institution"] or book["title"]
    if book["logo"]:
        config.html_logo = str(app.srcdir / book["logo"])
    light, dark = colours.variables(book["colour"])
    config.html_theme_options = {"light_css_variables": light, "dark_css_variables": dark}
    latex_style.configure(config, book, light)
    epub.configure(config, book)


def setup(app):
    app.connect("config-inited", read)
