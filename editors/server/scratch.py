"""A copy of chapters/ with the unsaved buffers laid over it, and what tito makes of it. Nothing is written anywhere else."""

import asyncio
import dataclasses
import json
import os
import pathlib
import re
import shutil
import signal
import stat
import tempfile

from chapters import kind_of
from rename import is_below

TITO = pathlib.Path(__file__).resolve().parents[2] / "tools/tito"
# Chapters of strangers: a file, a message list and a process larger than these are refused, and so is a run that takes longer.
LARGEST_CHAPTER, LARGEST_MESSAGES, MOST_PROBLEMS = 8 << 20, 1 << 20, 500
LIMITS = ["prlimit", f"--as={4 << 30}", f"--fsize={256 << 20}", "--core=0", "--"]
SECONDS, SECONDS_TO_BUILD = 20, 1800
FORMAT = "BasedOnStyle: Google\nColumnLimit: 76\nSortIncludes: Never\nReflowComments: false\n"

_DEFINITION = re.compile(r"^<<(.+)>>=$", re.M)
_PROBLEM = re.compile(r"(chapters/[^:]+?)(?::(\d+))?(?::(\d+))?: (.*)")


@dataclasses.dataclass
class Problem:
    file: str
    line: int    # counted from 1; 0 is the whole file
    column: int  # in bytes, counted from 1
    message: str


@dataclasses.dataclass
class Tangled:
    """What a good run gave: the texts of the tree, where their lines come from, and the chapters they were made of."""
    texts: dict
    map: dict
    chapters: dict


class Unusable(Exception):
    """tito itself does not run."""


def read_regular(path, limit):
    """The text of an ordinary file; a FIFO, a device, a link or a giant gives nothing."""
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_NOFOLLOW)
    except OSError:
        return None
    with open(descriptor, "rb") as file:
        status = os.fstat(descriptor)
        if not stat.S_ISREG(status.st_mode) or status.st_size > limit:
            return None
        return file.read()


def faults_of(file, text):
    """What tito shall not even see."""
    if len(text) > LARGEST_CHAPTER:
        yield Problem(file, 1, 1, f"is larger than {LARGEST_CHAPTER >> 20} MiB; make two chapters of it")
    for begin in _DEFINITION.finditer(text):
        if kind_of(begin[1]) == "root" and not is_below(begin[1]):
            yield Problem(file, text.count("\n", 0, begin.start()) + 1, 3, f"'{begin[1]}' leads out of the tree; give a path below it")


class Scratch:
    def __init__(self, root):
        self.root = pathlib.Path(root)
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="tinytorch-editor-"))
        self.tree = self.folder / "tangled"
        (self.folder / "chapters").mkdir()
        (self.folder / ".clang-format").write_text(FORMAT)
        self.texts = {}      # of the chapters on disk, by path from the root
        self._stamps = {}
        self._written = {}
        self._built = False
        self._process = None

    def kill(self):
        """Ends a tito that is still running, with all that it started."""
        if self._process and self._process.returncode is None:
            os.killpg(self._process.pid, signal.SIGKILL)

    def remove(self):
        shutil.rmtree(self.folder, ignore_errors=True)

    def read_chapters(self):
        """Looks at chapters/ again; only files that changed are read."""
        found = {}
        for entry in os.scandir(self.root / "chapters"):
            if entry.name.endswith((".nw", ".toml")) and entry.is_file(follow_symlinks=False):
                status = entry.stat(follow_symlinks=False)
                found["chapters/" + entry.name] = (status.st_mtime_ns, status.st_size, status.st_ino)
        for file, stamp in found.items():
            if self._stamps.get(file) != stamp:
                data = read_regular(self.root / file, LARGEST_CHAPTER)
                self.texts[file] = None if data is None else data.decode("utf-8", "surrogateescape")
        self.texts = {file: self.texts[file] for file in found}
        self._stamps = found

    def lay(self, buffers):
        """Writes the copy; returns the chapters' texts as tito will see them, and what it shall not see."""
        texts = {file: text for file, text in {**self.texts, **buffers}.items() if text is not None}
        problems = [problem for file, text in texts.items() if self._written.get(file) != text for problem in faults_of(file, text)]
        if not problems:
            self._write(texts)
        return texts, problems

    def _write(self, texts):
        for file in set(self._written) - set(texts):
            (self.folder / file).unlink(missing_ok=True)
        for file, text in texts.items():
            if self._written.get(file) != text:
                (self.folder / file).write_bytes(text.encode("utf-8", "surrogatepass"))  # what is no UTF-8 stays none: tito says so
        self._written = texts

    async def tangle(self, texts):
        """Tangled, or a list of problems."""
        if not self._built:  # the launcher builds the tool when it has to
            status, words = await self._tito(SECONDS_TO_BUILD, "--version")
            self._built = status == 0
            if not self._built:
                raise Unusable(words.strip()[-1000:])
        status, words = await self._tito(SECONDS, "tangle", "--out", self.tree, "--map", self.folder / "map.json")
        if status is None:
            first = min(texts, default="chapters/order.toml")
            return [Problem(first, 1, 1, f"tangling took more than {SECONDS} s and was stopped; do chunks use each other many times?")]
        if status == 0:
            return await asyncio.to_thread(self._read, texts)
        problems = []
        for line in words.splitlines():
            if place := _PROBLEM.fullmatch(line):
                problems.append(Problem(place[1], int(place[2] or 0), int(place[3] or 0), place[4]))
        if not problems:
            raise Unusable(words.strip()[-1000:] or f"tools/tito ended with status {status}")
        return problems[:MOST_PROBLEMS]

    async def _tito(self, seconds, *words):
        messages = self.folder / "messages"
        with open(messages, "wb") as sink:
            process = self._process = await asyncio.create_subprocess_exec(
                *LIMITS, TITO, *words, cwd=self.folder, stdin=asyncio.subprocess.DEVNULL, stdout=asyncio.subprocess.DEVNULL, stderr=sink,
                start_new_session=True)
        try:
            await asyncio.wait_for(process.wait(), seconds)
        except asyncio.TimeoutError:
            return None, ""
        finally:
            if process.returncode is None:
                self.kill()
                await process.wait()
        with open(messages, "rb") as source:
            return process.returncode, source.read(LARGEST_MESSAGES).decode("utf-8", "replace")

    def _read(self, texts):
        line_map = json.loads((self.folder / "map.json").read_bytes())
        return Tangled({path: (self.tree / path).read_text("utf-8") for path in line_map}, line_map, texts)
