"""Exercises, the reasons behind their solutions, and questions to reflect on."""

from .box import Box

STEPS = {1: "easy", 2: "medium", 3: "hard"}


class Exercise(Box):
    def run(self):
        self.need_options()
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

    def run(self):
        return [self.make(anchor=f"answer-{self.arguments[0]}", title=self.arguments[0], folded=True)]


class Reflect(Box):
    def run(self):
        self.need_options()
        return [self.make(anchor=f"reflect-{self.options['id']}", title=self.arguments[0], facts=self.options["id"])]


DIRECTIVES = {"exercise": Exercise, "answer": Answer, "reflect": Reflect}
