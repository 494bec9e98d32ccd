"""A book of any size in the form of ours, written in the languages of the tools that are compared.

The words of its prose are drawn from our own chapters, its code is ten-line functions that call earlier ones, and every chapter
has exercises with solutions, tests and probes, diagrams, and a slot that all chapters continue. The same parts are written as
noweb (tito, noweb), as Markdown for Entangled, and as Markdown for a plain Sphinx.
"""

import random
import re
from dataclasses import dataclass
from pathlib import Path

LINES_OF_A_PIECE = 28.1  # of noweb, with its share of exercises and diagrams
SECTION, EXERCISE, DRAWING = 12, 14, 11  # every so many pieces there is one
DIAGRAM = """\
     rows                  memory
   ┌───┬───┬───┐         ┌───┬───┬───┬───┬───┬───┐
   │ 0 │ 1 │ 2 │   ───▶  │ 0 │ 1 │ 2 │ 3 │ 4 │ 5 │
   ├───┼───┼───┤         └───┴───┴───┴───┴───┴───┘
   │ 3 │ 4 │ 5 │           one line of memory
   └───┴───┴───┘"""


@dataclass
class Prose:
    text: str


@dataclass
class Code:
    name: str
    lines: list


@dataclass
class Exercise:
    id: str
    title: str
    task: str


@dataclass
class Diagram:
    caption: str


class Writer:
    """Writes one chapter's parts."""

    def __init__(self, words, number):
        self.draw, self.words, self.number, self.parts = random.Random(number), words, number, []

    def sentence(self):
        words = self.draw.choices(self.words, k=self.draw.randint(8, 16))
        return " ".join(words).capitalize() + "."

    def prose(self, count):
        self.parts.append(Prose("\n".join(self.sentence() for _ in range(count))))

    def body(self, k):
        earlier = max(0, k - 7)
        return [f"  total += {k} * step_{self.number}_{self.draw.randint(earlier, k - 1)}(total);" if k else "  total += 1.0;"
                for _ in range(4)]

    def function(self, k, exercise):
        n = self.number
        body = [f"  <<solution: step-{n}-{k}>>"] if exercise else self.body(k)
        if exercise:
            self.parts.append(Exercise(f"step-{n}-{k}", f"Step {k} of chapter {n}", self.sentence()))
        self.parts.append(Code(f"take step {k} of chapter {n}", [f"double step_{n}_{k}(double x) {{", "  double total = x;", *body,
                                                                 "  return total;", "}"]))
        if exercise:
            self.parts.append(Code(f"solution: step-{n}-{k}", [line.strip() for line in self.body(k)]))
            self.parts.append(Code(f"test: step-{n}-{k}", [f"BOOST_CHECK(step_{n}_{k}(0.0) == {k});"]))
            self.parts.append(Code(f"probe: step-{n}-{k}", [f"emit.f64(step_{n}_{k}(draw.uniform()));"]))

    def chapter(self, pieces):
        n = self.number
        written = [k for k in range(pieces) if k % EXERCISE == 1]
        uses = [f"<<take step {k} of chapter {n}>>" for k in range(pieces)]
        self.parts.append(Code(f"src/part{n:02}.cpp", ['#include "steps.hpp"', "", *uses]))
        self.parts.append(Code(f"tests/test_{n:02}.cpp", [f"<<test: step-{n}-{k}>>" for k in written]))
        self.parts.append(Code(f"probes/{n:02}.cpp", [f"<<probe: step-{n}-{k}>>" for k in written]))
        if n == 0:
            self.parts.append(Code("src/steps.hpp", ["#pragma once", "<<declare the steps>>"]))
        for k in range(pieces):
            if k % SECTION == 0:
                self.parts.append(Prose(f"## Part {k // SECTION + 1}"))
                self.parts.append(Code("declare the steps", [f"double step_{n}_{i}(double x);" for i in range(k, min(k + SECTION, pieces))]))
            if k % DRAWING == 0:
                self.parts.append(Diagram(f"Rows in memory, {k}"))
            self.prose(6)
            self.function(k, k in written)
            self.prose(4)
        return self.parts


def vocabulary(chapters):
    """The words of our own prose."""
    text = " ".join(path.read_text(encoding="utf-8") for path in sorted(chapters.glob("*.nw")))
    return sorted(set(re.findall(r"\b[a-z]{3,12}\b", text)))


def parts_of_book(chapters, lines, words):
    pieces = max(10, round(lines / chapters / LINES_OF_A_PIECE))
    return [Writer(words, n).chapter(pieces) for n in range(chapters)]


def roots(parts):
    """The names of the files that the book tangles to."""
    return sorted({part.name for chapter in parts for part in chapter if isinstance(part, Code) and is_file(part.name)})


def is_file(name):
    return " " not in name


# ---------------------------------------------------------------- the same parts in three languages

def noweb(part):
    match part:
        case Prose(text):
            return text + "\n"
        case Code(name, lines):
            return f"<<{name}>>=\n" + "".join(line + "\n" for line in lines) + "@\n"
        case Exercise(id, title, task):
            return f":::{{exercise}} {title}\n:id: {id}\n:points: 5\n:minutes: 10\n:difficulty: 1\n\n{task}\n:::\n"
        case Diagram(caption):
            return f":::{{diagram}} {caption}\n:alt: Two rows of three cells lie in memory one after the other.\n{DIAGRAM}\n:::\n"


def slug(name):
    return re.sub(r"[^a-z0-9]+", "-", name)


def for_entangled(part):
    match part:
        case Code(name, lines):
            label = f"file={name}" if is_file(name) else f"#{slug(name)}"
            body = "".join(re.sub("<<(.*)>>", lambda use: f"<<{slug(use[1])}>>", line) + "\n" for line in lines)
            return f"``` {{.cpp {label}}}\n{body}```\n"
        case _:
            return for_sphinx(part)


def for_sphinx(part):
    match part:
        case Prose(text):
            return text + "\n"
        case Code(_, lines):
            return "```cpp\n" + "".join(line + "\n" for line in lines) + "```\n"
        case Exercise(_, title, task):
            return f":::{{admonition}} {title}\n{task}\n:::\n"
        case Diagram(_):
            return f"```text\n{DIAGRAM}\n```\n"


# ---------------------------------------------------------------- folders

def write(path, text):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def write_noweb(folder, parts):
    """chapters/*.nw and chapters/order.toml, as `tito` and noweb read them."""
    order = 'title = "A generated book"\nsubtitle = "To measure with"\n\n[[part]]\nnumber = "I"\ntitle = "All"\n'
    for n, chapter in enumerate(parts):
        order += f'\n[[part.chapter]]\nid = "{n:02}_generated"\ntitle = "Chapter {n}"\nneeds = []\nminutes = 60\n'
        write(folder / f"chapters/{n:02}_generated.nw", f"@\n# Chapter {n}\n\n" + "\n".join(map(noweb, chapter)))
    write(folder / "chapters/order.toml", order)


def write_entangled(folder, parts):
    in_order = ", ".join(f'"{n:02}.md"' for n in range(len(parts)))  # a pattern would give the files in the folder's order
    write(folder / "entangled.toml", f'version = "2.0"\nwatch_list = [{in_order}]\nannotation = "naked"\n')
    for n, chapter in enumerate(parts):
        write(folder / f"{n:02}.md", f"# Chapter {n}\n\n" + "\n".join(map(for_entangled, chapter)))


def write_sphinx(folder, parts):
    write(folder / "conf.py", 'project = "A generated book"\nextensions = ["myst_parser"]\nmyst_enable_extensions = ["colon_fence"]\n'
                              'html_theme = "furo"\nlatex_engine = "xelatex"\nlatex_elements = {"fontpkg": r"\\setmonofont{DejaVu Sans Mono}"}\n')
    listed = "\n".join(f"{n:02}" for n in range(len(parts)))
    write(folder / "index.md", f"# A generated book\n\n```{{toctree}}\n{listed}\n```\n")
    for n, chapter in enumerate(parts):
        write(folder / f"{n:02}.md", f"# Chapter {n}\n\n" + "\n".join(map(for_sphinx, chapter)))


def lines_in(folder: Path):
    return sum(len(path.read_text(encoding="utf-8").splitlines()) for path in folder.glob("chapters/*.nw"))
