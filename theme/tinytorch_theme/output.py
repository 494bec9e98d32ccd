"""What a program said when it ran: an analysis with its table, or the compiler about a listing. Never typed by hand.

The captured text is in ``outputs/ID.json``, with the machine, the compiler and the day. Where it is missing the build warns, because a
book without its measurements is not done.
"""

from docutils import nodes
from sphinx.util import logging

from . import box, woven
from .domain import reference_to_chunk
from .plot import plot

log = logging.getLogger(__name__)
PLOT = 16  # lines of print that a plot takes


class Output(box.Box):
    def run(self):
        name = self.arguments[0]
        captured = woven.read(self.env, f"outputs/{name}.json")
        listing = "compile" in self.options
        if listing:
            self.kind, self.label = "compiled", "Compiled"
        node = self.make(anchor=f"output-{name}")
        node += self._facts("listing" if listing else "analysis", name, captured)
        if captured:
            text = captured["stdout"].rstrip("\n")
            room = min(text.count("\n") + 4, 20)  # in print a table is not broken over pages
            node["room"] = room + 4
            if "plot" in self.options:
                node += self._plot(name, room)
                node["room"] = PLOT + 4
            node += nodes.literal_block(text, text, language="text")
        else:
            self._miss(f"the output of {name!r}")
        return [node]

    def _facts(self, kind, name, captured):
        """Where, with what and when it was measured or compiled, and by or of which chunk."""
        prefix = self.config.book_format["kinds"][kind]["prefix"]
        facts, link = box.box_facts(), reference_to_chunk(self.env, f"{prefix}: {name}")
        if not captured:
            facts += nodes.Text("not yet: ")
        elif kind == "listing":
            facts += [nodes.Text(f"with {captured['compiler']}, {captured['date']}: ")]
        else:
            facts += [nodes.Text(f"on {captured['machine']}, {captured['compiler']}, {captured['date']}, by ")]
        facts += link
        return facts

    def _plot(self, name, room):
        svg = woven.text(self.env, f"outputs/{name}.svg")
        if svg is None:
            self._miss(f"the plot of {name!r}")
            return []
        return [plot(name=name, svg=svg, alt=self.options["plot-alt"], room=room)]

    def _miss(self, what):
        log.warning("%s was not captured; `tito publish` runs the programs", what, location=(self.env.docname, self.lineno))


DIRECTIVES = {"output": Output}
