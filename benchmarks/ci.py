"""usage: tito bench ci [--chapters N] [--no-generated] [--out FILE]

How long the whole test run will take when the book has all its chapters: what the last `tito test` took, group by group
(build/test/times.json), each group extended by what it grows with.

  once       the tool does not grow with the book
  chapter    compiling and testing the framework, its mutants, the pages: as many chapters as many times the work
  line       prefixes and student states: chapter c costs a + b*c, a line through the measured ones, summed over all chapters
  generated  the same for prefixes by another road: two generated books, one of as many chapters as ours, one of all, each tested
             cold; the ratio of their times. The larger of the two is taken.

Run it on a quiet machine after `tito test` in a fresh clone with empty caches (cold), or with full ones (warm).
"""

import argparse
import json
import os
import platform
import re
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LIMIT = 40 * 60  # seconds, for 21 chapters on two cores from empty caches
PLANNED = 21


def rule_of(group):
    for beginning, rule in (("tool", "once"), ("prefix through ", "line"), ("student at ", "line")):
        if group.startswith(beginning):
            return rule
    return "chapter"


def stages(rows):
    """[(name, rule, seconds of each row)]; the rows of a line make one stage."""
    found = {}
    for row in rows:
        rule = rule_of(row["group"])
        name = {"prefix": "prefixes", "student": "student states"}[row["group"].split()[0]] if rule == "line" else row["group"]
        found.setdefault((name, rule), []).append(row["seconds"])
    return [(name, rule, seconds) for (name, rule), seconds in found.items()]


def extended(seconds, count):
    """The sum over `count` chapters of the line through the seconds of the first ones."""
    n = len(seconds)
    middle, mean = (n - 1) / 2, sum(seconds) / n
    spread = sum((c - middle) ** 2 for c in range(n))
    slope = sum((c - middle) * (s - mean) for c, s in enumerate(seconds)) / spread if spread else 0
    return sum(max(0, mean + slope * (c - middle)) for c in range(count))


def project(rule, seconds, chapters, planned):
    if rule == "once":
        return sum(seconds)
    if rule == "line":
        return extended(seconds, len(seconds) + planned - chapters)
    return sum(seconds) * planned / chapters


# ---------------------------------------------------------------- a book that is quick to compile

def header(n):
    return "#pragma once\n" + "".join(f"double step_{n}_{k}(double x);\n" for k in range(20))


def source(n):
    return f'#include "part_{n:02}.hpp"\n#include <cmath>\n' + "".join(
        f"double step_{n}_{k}(double x) {{ return std::sin(x) + {k}; }}\n" for k in range(20))


def test(n):
    return (f'#include "../src/part_{n:02}.hpp"\n#include <algorithm>\n#include <map>\n#include <string>\n'
            f"int main() {{ return step_{n}_3(0) == 3 ? 0 : 1; }}\n")


def chapter(n):
    chunks = {f"src/part_{n:02}.hpp": header(n), f"src/part_{n:02}.cpp": source(n), f"tests/test_{n:02}_generated.cpp": test(n),
              "sources": f"'src/part_{n:02}.cpp',\n", "names": f"'{n:02}_generated',\n"}
    if n == 0:
        chunks["meson.build"] = (
            "project('generated', 'cpp', default_options: ['cpp_std=c++20', 'warning_level=3', 'buildtype=release'])\n"
            "library = static_library('generated',\n  <<sources>>\n)\nforeach name : [\n  <<names>>\n]\n"
            "  test(name, executable('test_' + name, f'tests/test_@name@.cpp', link_with: library), suite: 'program')\nendforeach\n")
    return f"@\n# Chapter {n}\n\n" + "".join(f"<<{name}>>=\n{text}@\n" for name, text in chunks.items())


def seconds_of_prefixes(folder, count, environment):
    """How long the prefixes of a generated book take from empty caches."""
    order = 'title = "A generated book"\n\n[[part]]\nnumber = "I"\ntitle = "All"\n'
    (folder / "chapters").mkdir(parents=True)
    for n in range(count):
        order += f'\n[[part.chapter]]\nid = "{n:02}_generated"\ntitle = "Chapter {n}"\nneeds = []\nminutes = 60\n'
        (folder / f"chapters/{n:02}_generated.nw").write_text(chapter(n))
    (folder / "chapters/order.toml").write_text(order)
    environment = os.environ | environment | {"CCACHE_DIR": str(folder / "ccache"), "TITO_CACHE": str(folder / "cache")}
    for words in (["tangle"], ["test", "--prefixes", "--yes"]):
        done = subprocess.run([ROOT / "tools/tito", *words], cwd=folder, env=environment, capture_output=True, text=True)
        if done.returncode != 0:
            sys.exit(f"tito {' '.join(words)} failed:\n{done.stdout[-2000:]}{done.stderr[-2000:]}")
    return sum(float(took) for took in re.findall(r"prefix through \S+ +([\d.]+) s", done.stdout))


def generated_ratio(chapters, planned):
    with tempfile.TemporaryDirectory() as name:
        small, whole = (seconds_of_prefixes(Path(name) / str(count), count, {}) for count in (chapters, planned))
        return whole / small


# ---------------------------------------------------------------- the table

def table(rows, chapters, planned, ratio):
    """Lines, and the projected seconds in all."""
    yield f"{'':32}{chapters:>4} chapters{planned:>9} chapters   grows"
    measured = projected = 0
    for name, rule, seconds in stages(rows):
        later = project(rule, seconds, chapters, planned)
        if name == "prefixes" and ratio and ratio * sum(seconds) > later:
            later, rule = ratio * sum(seconds), "generated"
        measured, projected = measured + sum(seconds), projected + later
        yield f"  {name:30}{sum(seconds):11.0f} s{later:16.0f} s   {rule}"
    verdict = "within" if projected <= LIMIT else "OVER"
    yield f"  {'all':30}{measured:11.0f} s{projected:16.0f} s   {verdict} {LIMIT // 60} minutes"


def main():
    parser = argparse.ArgumentParser(prog="tito bench ci", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--chapters", type=int, default=PLANNED, help="how many the finished book has")
    parser.add_argument("--no-generated", action="store_true", help="do not test generated books")
    parser.add_argument("--times", type=Path, default=ROOT / "build/test/times.json", help="what the last `tito test` wrote")
    parser.add_argument("--out", type=Path, help="also write the table to this file")
    options = parser.parse_args()
    if not options.times.exists():
        sys.exit(f"{options.times} is not there: run `tito test` first, which writes it")
    rows = json.loads(options.times.read_text())
    chapters = len(list((ROOT / "chapters").glob("*.nw")))
    ratio = None if options.no_generated else generated_ratio(chapters, options.chapters)
    state = "warm: some trees had passed before" if any(row["before"] for row in rows) else "cold"
    lines = [f"{os.cpu_count()} cores, {platform.processor() or platform.machine()}; {state}",
             *table(rows, chapters, options.chapters, ratio)]
    if ratio:
        lines.append(f"  generated books: prefixes of {options.chapters} chapters take {ratio:.2f} times as long as those of {chapters}")
    print("\n".join(lines))
    if options.out:
        options.out.write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
