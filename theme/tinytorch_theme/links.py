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


def setup(app):
    app.add_config_value("api_headers", {}, "html", [dict], "headers that have a page in the API reference, and that page")
    app.add_config_value("api_digest", "", "html", [str], "changes with the reference, so that pages with links into it follow")
