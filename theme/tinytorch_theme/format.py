"""The book's own directives and kinds of chunks, from ``format.json``: the weaver's tables, of which nothing is repeated here.

A module that draws a directive in its own way says so in ``DIRECTIVES``; all others are plain boxes.
"""

import json
from importlib import import_module

from docutils.parsers.rst import directives

from .box import Box

SPECIAL = ["diagram", "exercise", "output", "predict"]


def whole_number(least, most):
    """The reader of an option that is a whole number within limits."""

    def read(argument):
        number = directives.nonnegative_int(argument)
        if not least <= number <= most:
            raise ValueError(f"write a whole number from {least} to {most}")
        return number

    return read


def option(facts):
    return whole_number(facts["least"], facts["most"]) if "most" in facts else directives.unchanged_required


def made(name, facts, cls):
    """The class of one directive: how it is drawn, and what the table says of it."""
    needed = facts["argument"] != "free"
    return type(cls.__name__, (cls,), {
        "__doc__": cls.__doc__, "kind": name, "label": facts["label"], "has_content": True, "final_argument_whitespace": True,
        "required_arguments": int(needed), "optional_arguments": int(not needed),
        "option_spec": {key: option(one) for key, one in facts["options"].items()},
        "needed_options": [key for key, one in facts["options"].items() if one["required"]]})


class Aside(Box):
    """A box that only has a label, perhaps a title, and text."""

    def run(self):
        return [self.make(title=" ".join(self.arguments))]


def read(app, config):
    config.book_format = json.loads((app.srcdir / "format.json").read_text(encoding="utf-8"))
    special = {}
    for module in SPECIAL:
        special |= import_module(f".{module}", __package__).DIRECTIVES
    for name, facts in config.book_format["directives"].items():
        app.add_directive(name, made(name, facts, special.get(name, Aside)), override=True)


def setup(app):
    app.add_config_value("book_format", {}, "env", [dict], "kinds of chunks and directives; pages are read anew when they change")
    app.connect("config-inited", read)
