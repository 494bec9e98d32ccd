#!/usr/bin/env python3
"""How long tangling a whole book takes: tito against stock noweb, on the same generated book.

usage: benchmarks/literate.py [--chapters 21] [--lines 33000] [--runs 9]

Every run starts each tool in turn, so that all meet the same noise; the table shows medians of whole processes, and the ratio to tito.
"""

import argparse
import pathlib
import resource
import statistics
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent
TITO = ROOT / "build/tool/tools/cli/tito"


def chapter(number, lines):
    """A chapter of about `lines` lines: three files, each a skeleton of ten-line chunks with prose between them."""
    text = [f"@\n# Chapter {number}\n"]
    count = max(1, lines // 3 // 20)
    for file in range(3):
        name = f"src/part{number:02}_{file}.cpp"
        text.append(f"The file {name} in outline.\n\n<<{name}>>=\n"
                    + "".join(f"<<do step {number} {file} {k}>>\n" for k in range(count)) + "@\n")
        for k in range(count):
            body = "".join(f"  total += {k} * step({number}, {file}, {i});\n" for i in range(8))
            text.append(f"\nStep {k} adds eight numbers. The order of the additions does not matter here,\n"
                        f"because all of them are small integers.\n\n"
                        f"It is the same in every chapter, so there is little to say about it,\nand that is said in five lines.\n\n"
                        f"<<do step {number} {file} {k}>>=\nvoid step_{number}_{file}_{k}() {{\n{body}}}\n@\n")
    return "".join(text)


def make_book(folder, chapters, lines):
    (folder / "chapters").mkdir()
    order = '[[part]]\nnumber = "I"\ntitle = "All"\n'
    for n in range(chapters):
        order += f'\n[[part.chapter]]\nid = "{n:02}_generated"\ntitle = "Chapter {n}"\nneeds = []\nminutes = 60\n'
        (folder / f"chapters/{n:02}_generated.nw").write_text(chapter(n, lines // chapters))
    (folder / "chapters/order.toml").write_text(order)


def commands(folder, chapters):
    files = [f"chapters/{n:02}_generated.nw" for n in range(chapters)]
    roots = [f"src/part{n:02}_{k}.cpp" for n in range(chapters) for k in range(3)]
    one_by_one = " && ".join(f"notangle -R{root} {' '.join(files)} > one/{root}" for root in roots)
    for out in ("one/src", "all/src"):
        (folder / out).mkdir(parents=True)
    return {
        "tito tangle": [TITO, "tangle", "--naked", "--out", "tito"],
        "markup | mnt -all": ["sh", "-c", f"cd all && /usr/lib/noweb/markup {' '.join('../' + f for f in files)} | /usr/lib/noweb/mnt -all"],
        f"notangle, {len(roots)} times": ["sh", "-c", one_by_one],
    }


def measure(command, folder):
    begin = time.perf_counter()
    done = subprocess.run(command, cwd=folder, capture_output=True, env={"PATH": "/usr/bin:/bin", "TITO_HOME": str(ROOT)})
    if done.returncode != 0:
        sys.exit(f"{command[0]} failed:\n{done.stderr.decode()}")
    return (time.perf_counter() - begin) * 1e3


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--chapters", type=int, default=21)
    parser.add_argument("--lines", type=int, default=33000)
    parser.add_argument("--runs", type=int, default=9)
    options = parser.parse_args()
    subprocess.run([ROOT / "tools/tito", "--version"], check=True, stdout=subprocess.DEVNULL)  # builds it when it is not built

    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        make_book(folder, options.chapters, options.lines)
        lines = sum(len(f.read_text().splitlines()) for f in (folder / "chapters").glob("*.nw"))
        tools = commands(folder, options.chapters)
        times = {tool: [] for tool in tools}
        for _ in range(options.runs + 1):  # the first run of each warms the file cache and is not counted
            for tool, command in tools.items():
                times[tool].append(measure(command, folder))
        for file in (folder / "tito/src").iterdir():
            if file.read_bytes() != (folder / "one/src" / file.name).read_bytes():
                sys.exit(f"{file.name} differs between tito and notangle")
    medians = {tool: statistics.median(all_times[1:]) for tool, all_times in times.items()}
    print(f"{options.chapters} chapters, {lines} lines, {options.runs} runs; outputs identical")
    print(f"{'':24}{'median, ms':>12}{'min':>8}{'max':>8}{'ratio':>8}")
    for tool, median in medians.items():
        counted = times[tool][1:]
        print(f"{tool:24}{median:12.1f}{min(counted):8.1f}{max(counted):8.1f}{median / medians['tito tangle']:8.1f}")
    print(f"largest process: {resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024:.0f} MiB")


main()
