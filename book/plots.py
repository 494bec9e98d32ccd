#!/usr/bin/env python3
"""Draws the plots of measured tables.

    plots.py PLOTS.json

PLOTS.json lists plots: ``id``, ``x`` and ``y`` (heads of columns), ``log`` (the axes that are logarithmic) and ``place`` (where the
chapter asks for it). Beside it lie the tables, ID.csv; there ID.svg and ID.pdf are written. The same table and description give the same
bytes. What is wrong with a description goes to standard error, and then no plot is written.
"""

import csv
import json
import math
import re
import sys
from pathlib import Path

# Told apart by marker and dash as well as by colour: colours of Okabe and Ito, which people with any colour vision can tell apart.
CURVES = [("#0072B2", "o", "-"), ("#D55E00", "s", "--"), ("#009E73", "^", "-."), ("#CC79A7", "D", ":")]
INK = "#010203"  # on screens it becomes the colour of the text around the plot
PAPER_INK = "#22201c"
SIZE = 4.8, 2.8  # inches; a phone shows the letters nearly as large as they are made


class Fault(Exception):
    """What is wrong with a description."""


# ---------------------------------------------------------------- numbers

def read_table(file):
    """The heads and the rows of a table."""
    with file.open(encoding="utf-8", newline="") as text:
        heads, *rows = list(csv.reader(text)) or [[]]
    return heads, rows


def number(cell, head, log):
    """A cell as a number that can stand on its axis."""
    try:
        value = float(cell)
    except ValueError:
        value = math.nan
    if not math.isfinite(value):
        raise Fault(f"the column `{head}` holds `{cell}`, which is no number to draw; choose another column")
    if log and value <= 0:
        raise Fault(f"the column `{head}` holds {cell}, which no logarithmic axis has; take `log` away")
    return value


def columns(plot, heads, rows):
    """For every column that the plot names: its numbers."""
    if any(len(row) != len(heads) for row in rows):
        raise Fault(f"the rows of `{plot['id']}` have not all as many cells as its head; an analysis with a plot prints one table")
    found = {}
    for head in [plot["x"], *plot["y"]]:
        if heads.count(head) != 1:
            many = "several columns" if head in heads else "no column"
            raise Fault(f"the table of `{plot['id']}` has {many} `{head}`; its columns are " + ", ".join(f"`{one}`" for one in heads))
        axis = "x" if head == plot["x"] else "y"
        at = heads.index(head)
        found[head] = [number(row[at], head, axis in plot["log"]) for row in rows]
    if len(rows) < 2:
        raise Fault(f"the table of `{plot['id']}` has too few rows to draw")
    return found


def split_units(heads):
    """The unit that columns share, by the last words of their heads, and what is left of each head: its curve's name."""
    words = [head.split() for head in heads]
    shared = 0
    while shared + 1 < min(map(len, words)) and len({tuple(one[-shared - 1:]) for one in words}) == 1:
        shared += 1
    if not shared:
        raise Fault("the columns " + ", ".join(f"`{one}`" for one in heads) + " have no unit in common, so they share no axis")
    return " ".join(words[0][-shared:]), [" ".join(one[:-shared]).rstrip(":") for one in words]


# ---------------------------------------------------------------- drawing

def plain(value):
    """A tick's number as the table would print it."""
    return f"{value:g}" if value and not 1e-4 <= abs(value) < 1e7 else f"{value:.10g}"


def set_ticks(axis, values, log, at_values):
    """Numbers people read: every x that was measured; on a logarithmic y axis powers of ten, or more where the range is small."""
    from matplotlib import ticker
    if log:
        decades = math.log10(max(values) / min(values))
        axis.set_major_locator(ticker.LogLocator(subs=(1,) if decades > 2.5 else (1, 2, 5)))
        axis.set_minor_locator(ticker.NullLocator())
    if at_values and (log or len(values) <= 8):
        axis.set_major_locator(ticker.FixedLocator(values))
    axis.set_major_formatter(ticker.FuncFormatter(lambda value, _: plain(value)))


def draw(plot, table):
    """One figure: the curves over x, the unit at the side, the names above."""
    from matplotlib.figure import Figure
    unit, names = (plot["y"][0], [""]) if len(plot["y"]) == 1 else split_units(plot["y"])
    figure = Figure(figsize=SIZE, layout="constrained")
    axes = figure.add_subplot()
    x, logs = table[plot["x"]], plot["log"]
    axes.set_xscale("log" if "x" in logs else "linear")
    axes.set_yscale("log" if "y" in logs else "linear")
    for head, name, (colour, marker, dash) in zip(plot["y"], names, CURVES):
        axes.plot(x, table[head], label=name, color=colour, marker=marker, linestyle=dash)
    ys = [value for head in plot["y"] for value in table[head]]
    set_ticks(axes.xaxis, sorted(set(x)), "x" in logs, True)
    set_ticks(axes.yaxis, ys, "y" in logs, False)
    if "y" not in logs:
        axes.set_ylim(bottom=min(0, *ys))
    axes.set_xlabel(plot["x"])
    axes.set_ylabel(unit)
    axes.grid(axis="y", alpha=0.2)
    axes.spines[["top", "right"]].set_visible(False)
    if len(names) > 1:
        figure.legend(loc="outside upper left", ncols=len(names), frameon=False, handlelength=2, columnspacing=1)
    return figure


def style(salt, ink):
    """All settings, so that nobody's own ones change a plot."""
    import matplotlib
    matplotlib.rcdefaults()
    matplotlib.rcParams.update({
        "font.family": "DejaVu Sans", "font.size": 10, "axes.linewidth": 0.7, "lines.linewidth": 1.6, "lines.markersize": 5,
        "svg.fonttype": "none", "svg.hashsalt": salt, "pdf.fonttype": 42,
    } | {name: ink for name in ("text.color", "axes.edgecolor", "axes.labelcolor", "xtick.color", "ytick.color", "grid.color")})


# ---------------------------------------------------------------- files

def inlined(svg, plot_id):
    """SVG as it can stand in a page: no header, no style for other elements, ids of its own, the page's ink and typeface."""
    svg = svg[svg.index("<svg"):]
    svg = re.sub(r"\s*<metadata>.*?</metadata>", "", svg, flags=re.S)
    svg = re.sub(r"\s*<style[^>]*>.*?</style>", "", svg, flags=re.S)
    svg = re.sub(r"\s*<defs>\s*</defs>|\s*<!--.*?-->", "", svg, flags=re.S)
    svg = re.sub(r'(\bid="|url\(#|href="#)', rf"\g<1>plot-{plot_id}-", svg)
    svg = re.sub(r"font-family: [^;\"]*(; )?", "", svg)
    svg = re.sub(r'(<svg[^>]*?) width="[^"]*"', r"\1", re.sub(r'(<svg[^>]*?) height="[^"]*"', r"\1", svg))
    svg = svg.replace("<svg ", '<svg style="stroke-linejoin: round; stroke-linecap: butt" ', 1)
    return svg.replace(INK, "currentColor")


def write(figure, file, **options):
    """Puts a finished file in its place."""
    part = file.with_name(f".{file.name}")
    figure.savefig(part, format=file.suffix[1:], transparent=True, **options)
    if file.suffix == ".svg":
        part.write_text(inlined(part.read_text(encoding="utf-8"), file.stem), encoding="utf-8")
    part.replace(file)


def make(plot, table, folder):
    file = folder / f"{plot['id']}.svg"
    style(plot["id"], INK)
    write(draw(plot, table), file, metadata={"Date": None, "Creator": None, "Format": None, "Type": None})
    style(plot["id"], PAPER_INK)
    write(draw(plot, table), file.with_suffix(".pdf"), metadata={"CreationDate": None, "Creator": None, "Producer": None})


def main(file):
    folder, faults, tables = file.parent, [], []
    plots = json.loads(file.read_text(encoding="utf-8"))
    for plot in plots:
        try:
            tables.append(columns(plot, *read_table(folder / f"{plot['id']}.csv")))
            if len(plot["y"]) > 1:
                split_units(plot["y"])
        except Fault as fault:
            faults.append(f"{plot['place']}: {fault}")
    if faults:
        print("", *faults, sep="\n", file=sys.stderr)
        return 1
    for plot, table in zip(plots, tables):
        make(plot, table, folder)
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]).resolve()))
