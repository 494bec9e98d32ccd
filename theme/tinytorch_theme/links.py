"""Where a name leads, in the words of each writer: a URL for HTML and EPUB, a label for LaTeX."""

from html import escape


def href(translator, place):
    """The URL of a woven ``{"doc", "id"}`` as seen from the page being written."""
    builder = translator.builder
    page = builder.current_docname
    if place["doc"] == page:
        return "#" + escape(place["id"])
    return escape(builder.get_relative_uri(page, place["doc"]) + "#" + place["id"])


def label(place):
    """The LaTeX label that Sphinx and this theme give to a woven place."""
    return f"\\detokenize{{{place['doc']}:{place['id']}}}"


def api_page(header):
    """The API page of a header below ``include/tinytorch/``: ``nn/linear.hpp`` is on ``nn-linear``."""
    return header.removeprefix("include/").removeprefix("tinytorch/").removesuffix(".hpp").replace("/", "-")


def setup(app):
    app.add_config_value("api_headers", [], "html", [list], "headers that have a page in the API reference")
    app.add_config_value("api_digest", "", "html", [str], "changes with the reference, so that pages with links into it follow")
