"""A chunk of the program: caption, code, and where it is used and continued.

The directive holds only an id; what is shown comes from the chapter's JSON. ``chunk_html`` and ``chunk_latex`` draw it.
"""

from docutils import nodes
from sphinx.util.docutils import SphinxDirective

from . import chunk_html, chunk_latex, woven


class chunk(nodes.General, nodes.Element):
    """One definition of a chunk, with everything its page shows about it."""


class Chunk(SphinxDirective):
    required_arguments = 1

    def run(self):
        page = woven.chapter(self.env, self.env.docname)
        facts = page and page["chunks"].get(self.arguments[0])
        if not facts:
            raise self.error(f"there is no chunk {self.arguments[0]!r} in {self.env.docname}.json; weave the chapters again")
        meanings = {name[2] for line in facts["lines"] for name in line.get("names", ())}
        node = chunk(ids=[facts["id"]], facts=facts, badge=self.config.book_format["kinds"][facts["kind"]]["badge"],
                     identifiers={meaning: page["identifiers"][meaning] for meaning in sorted(meanings)})
        self.set_source_info(node)
        self.state.document.note_explicit_target(node)
        where = page["chapter"]
        self.env.get_domain("book").note_chunk(self.env.docname, facts, f"{where['number']} {where['title']}")
        return [node]


def setup(app):
    app.add_node(chunk, html=(chunk_html.visit, None), latex=(chunk_latex.visit, None))
    app.add_directive("chunk", Chunk)
