"""The boxes that only have a label, perhaps a title, and text."""

from .box import Box


class Checkpoint(Box):
    kind, label = "checkpoint", "Checkpoint"

    def run(self):
        return [self.make(title=" ".join(self.arguments))]


class Insight(Checkpoint):
    kind, label = "insight", "Systems insight"


class Why(Checkpoint):
    kind, label = "why", "Why this matters"


class Milestone(Checkpoint):
    kind, label = "milestone", "Milestone"


def setup(app):
    for directive in (Checkpoint, Insight, Why, Milestone):
        app.add_directive(directive.kind, directive)
