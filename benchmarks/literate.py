#!/usr/bin/env python3
"""The literate engine against stock noweb, Entangled and plain Sphinx, on a generated book of our length, of ten and of thirty times it.

usage: tito bench literate [--chapters 21] [--lines 33000] [--rounds 9] [--no-pdf] [--out FILE]

Whole processes are timed, in turn, from the same state; the table shows medians, ratios to tito, and what the design aims at. That the
tangled files are the same is checked. Plain Sphinx has the same prose and code with a stock theme, without links between chunks.
Entangled comes from benchmarks/peers/literate.txt; where it cannot be installed its rows are missing.
"""

import argparse
import datetime
import os
import platform
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import generated_book
from measured import HEADER, Tool, interleave, rows

ROOT = Path(__file__).resolve().parent.parent
TITO = ROOT / "build/tool/tools/tito"
PYTHON = ROOT / "build/python/bin/python"
ENTANGLED = Path(sys.executable).parent / "entangled"
MARKUP, MNT = "/usr/lib/noweb/markup", "/usr/lib/noweb/mnt"


class Bench:
    """The generated book in all its languages, and what each tool has to do with it."""

    def __init__(self, folder, chapters, lines, factor):
        self.folder, self.noweb, self.entangled, self.sphinx = folder, folder / "noweb", folder / "entangled", folder / "sphinx"
        self.factor = factor
        parts = generated_book.parts_of_book(chapters, factor * lines, generated_book.vocabulary(ROOT / "chapters"))
        self.roots = generated_book.roots(parts)
        self.files = [f"chapters/{n:02}_generated.nw" for n in range(chapters)]
        generated_book.write_noweb(self.noweb, parts)
        generated_book.write_entangled(self.entangled, parts)
        generated_book.write_sphinx(self.sphinx, parts)
        shutil.copytree(ROOT / "book", self.noweb / "book", ignore=shutil.ignore_patterns("__pycache__"))

    def fresh(self, *names):
        """A step that empties folders below the books' own, with a place for every tangled file."""
        def prepare():
            for name in names:
                shutil.rmtree(self.folder / name, ignore_errors=True)
                for root in self.roots:
                    (self.folder / name / root).parent.mkdir(parents=True, exist_ok=True)
        return prepare

    def aim(self, seconds):
        """What is asked for a book of our length, for one that is `factor` times as long."""
        return seconds * self.factor

    def forget_entangled(self):
        for name in ("src", "tests", "probes", ".entangled"):
            shutil.rmtree(self.entangled / name, ignore_errors=True)

    def tangling(self, one_by_one=True):
        files = " ".join(self.files)
        all_files = " ".join(str(self.noweb / file) for file in self.files)
        calls = " && ".join(f"notangle -R{root} {files} >../one/{root}" for root in self.roots)
        tools = [
            Tool("tito tangle", [TITO, "tangle", "--naked", "--out", self.folder / "tito"], self.noweb, self.fresh("tito"),
                 self.aim(0.1)),
            Tool("noweb: markup | mnt -all", ["sh", "-c", f"{MARKUP} {all_files} | {MNT} -all"], self.folder / "all", self.fresh("all"))]
        self.fresh("all")()
        if one_by_one:
            tools.append(Tool(f"noweb: notangle, {len(self.roots)} times", ["sh", "-c", calls], self.noweb, self.fresh("one")))
        if ENTANGLED.exists():
            tools.append(Tool("Entangled: tangle", [ENTANGLED, "tangle"], self.entangled, self.forget_entangled))
        return tools

    def check_tangled(self):
        """Stops when the tools did not write the same files. Entangled ends a file without a newline."""
        for root in self.roots:
            ours = (self.folder / "tito" / root).read_text()
            others = [self.folder / "all" / root, self.folder / "one" / root, self.entangled / root]
            for other in filter(Path.exists, others):
                if other.read_text().rstrip("\n") != ours.rstrip("\n"):
                    sys.exit(f"{other} is not what tito wrote")

    def stripping(self):
        return [Tool("tito tangle --edition student", [TITO, "tangle", "--edition", "student", "--out", self.folder / "student"],
                     self.noweb, self.fresh("student"), self.aim(0.15))]

    def weaving(self):
        return [Tool("tito weave", [TITO, "weave", "--out", self.folder / "woven"], self.noweb, self.fresh("woven")),
                Tool("noweb: noweave -index", ["sh", "-c", f"noweave -index {' '.join(self.files)} >../noweave.tex"], self.noweb)]

    def make(self, kind, out):
        """tito's weaving, tangling and building, as `tito publish` does them."""
        return ["sh", "-ec", f"{TITO} weave --out ../woven; {TITO} tangle --out ../tree; "
                f"{PYTHON} {ROOT}/book/build.py --woven ../woven --tangled ../tree --work ../work --{kind} ../{out}"]

    def pages(self):
        return [Tool("tito: HTML", self.make("html", "html"), self.noweb, self.fresh("woven", "tree", "work", "html"), 20),
                Tool("Sphinx: HTML", [PYTHON, "-m", "sphinx", "-q", ".", "../plain"], self.sphinx, self.fresh("plain"))]

    def pages_again(self):
        return [Tool("tito: HTML, one chapter edited", self.make("html", "html"), self.noweb,
                     lambda: self.edit(self.noweb / self.files[-1]), 2),
                Tool("Sphinx: HTML, one chapter edited", [PYTHON, "-m", "sphinx", "-q", ".", "../plain"], self.sphinx,
                     lambda: self.edit(self.sphinx / f"{len(self.files) - 1:02}.md"))]

    def edit(self, chapter):
        """Adds a sentence below the first heading, another one each time."""
        before, heading, after = chapter.read_text().partition("## Part 1\n")
        chapter.write_text(f"{before}{heading}\nEdited once more.\n{after}")

    def print(self):
        latex = self.folder / "latex"
        plain = f"{PYTHON} -m sphinx -q -b latex . ../latex && cd ../latex && latexmk -xelatex -interaction=nonstopmode *.tex"
        return [Tool("tito: PDF", self.make("pdf", "book.pdf"), self.noweb, self.fresh("woven", "tree", "work"), 120),
                Tool("Sphinx: PDF", ["sh", "-ec", plain], self.sphinx, lambda: shutil.rmtree(latex, ignore_errors=True))]


def machine():
    info = Path("/proc/cpuinfo").read_text()
    model = next(line.split(":")[1].strip() for line in info.splitlines() if line.startswith("model name"))
    return f"{model}, {os.cpu_count()} cores, Python {platform.python_version()}, {datetime.date.today()}"


def say(text):
    if sys.stderr.isatty():
        print(f"\r\033[K{text}", end="", file=sys.stderr, flush=True)


def few_rounds(options):
    return min(options.rounds, max(3, options.rounds // 3))


def groups(bench, options):
    """The tasks for one size of book, each with the number of rounds."""
    few = few_rounds(options)
    yield bench.tangling(one_by_one=bench.factor == 1), options.rounds if bench.factor == 1 else few
    if bench.factor < 30:
        yield bench.stripping(), few
        yield bench.weaving(), few
    if bench.factor == 1:
        yield bench.pages(), few
        yield bench.pages_again(), few
    if bench.factor == 1 and not options.no_pdf:
        yield bench.print(), few


def measure(folder, options, factor):
    """The lines of the table for one size of book."""
    bench = Bench(folder, options.chapters, options.lines, factor)
    yield f"{options.chapters} chapters, {generated_book.lines_in(bench.noweb):,} lines, {len(bench.roots)} files"
    yield HEADER
    for tools, rounds in groups(bench, options):
        interleave(tools, rounds, {"PATH": "/usr/bin:/bin", "TITO_HOME": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1"}, say)
        yield from rows(tools)
    bench.check_tangled()


def main():
    parser = argparse.ArgumentParser(prog="tito bench literate", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--chapters", type=int, default=21)
    parser.add_argument("--lines", type=int, default=33000)
    parser.add_argument("--rounds", type=int, default=9)
    parser.add_argument("--no-pdf", action="store_true")
    parser.add_argument("--out", type=Path, help="also write the table to this file")
    options = parser.parse_args()
    lines = [machine(), f"medians of {options.rounds} rounds; of {few_rounds(options)} where a task takes long"]
    print("\n".join(lines))
    for factor in (1, 10, 30):
        with tempfile.TemporaryDirectory() as name:
            lines.append("")
            print()
            for line in measure(Path(name), options, factor):
                say("")
                lines.append(line)
                print(line, flush=True)
    if options.out:
        options.out.write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
