"""Timing whole processes side by side: every round starts each tool once, so that all meet the same noise."""

import os
import resource
import statistics
import subprocess
import sys
import time
from dataclasses import dataclass, field


@dataclass
class Tool:
    """One way to do a task: `prepare` (not timed) makes the state it starts from, then `command` runs in `folder`."""

    name: str
    command: list
    folder: object
    prepare: object = lambda: None
    aim: float | None = None  # seconds that the design allows
    seconds: list = field(default_factory=list)
    mebibytes: float = 0

    def run(self, environment):
        self.prepare()
        log = self.folder / "log.txt"
        with open(log, "wb") as out:
            begin = time.perf_counter()
            process = subprocess.Popen([str(word) for word in self.command], cwd=self.folder, env=os.environ | environment,
                                       stdin=subprocess.DEVNULL, stdout=out, stderr=subprocess.STDOUT)
            _, status, used = os.wait4(process.pid, 0)
            self.seconds.append(time.perf_counter() - begin)
        process.returncode = os.waitstatus_to_exitcode(status)
        self.mebibytes = max(self.mebibytes, used.ru_maxrss / 1024)
        if process.returncode != 0:
            sys.exit(f"{self.name} failed:\n" + log.read_text(errors="replace")[-3000:])

    @property
    def median(self):
        return statistics.median(self.seconds)


def interleave(tools, rounds, environment, say):
    """Runs each tool `rounds` times and once before, which warms the file cache and is not counted; a single round is not warmed."""
    for number in range(rounds + 1) if rounds > 1 else [1]:
        say(f"{tools[0].name} and peers, round {number} of {rounds}")
        for tool in tools:
            tool.run(environment)
            if number == 0:
                tool.seconds.clear()


def duration(seconds):
    return f"{seconds * 1e3:.1f} ms" if seconds < 0.9995 else f"{seconds:.1f} s"


def memory(mebibytes):
    """A process begins as a copy of this one, so less than this one's size cannot be seen."""
    own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return f"{mebibytes:.0f}" if mebibytes > 1.05 * own else f"<{own:.0f}"


HEADER = f"{'':34}{'median':>10}{'lowest':>10}{'highest':>10}{'ratio':>7}{'MiB':>6}{'aim':>10}"


def rows(tools):
    """One line a tool; the ratio is to the first, MiB the largest process, the aim what the design asks for."""
    for tool in tools:
        yield (f"  {tool.name:32}{duration(tool.median):>10}{duration(min(tool.seconds)):>10}{duration(max(tool.seconds)):>10}"
               f"{tool.median / tools[0].median:7.1f}{memory(tool.mebibytes):>6}{duration(tool.aim) if tool.aim else '':>10}").rstrip()
