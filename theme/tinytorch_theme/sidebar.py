"""The part of the side column that no toctree can make: the API reference, the indexes, the way back to the book."""


def links(app, pagename, templatename, context, doctree):
    """Pages outside the order of reading, as ``(title, URL)`` for ``sidebar/reference.html``."""
    to_root = context["pathto"](app.config.root_doc, 0)
    root = "" if to_root == "#" else to_root.rpartition("/")[0]
    root = f"{root}/" if root else ""
    found = []
    if app.config.book_above:
        found.append(("The book", f"{root}{app.config.book_above}index.html"))
        found.append(("Index of names", f"{root}genindex.html"))
    if app.config.api_headers:
        found.append(("API reference", f"{root}api/index.html"))
    if app.env.get_domain("book").data["chunks"]:
        found.append(("Index of chunks", f"{root}book-chunks.html"))
    if "identifiers" in app.env.found_docs:
        found.append(("Index of identifiers", context["pathto"]("identifiers")))
    context["reference_links"] = found


def setup(app):
    app.add_config_value("book_above", "", "html", [str], "from the API reference: the way up to the book")
    app.connect("html-page-context", links)
