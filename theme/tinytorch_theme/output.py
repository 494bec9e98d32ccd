"""What an analysis printed when it ran: never typed by hand, always with the machine and the day.

The captured text is in ``outputs/ID.json``. Where it is missing the build warns, because a book without its measurements is not done.
"""

from docutils import nodes
from sphinx.util import logging

from . import box, woven
from .domain import reference_to_chunk

log = logging.getLogger(__name__)


class Output(box.Box):
    kind, label = "output", "Measured"
    required_arguments, optional_arguments = 1, 0

    def run(self):
        name = self.arguments[0]
        captured = woven.read(self.env, f"outputs/{name}.json")
        node = self.make(anchor=f"output-{name}")
        node += self._facts(name, captured)
        if captured:
            text = captured["stdout"].rstrip("\n")
            node["room"] = min(text.count("\n") + 8, 24)  # in print a table stays with its heading
            node += nodes.literal_block(text, text, language="text")
        else:
            log.warning("the output of analysis %r was not captured; `tito publish` runs the analyses", name,
                        location=(self.env.docname, self.lineno))
        return [node]

    def _facts(self, name, captured):
        """Where, with what and when it was measured, and by which chunk."""
        facts = box.box_facts()
        if captured:
            facts += nodes.Text(f"on {captured['machine']}, {captured['compiler']}, {captured['date']}, by ")
        else:
            facts += nodes.Text("not yet, by ")
        facts += reference_to_chunk(self.env, f"analysis: {name}")
        return facts


def setup(app):
    app.add_directive(Output.kind, Output)
