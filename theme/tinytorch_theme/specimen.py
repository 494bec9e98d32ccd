"""A chunk that is only an example, for the page that explains chunks. Chapters have real ones."""

from docutils import nodes
from sphinx.util.docutils import SphinxDirective

from .chunk import chunk


class Specimen(SphinxDirective):
    """Drawn from its body, in which a use is a line of the form ``<<name>>``."""

    has_content = True
    required_arguments = 1
    final_argument_whitespace = True

    def run(self):
        name = self.arguments[0]
        facts = {
            "id": nodes.make_id(f"specimen-{name}"), "name": name, "kind": "code", "part": 1, "parts": 1, "empty": False,
            "folded": False, "language": "cpp", "files": ["src/tensor.cpp"], "previous": None, "next": None, "used_in": [],
            "continued_in": [], "scope": "", "before": [], "after": [], "lines": [self._line(line) for line in self.content],
        }
        return [chunk(ids=[facts["id"]], facts=facts, badge="", identifiers={})]

    @staticmethod
    def _line(line):
        code = line.strip()
        if code.startswith("<<") and code.endswith(">>"):
            return {"indent": line[: line.index("<<")], "use": code[2:-2], "kind": "code"}
        return {"text": line}


def setup(app):
    app.add_directive("specimen", Specimen)
