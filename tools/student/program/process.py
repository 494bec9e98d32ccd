"""Running a program that may hang, crash, or print without end."""

import os
import resource
import selectors
import signal
import subprocess
import time

OUTPUT_LIMIT = 4_000_000  # bytes
MEMORY_LIMIT = 8 << 30


class Ended:
    """How a program ended: its status (128 + N for signal N), and the limit that ended it, or None."""

    def __init__(self, status, limit):
        self.status, self.limit = status, limit


def _limit_memory():
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_LIMIT, MEMORY_LIMIT))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def follow(words, on_line, silence, cwd=None, env=None):
    """Runs `words` in a process group of its own and gives every line that it prints to `on_line`. A program that prints nothing for
    `silence` seconds, or too much, is ended with all its children."""
    process = subprocess.Popen([str(word) for word in words], cwd=cwd, env={**os.environ, **(env or {})}, stdin=subprocess.DEVNULL,
                               stdout=subprocess.PIPE, stderr=subprocess.STDOUT, start_new_session=True, preexec_fn=_limit_memory)
    limit, total, rest = None, 0, b""
    try:
        with selectors.DefaultSelector() as selector:
            selector.register(process.stdout, selectors.EVENT_READ)
            while True:
                if not selector.select(silence):
                    limit = f"printed nothing for {silence:g} s and was stopped: an endless loop, or far too slow"
                    break
                data = os.read(process.stdout.fileno(), 65536)
                if not data:
                    break
                total += len(data)
                if total > OUTPUT_LIMIT:
                    limit = f"printed more than {OUTPUT_LIMIT // 1_000_000} MB and was stopped"
                    break
                *lines, rest = (rest + data).split(b"\n")
                for line in lines:
                    on_line(line.decode("utf-8", "replace"))
        if limit:
            _end(process)
        elif not _wait(process, silence):
            limit = f"closed its output but did not end within {silence:g} s"
            _end(process)
    except BaseException:  # Ctrl-C too: nothing goes on behind our back
        _end(process)
        raise
    if rest:
        on_line(rest.decode("utf-8", "replace"))
    status = process.wait()
    return Ended(status if status >= 0 else 128 - status, limit)


def _wait(process, seconds):
    begin = time.monotonic()
    while process.poll() is None:
        if time.monotonic() - begin > seconds:
            return False
        time.sleep(0.01)
    return True


def _end(process):
    try:
        os.killpg(process.pid, signal.SIGKILL)
    except ProcessLookupError:
        pass
    process.wait()


def signal_name(status):
    """"a segmentation fault" for 128 + SIGSEGV."""
    names = {signal.SIGSEGV: "a segmentation fault", signal.SIGABRT: "abort()", signal.SIGFPE: "a division by zero",
             signal.SIGILL: "an illegal instruction (a function without `return`?)", signal.SIGBUS: "a bus error",
             signal.SIGTRAP: "a trap", signal.SIGKILL: "SIGKILL"}
    number = status - 128
    return names.get(number, f"signal {number}")
