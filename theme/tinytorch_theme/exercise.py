"""Exercises, the reasons behind their solutions, and questions to reflect on."""

from docutils.parsers.rst import directives

from . import domain
from .box import Box

STEPS = {1: "easy", 2: "medium", 3: "hard"}


def difficulty(argument):
    steps = directives.nonnegative_int(argument)
    if steps not in STEPS:
        raise ValueError("difficulty is 1, 2 or 3")
    return steps


class Exercise(Box):
    kind, label = "exercise", "Exercise"
    required_arguments, optional_arguments = 1, 0
    option_spec = {
        "id": directives.unchanged_required,
        "points": directives.nonnegative_int,
        "minutes": directives.nonnegative_int,
        "difficulty": difficulty,
    }

    def run(self):
        missing = [name for name in self.option_spec if name not in self.options]
        if missing:
            raise self.error(f"the exercise {self.arguments[0]!r} has no {', no '.join(missing)}")
        name, anchor = self.options["id"], f"exercise-{self.options['id']}"
        steps = self.options["difficulty"]
        facts = " · ".join([
            f"{self.options['points']} points",
            f"about {self.options['minutes']} minutes",
            f"{'●' * steps}{'○' * (3 - steps)} {STEPS[steps]}",
            name,
        ])
        self.env.get_domain("book").note_exercise(self.env.docname, name, anchor, f"Exercise: {self.arguments[0]}")
        return [self.make(anchor=anchor, title=self.arguments[0], facts=facts)]


class Answer(Box):
    """Why the solution is as it is: folded on the screen, so that nobody reads it by accident."""

    kind, label = "answer", "Why the solution is as it is"
    required_arguments, optional_arguments = 1, 0

    def run(self):
        return [self.make(anchor=f"answer-{domain.slug(self.arguments[0])}", title=self.arguments[0], folded=True)]


class Reflect(Box):
    kind, label = "reflect", "Reflect"
    required_arguments, optional_arguments = 1, 0
    option_spec = {"id": directives.unchanged_required}

    def run(self):
        if "id" not in self.options:
            raise self.error(f"the question {self.arguments[0]!r} has no id")
        return [self.make(anchor=f"reflect-{self.options['id']}", title=self.arguments[0], facts=self.options["id"])]


def setup(app):
    for directive in (Exercise, Answer, Reflect):
        app.add_directive(directive.kind, directive)
