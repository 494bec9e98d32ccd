"""Compiling what a verb needs, and no more, in build/framework."""

import contextlib
import fcntl
import os
import re
import shutil
import subprocess
import sys
import time

from tree import Mistake


class Progress:
    """One line that counts when a person looks on; a line at the end otherwise."""

    def __init__(self, name):
        self.name, self.begin, self.live = name, time.monotonic(), sys.stdout.isatty()
        if not self.live:
            print(f"{name} ...", flush=True)

    def step(self, text):
        if self.live:
            print(f"\r\033[K{self.name} {text}  {time.monotonic() - self.begin:.0f} s", end="", flush=True)

    def done(self, text=""):
        seconds = f"{time.monotonic() - self.begin:.1f} s"
        print(f"\r\033[K{self.name}: {text}{seconds}" if self.live else f"{self.name}: {text}{seconds}", flush=True)

    def clear(self):
        if self.live:
            print("\r\033[K", end="", flush=True)


class Build:
    def __init__(self, tree):
        self.tree, self.folder = tree, tree.build / "framework"

    def program(self, name):
        return self.folder / name

    def make(self, targets):
        """Compiles; prints the compiler's errors, and its warnings about files that the student writes. False when it does not compile."""
        self._need_tools()
        self.folder.mkdir(parents=True, exist_ok=True)
        with self._alone():
            if not (self.folder / "build.ninja").exists():
                self._configure()
            return self._ninja(targets)

    @contextlib.contextmanager
    def _alone(self):
        with open(self.folder / ".lock", "w", encoding="utf-8") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                print("another ./tito is compiling in this tree; waiting for it", flush=True)
                fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    def _need_tools(self):
        missing = [tool for tool in ("meson", "ninja", "c++") if not shutil.which(tool)]
        if missing:
            raise Mistake(f"{' and '.join(missing)} cannot be found; ./tito doctor says what to install")

    def _configure(self):
        progress = Progress("setting up the build")
        ran = subprocess.run(["meson", "setup", self.folder, self.tree.root], capture_output=True, text=True, stdin=subprocess.DEVNULL)
        if ran.returncode != 0:
            progress.clear()
            errors = [line for line in (ran.stdout + ran.stderr).splitlines() if "ERROR" in line or "not found" in line]
            raise Mistake("the build cannot be set up:\n  " + "\n  ".join(errors or (ran.stdout + ran.stderr).splitlines()[-10:]) +
                          "\n./tito doctor says what is missing")
        progress.done()

    def _ninja(self, targets):
        progress = Progress("compiling")
        environment = {**os.environ, "NINJA_STATUS": "[%f/%t] "}
        ninja = subprocess.Popen(["ninja", "-k", "0", "-C", self.folder, *targets], stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                                 text=True, errors="replace", stdin=subprocess.DEVNULL, env=environment)
        said, steps = [], 0
        try:
            for line in ninja.stdout:
                count = re.match(r"\[(\d+)/(\d+)\] ", line)
                if count:
                    steps = int(count[1])
                    progress.step(f"{count[1]} of {count[2]}")
                else:
                    said.append(line.rstrip("\n"))
        except BaseException:
            ninja.terminate()
            raise
        failed = ninja.wait() != 0
        shown = self._messages(said, failed)
        if failed:
            progress.clear()
            print("\n".join(shown))
            print("It does not compile yet: the first error above is the one to mend first.")
            return False
        progress.done("" if steps else "nothing to do, ")
        if shown:
            print("\n".join(shown))
        return True

    def _messages(self, lines, failed):
        """What the compiler said, with paths as they are called from the tree; warnings only of files that hold exercises."""
        own = {exercise.file for exercise in self.tree.exercises}
        shown, keep = [], False
        for line in lines:
            line = line.replace(str(self.tree.root) + "/", "").replace("../../", "")
            if line.startswith(("ninja:", "FAILED:", "cc1plus: all warnings")) or re.match(r"(/\S*/)?(ccache )?c\+\+ ", line):
                keep = False
                continue
            place = re.match(r"(?:In file included from |\s+from )?([^\s:]+):(\d+|)[:,]?", line)
            begins = re.match(r"([^\s:]+):(?:\d+:\d+: (fatal error|error|warning|note)|.*In )", line)
            if begins and begins[2] != "note":
                keep = (failed and begins[2] != "warning") or begins[1] in own
            elif place and line.startswith("In file included"):
                keep = failed
            if keep:
                shown.append(line)
        return shown or (lines[-15:] if failed else [])
