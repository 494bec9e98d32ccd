#!/usr/bin/env python3
"""Single operations and training steps against PyTorch, one thread each.

usage: tito bench train [--rounds 15] [--out FILE]

Both sides do a task in turn, for about 40 ms a time, and the table shows the medians of all rounds in time for one repetition, with the
ratio of the medians and the range of the ratios round by round. `xor` is a training step of 2-8-1 on four examples (tanh, logistic loss,
SGD), `mlp` one of 784-256-128-10 on 64 (ReLU, cross-entropy, Adam); operations work on 4 x 4 numbers. PyTorch comes from
benchmarks/peers/train.txt; where it cannot be installed, its columns are missing.
"""

import argparse
import datetime
import platform
import statistics
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BUILD = ROOT / "build/bench/train"
SECONDS = 0.04  # of one measurement
AIMS = {"operations": 3, "xor": 5, "mlp": None}  # how many times faster we have to be; of mlp chapter 18 will ask


class Ours:
    """The framework, in a process that answers one question at a time."""

    def __init__(self):
        if not (BUILD / "build.ninja").is_file():
            self.call("meson", "setup", BUILD, ROOT / "benchmarks/train")
        self.call("ninja", "-C", BUILD)
        self.process = subprocess.Popen([BUILD / "train"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1)

    @staticmethod
    def call(*words):
        done = subprocess.run([str(word) for word in words], capture_output=True, text=True)
        if done.returncode:
            sys.exit(done.stdout + done.stderr)

    def nanoseconds(self, task, repetitions):
        self.process.stdin.write(f"{task} {repetitions}\n")
        return float(self.process.stdout.readline())


class PyTorch:
    """The same tasks in PyTorch, eager, as a tutorial would write them."""

    def __init__(self):
        import torch
        torch.set_num_threads(1)
        torch.manual_seed(1)
        self.name = f"PyTorch {torch.__version__}"
        functional, a, b = torch.nn.functional, torch.randn(4, 4), torch.randn(4, 4)
        self.tasks = {
            "add": lambda: a + b,
            "mul": lambda: a * b,
            "relu": lambda: torch.relu(a),
            "sum": lambda: a.sum(1),
            "transpose": lambda: a.transpose(0, 1),
            "matmul": lambda: a @ b,
            "softmax": lambda: torch.softmax(a, 1),
            "linear": lambda: functional.linear(a, b),
            "add-backward": self.both_ways(torch, torch.add),
            "mul-backward": self.both_ways(torch, torch.mul),
            "matmul-backward": self.both_ways(torch, torch.matmul),
            "xor": self.xor(torch),
            "mlp": self.mlp(torch),
        }

    @staticmethod
    def both_ways(torch, function):
        a, b = torch.randn(4, 4, requires_grad=True), torch.randn(4, 4, requires_grad=True)

        def step():
            function(a, b).sum().backward()
            a.grad = b.grad = None
        return step

    @staticmethod
    def xor(torch):
        net = torch.nn.Sequential(torch.nn.Linear(2, 8), torch.nn.Tanh(), torch.nn.Linear(8, 1))
        optimizer = torch.optim.SGD(net.parameters(), lr=0.1)
        x, y = torch.tensor([[0., 0], [0, 1], [1, 0], [1, 1]]), torch.tensor([[0.], [1], [1], [0]])

        def step():
            optimizer.zero_grad()
            torch.nn.functional.binary_cross_entropy_with_logits(net(x), y).backward()
            optimizer.step()
        return step

    @staticmethod
    def mlp(torch):
        nn = torch.nn
        net = nn.Sequential(nn.Linear(784, 256), nn.ReLU(), nn.Linear(256, 128), nn.ReLU(), nn.Linear(128, 10))
        optimizer = torch.optim.Adam(net.parameters(), lr=1e-3)
        x, labels = torch.randn(64, 784), torch.arange(64) % 10

        def step():
            optimizer.zero_grad()
            nn.functional.cross_entropy(net(x), labels).backward()
            optimizer.step()
        return step

    def nanoseconds(self, task, repetitions):
        step = self.tasks[task]
        begin = time.perf_counter()
        for _ in range(repetitions):
            step()
        return (time.perf_counter() - begin) / repetitions * 1e9


def peer():
    try:
        return PyTorch()
    except ImportError:
        return None


def repetitions(side, task):
    """As many as take about SECONDS, found after a first run that warms everything up."""
    side.nanoseconds(task, 3)
    return max(3, round(SECONDS * 1e9 / side.nanoseconds(task, 10)))


def measure(task, sides, rounds):
    """For each side the times of all rounds, taken in turn."""
    counts = [repetitions(side, task) for side in sides]
    times = [[] for _ in sides]
    for _ in range(rounds):
        for side, count, found in zip(sides, counts, times):
            found.append(side.nanoseconds(task, count))
    return times


def duration(nanoseconds):
    return f"{nanoseconds:.0f} ns" if nanoseconds < 9999.5 else f"{nanoseconds / 1e3:.1f} µs" if nanoseconds < 1e6 else f"{nanoseconds / 1e6:.2f} ms"


def row(task, times):
    medians = [statistics.median(one) for one in times]
    cells = [f"  {task:18}", *(f"{duration(median):>12}" for median in medians)]
    if len(times) > 1:
        ratios = sorted(theirs / ours for ours, theirs in zip(*times))
        aim = AIMS[task] if task in AIMS else AIMS["operations"]
        cells += [f"{medians[1] / medians[0]:>9.1f}", f"{f'{ratios[0]:.1f} – {ratios[-1]:.1f}':>15}", f"{aim or '':>7}"]
    return "".join(cells).rstrip()


def processor():
    for line in Path("/proc/cpuinfo").read_text().splitlines():
        if line.startswith("model name"):
            return line.split(":")[1].strip()
    return platform.machine()


def main():
    parser = argparse.ArgumentParser(prog="tito bench train", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=15)
    parser.add_argument("--out", type=Path, help="also write the table to this file")
    options = parser.parse_args()
    lines = []

    def say(line):
        lines.append(line)
        print(line, flush=True)

    ours, theirs = Ours(), peer()
    sides = [ours] + [theirs] * (theirs is not None)
    say(f"{processor()}, one thread, kernel table plain, {datetime.date.today()}, medians of {options.rounds} rounds in turn")
    if theirs is None:
        print("PyTorch is not installed; only our own times are shown.", file=sys.stderr)
    say(f"{'':20}{'TinyTorch':>12}" + (f"{'PyTorch':>12}{'faster':>9}{'in rounds':>15}{'aim':>7}" if theirs else ""))
    for task in ("add", "mul", "relu", "sum", "transpose", "matmul", "softmax", "linear", "add-backward", "mul-backward", "matmul-backward",
                 "xor", "mlp"):
        say(row(task, measure(task, sides, options.rounds)))
    if theirs is not None:
        say(f"peer: {theirs.name}")
    if options.out:
        options.out.write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
